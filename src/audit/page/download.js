// What is filtered, as CSV and JSON.

// Programs know a renamed rule by its identifier, people by its name.
const ruleId = (rule) => (Object.hasOwn(facts.renamed, rule) ? facts.renamed[rule] : rule);

const plainRow = (row) => ({
  id: row[NAME],
  path: pathOf(row),
  conclusion: conclusionOf(row),
  declared: row[DECLARED].map(text),
  written: writtenOf(row) || undefined,
  bases: basesOf(row).map((base) => ({
    license: base.license, derived: base.isCertain ? "yes" : "uncertain", via: base.via,
    evidence: base.evidence.map((proof) => ({ source: proof.source, strength: proof.strength, speaks_for: proof.speaksFor, path: proof.path, line: proof.line || null, words: proof.words })),
  })),
  unknown_bases: row[UNKNOWN].map(text),
  findings: row[FINDINGS].map((found) => {
    const kind = kindOf(found);
    return {
      rule: ruleId(kind.rule), severity: SEVERITIES[kind.severity], path: text(found[1]), line: found[2] || null, message: [kind.headline, ...kind.details].join(" "),
      clause: kind.clause, certainty: facts.certainties[kind.certainty], help: [...kind.steps, ...(kind.verbatim ? [kind.verbatim] : [])].join("\n"),
    };
  }),
  proof: metOf(row).map((met) => ({ ...met, line: met.line || null })),
  reason: reasonOf(row) || undefined,
  note: row[NOTE] || undefined,
});

// A spreadsheet takes what begins so for a formula.
const cell = (value) => {
  const safe = /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
const HEADS = ["id", "path", "conclusion", "declared", "base_licenses", "base_models", "certainty", "errors", "warnings", "infos", "rules", "hub"];
const csvLine = (row) => {
  const [infos, warnings, errors] = findingCounts(row), hub = hubOf(row);
  return [row[NAME], pathOf(row), conclusionOf(row), writtenOf(row) || row[DECLARED].map(text).join(" "), row[BASES].map((base) => text(base[0])).join(" "), baseModelsOf(row).join(" "),
    certaintyOf(row), String(errors), String(warnings), String(infos), [...new Set(findingsOf(row).map((kind) => ruleId(kind.rule)))].join(" "), hub && isHubId(hub) ? hubPage(hub) : ""].map(cell).join(",");
};

// Parts, so that no single text grows with the table.
const parts = (chosen, kind) => kind === "csv"
  ? ["\ufeff" + HEADS.join(",") + "\r\n", ...chosen.map((at) => csvLine(rows[at]) + "\r\n")]
  : ["[\n", ...chosen.map((at, nth) => JSON.stringify(plainRow(rows[at])) + (nth + 1 < chosen.length ? ",\n" : "\n")), "]\n"];

const download = (chosen, kind) => {
  const blob = new Blob(parts(chosen, kind), { type: kind === "csv" ? "text/csv" : "application/json" });
  const from = URL.createObjectURL(blob);
  make("a", { href: from, download: `model-licenses.${kind}` }).click();
  setTimeout(() => URL.revokeObjectURL(from), 60_000);
};
