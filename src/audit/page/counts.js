// The counts above the table. Each is a link whose address holds the filter that shows exactly these rows.

const address = (filter) => "#" + new URLSearchParams(filter).toString();
const countOf = (filter) => rows.filter(fitting(filter)).length;

const countLink = (count, filter) => {
  if (count === 0) return make("span", { className: "zero" }, "0");
  const words = Object.entries(filter).map(([key, value]) => `${facets[key].label} ${facets[key].name?.(value) ?? value}`);
  return make("a", { className: "count", href: address(filter), ariaLabel: `${counted(count, "model")}: ${words.join(", ")}` }, number.format(count));
};

const BARS = "http://www.w3.org/2000/svg";
// Shares as a bar; the numbers are next to it in words.
const bar = (shares, className) => {
  const svg = document.createElementNS(BARS, "svg");
  svg.setAttribute("class", "bar " + className);
  svg.setAttribute("aria-hidden", "true");
  let from = 0;
  for (const [kind, share] of shares) {
    const part = document.createElementNS(BARS, "rect");
    for (const [key, value] of [["class", kind], ["x", from + "%"], ["width", share + "%"], ["height", "100%"]]) part.setAttribute(key, value);
    svg.append(part);
    from += share;
  }
  return svg;
};
const conclusionBar = (counts, all, className) =>
  bar(facts.conclusions.map((words, at) => [slug(words), all ? 100 * counts[at] / all : 0]), className);

