// The table: one page of the rows that fit, in the order that is asked for.

const PAGE = 50, PRINTED = 1000;

const findingCounts = (row) => {
  const counts = [0, 0, 0];
  for (const found of row[FINDINGS]) counts[kindOf(found).severity] += 1;
  return counts;
};

const cells = {
  model: (row, open) => [open, hubOf(row) && isHubId(hubOf(row)) ? outward(hubPage(hubOf(row)), null, "Hub", make("span", { className: "hidden" }, `: ${hubOf(row)}`)) : null],
  conclusion: (row) => [conclusionTag(conclusionOf(row))],
  base: (row) => {
    const parts = basesOf(row).map((base) => make("div", {}, base.isCertain ? null : make("em", {}, "possibly "), licensorLink(base.license, licenseName(base.license)),
      base.via.length ? make("small", {}, modelLink(base.via[base.via.length - 1])) : null,
      base.evidence.length ? make("small", { className: "soft" }, ...prose(base.evidence[0].source), base.evidence[0].path ? ", " : "", place(row, base.evidence[0].path, base.evidence[0].line)) : null));
    return [...parts, ...row[UNKNOWN].map((id) => make("div", {}, make("em", {}, "unknown "), make("small", {}, modelLink(text(id)))))];
  },
  license: (row) => breakable(writtenOf(row) || declaredOf(row).map(declaredName).join(", ")),
  findings: (row) => {
    const counts = findingCounts(row), worst = [...new Set(findingsOf(row).sort((a, b) => b.severity - a.severity).filter((kind) => kind.severity > 0).map((kind) => kind.rule))];
    if (!row[FINDINGS].length) return [];
    const words = [2, 1, 0].filter((severity) => counts[severity]).map((severity) => (severity ? counted(counts[severity], SEVERITIES[severity]) : counted(counts[0], "note")));
    return [make("span", {}, words.join(", ")), worst.length ? make("small", { className: "soft" }, worst.slice(0, 3).join(", ") + (worst.length > 3 ? ", …" : "")) : null];
  },
  certainty: (row) => [certaintyOf(row)],
};

const columns = [
  { key: "model", label: "Model", of: (row) => nameOf(row).toLowerCase() },
  { key: "conclusion", label: "Conclusion", of: (row) => row[CONCLUSION] },
  { key: "base", label: "Base license", of: (row) => (row[BASES].length ? baseLicensesOf(row).join() : "~" + baseLicensesOf(row)) },
  { key: "license", label: "Declared license", of: (row) => (row[DECLARED].length ? declaredOf(row).join() : "~") },
  { key: "findings", label: "Findings", of: (row) => { const [infos, warnings, errors] = findingCounts(row); return -(errors * 1e8 + warnings * 1e4 + infos); } },
  { key: "certainty", label: "Certainty", of: (row) => gravest(row)?.certainty ?? 9 },
];

// The order of all rows by a column is made once.
const orders = new Map();
const orderBy = (column) => {
  if (!orders.has(column.key)) {
    const keys = rows.map(column.of), order = rows.map((_, at) => at);
    order.sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
    orders.set(column.key, order);
  }
  return orders.get(column.key);
};

// The numbers of the rows that fit a state, sorted.
const select = (state) => {
  const words = state.q.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const order = orderBy(columns.find((column) => column.key === state.sort));
  const fits = fitting(state.filter);
  const shown = order.filter((at) => fits(rows[at]) && words.every((word) => haystack(at).includes(word)));
  return state.down ? shown.reverse() : shown;
};

const lineOf = (at) => {
  const row = rows[at], id = "details-" + at;
  const open = make("button", { type: "button", className: "name", ariaExpanded: "false" }, ...breakable(nameOf(row)));
  const tr = make("tr", { role: "row" }, ...columns.map((column) => {
    const inner = cells[column.key](row, open).filter((part) => part !== null && part !== "");
    const set = { role: column.key === "model" ? "rowheader" : "cell", className: "of-" + column.key, "data-name": column.label };
    return make(column.key === "model" ? "th" : "td", column.key === "model" ? { ...set, scope: "row" } : set, ...(inner.length ? inner : [make("span", { className: "zero" }, "–")]));
  }));
  let opened = null;
  open.addEventListener("click", () => {
    if (opened) { opened.remove(); opened = null; } else { opened = details(row, id, columns.length); tr.after(opened); }
    open.ariaExpanded = String(opened !== null);
    if (opened) open.setAttribute("aria-controls", id); else open.removeAttribute("aria-controls");
  });
  return tr;
};
