// What an opened row shows: lineage with its evidence, and each finding with what fixes it.

const lineage = (row) => {
  const parts = [];
  for (const base of basesOf(row)) {
    const chain = base.via.flatMap((id) => [" ← ", modelLink(id)]);
    const proofs = base.evidence.map((proof) => make("li", { className: proof.speaksFor ? "for" : "against" },
      make("span", { className: "sign" }, proof.speaksFor ? "for " : "against "), ...prose(proof.source), ", ", place(row, proof.path, proof.line), ` (${proof.strength}): `,
      make("q", {}, ...breakable(proof.words))));
    parts.push(make("h4", {}, base.isCertain ? "Derived: " : "Possibly derived: ", licensorLink(base.license, licenseName(base.license))),
      chain.length ? make("p", {}, ...breakable(row[NAME]), ...chain) : null, make("ul", { className: "proofs" }, ...proofs));
  }
  if (conclusionOf(row) === "complies" && row[PROOF].length) parts.push(make("h4", {}, "What is there"), make("ul", { className: "proofs" }, ...metOf(row).map((met) =>
    make("li", { className: "for" }, make("span", { className: "sign" }, "✓ "), met.kind, ", ", licensorLink(met.license, licenseName(met.license)), ", ", place(row, met.path, met.line),
      met.detail ? ": " : "", ...prose(met.detail)))));
  for (const id of row[UNKNOWN].map(text)) parts.push(make("h4", {}, "Base unknown: ", modelLink(id)));
  if (reasonOf(row)) parts.push(make("p", {}, ...prose(reasonOf(row))));
  if (row[NOTE]) parts.push(make("p", { className: "soft" }, row[NOTE]));
  return parts.filter((part) => part !== null);
};

const finding = (row, found) => {
  const kind = kindOf(found);
  const cited = [kind.clause, facts.certainties[kind.certainty]].filter((part) => part !== "").join(" · ");
  return make("li", { className: SEVERITIES[kind.severity] },
    make("p", {}, tag(SEVERITIES[kind.severity], SEVERITIES[kind.severity]), " ", make("strong", {}, ...prose(kind.headline)), ...kind.details.flatMap((one) => [" ", ...prose(one)])),
    make("p", { className: "soft" }, place(row, text(found[1]), found[2]), " · ", ruleLink(kind.rule), " · ",
      ...(kind.license && cited ? [licensorLink(kind.license, kind.clause || kind.license), " · ", facts.certainties[kind.certainty]] : [cited])),
    kind.steps.length ? make("ul", { className: "steps" }, ...kind.steps.map((step) => make("li", {}, ...prose(step)))) : null,
    kind.verbatim ? make("pre", { tabIndex: 0, ariaLabel: "Text to copy" }, kind.verbatim) : null);
};

const details = (row, id, columns) => {
  const findings = [...row[FINDINGS]].sort((a, b) => kindOf(b).severity - kindOf(a).severity).map((found) => finding(row, found));
  return make("tr", { className: "details", id, role: "row" }, make("td", { colSpan: columns, role: "cell" }, make("div", { className: "two" },
    make("div", {}, make("h3", {}, "Lineage"), ...lineage(row)),
    make("div", {}, make("h3", {}, "Findings"),
      findings.length ? make("ul", { className: "findings" }, ...findings) : make("p", { className: "soft" }, "Nothing was found.")))));
};