const panel = (title, note, className, inner) =>
  make("section", { className: "panel " + className }, make("h2", {}, title), note && make("p", { className: "soft" }, note),
    make("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: title }, inner));

const grid = (caption, heads, lines, className = "") => {
  const head = make("tr", {}, ...heads.map((one, at) => make("th", { scope: "col", className: at ? "number" : "" }, ...[one].flat())));
  return make("table", { className }, make("caption", { className: "hidden" }, caption), make("thead", {}, head), make("tbody", {}, ...lines));
};
const line = (name, cells, set = {}) =>
  make("tr", set, make("th", { scope: "row" }, ...[name].flat()), ...cells.map((cell) => make("td", { className: "number" }, ...[cell].flat())));

// Counts of rows by the values of a facet and by conclusion.
const byConclusion = (of) => {
  const counts = new Map();
  for (const row of rows) {
    for (const value of new Set(of(row))) {
      if (!counts.has(value)) counts.set(value, facts.conclusions.map(() => 0));
      counts.get(value)[row[CONCLUSION]] += 1;
    }
  }
  const total = (list) => list.reduce((sum, count) => sum + count, 0);
  return [...counts].map(([value, list]) => ({ value, list, all: total(list) }))
    .sort((a, b) => isRest(a.value) - isRest(b.value) || b.all - a.all || (a.value < b.value ? -1 : 1));
};
// What is not a license is below the licenses.
const isRest = (value) => [NONE, UNREAD, OTHERS].includes(value);

const shares = () => {
  const counts = facts.conclusions.map((words) => countOf({ conclusion: words }));
  const models = rows.filter(hasModel).length;
  const bound = rows.filter((row) => row[BASES].length).length;
  const comply = rows.filter((row) => row[BASES].length && conclusionOf(row) === "complies").length;
  const items = facts.conclusions.map((words, at) => make("li", { className: slug(words) },
    make("a", { href: address({ conclusion: words }) },
      make("b", {}, number.format(counts[at])), make("span", {}, words), make("small", {}, percent(counts[at], rows.length)))));
  return make("section", { ariaLabel: "Conclusions" },
    make("p", { className: "lead" }, bound === 0 ? "No model here is known to have a base license with duties."
      : `${counted(bound, "model")} of ${number.format(models)} ${bound === 1 ? "has" : "have"} a base license with duties. ${number.format(comply)} of them ${comply === 1 ? "complies" : "comply"}.`),
    conclusionBar(counts, rows.length, "all"), make("ul", { className: "shares" }, ...items));
};

// A table of values by conclusion; conclusions that no row has are left out.
const byValue = (title, note, key, groups, nameOf) => {
  const used = facts.conclusions.map((words, at) => ({ words, at })).filter(({ at }) => groups.some((group) => group.list[at] > 0));
  const lines = groups.map(({ value, list, all }) => line([nameOf(value), conclusionBar(list, all, "thin")],
    [countLink(all, { [key]: value }), ...used.map(({ words, at }) => countLink(list[at], { [key]: value, conclusion: words }))]));
  return panel(title, note, "", grid(title, [facets[key].label, "all", ...used.map(({ words }) => words)], lines, "stand"));
};

const families = () => byValue("By family of the base model", "Each name leads to the licensor's page.", "base", byConclusion(baseLicensesOf),
  (license) => licensorLink(license, baseName(license)));

const licenses = () => byValue("By declared license", null, "license",
  byConclusion((row) => declaredOf(row).map((license) => (ownLine.has(license) ? license : OTHERS))), (license) => make("span", {}, declaredName(license)));

// Which license models declare over which base.
const matrix = () => {
  const columns = [...ownLine, ...(declaredCounts.length > ownLine.size ? [OTHERS] : [])];
  const cells = new Map();
  for (const row of rows) {
    const declared = new Set(declaredOf(row).map((license) => (ownLine.has(license) ? license : OTHERS)));
    for (const base of new Set(baseLicensesOf(row))) {
      if (!cells.has(base)) cells.set(base, new Map());
      const of = cells.get(base);
      for (const license of declared) {
        if (!of.has(license)) of.set(license, facts.conclusions.map(() => 0));
        of.get(license)[row[CONCLUSION]] += 1;
      }
    }
  }
  const lines = byConclusion(baseLicensesOf).map(({ value: base }) => line(licensorLink(base, isRest(base) ? baseName(base) : licenseName(base)), columns.map((license) => {
    const list = cells.get(base).get(license);
    if (!list) return "";
    const all = list.reduce((sum, count) => sum + count, 0);
    return [countLink(all, { base, license }), conclusionBar(list, all, "thin")];
  })));
  return panel("Base license and declared license", "Rows: the license of the base model. Columns: what the model declares. The bar shows how many of them comply.", "wide",
    grid("Models by base license and declared license", ["Base license", ...columns.map((license) => declaredName(license))], lines, "matrix"));
};

const rules = () => {
  const counts = new Map();
  for (const row of rows) {
    for (const key of new Set(findingsOf(row).map((kind) => kind.rule + " " + kind.severity))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const names = [...new Set([...counts.keys()].map((key) => key.split(" ")[0]))];
  const of = (rule, severity) => counts.get(`${rule} ${severity}`) ?? 0;
  names.sort((a, b) => of(b, 2) - of(a, 2) || of(b, 1) - of(a, 1) || of(b, 0) - of(a, 0) || (a < b ? -1 : 1));
  if (!names.length) return null;
  const lines = names.map((rule) => line(ruleLink(rule), [2, 1, 0].map((severity) => countLink(of(rule, severity), { rule, severity: SEVERITIES[severity] }))));
  return panel("Findings", "Models with a finding of each rule. Each name leads to the page of the rule.", "", grid("Models by rule and severity", ["Rule", "error", "warning", "info"], lines));
};

// The base models with the most models on them.
const roots = () => {
  const top = tally((row) => row[BASES].flatMap((base) => base[2].map(text))).slice(0, 10);
  if (!top.length) return null;
  const lines = top.map(([model, count]) => line([modelLink(model), bar([["size", 100 * count / top[0][1]]], "thin")], [countLink(count, { model })]));
  return panel("Most used base models", "Each name leads to the model on the Hub.", "", grid("Models by base model", ["Base model", "models"], lines));
};

const overview = () => make("div", {}, shares(), make("div", { className: "panels" },
  ...[families(), licenses(), matrix(), rules(), roots()].filter((one) => one !== null)));
