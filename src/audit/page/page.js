"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const PAGE = 50, VERDICTS = ["pass", "warn", "fail"], SEVERITIES = ["info", "warning", "error"];
  const rows = read("rows"), kinds = read("kinds");
  const make = (name, set = {}, ...inner) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(set)) {
      if (key in element && key !== "list") element[key] = value; else element.setAttribute(key, value);
    }
    element.append(...inner);
    return element;
  };
  const kind = (found) => typeof found[0] === "number" ? kinds[found[0]] : found[0];
  const families = (row) => row[3].map(([family, sure]) => family + (sure ? "" : "?")).join(", ");
  const columns = [
    { name: "Model", of: (row) => row[0].toLowerCase() },
    { name: "Verdict", of: (row) => -row[1] },
    { name: "Declared license", of: (row) => row[2].join(", ") },
    { name: "Descends from", of: families },
    { name: "Findings", of: (row) => -row[4].length, number: true },
  ];
  const state = { text: "", verdict: "", family: "", license: "", rule: "", column: 1, up: true, page: 0 };
  let shown = rows;

  const count = (of) => {
    const counts = new Map();
    for (const row of rows) for (const value of new Set(of(row))) counts.set(value, (counts.get(value) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  };
  const rules = (row) => row[4].map((found) => kind(found)[0]);
  const filters = [
    { key: "verdict", label: "Verdict", values: [["fail", 0], ["warn", 0], ["pass", 0]], of: (row) => [VERDICTS[row[1]]] },
    { key: "family", label: "Descends from", values: count((row) => row[3].map((one) => one[0])), of: (row) => row[3].map((one) => one[0]) },
    { key: "license", label: "Declared license", values: count((row) => row[2]).slice(0, 200), of: (row) => row[2] },
    { key: "rule", label: "Finding", values: count(rules), of: rules },
  ];

  const update = () => {
    const text = state.text.toLowerCase(), active = filters.filter((filter) => state[filter.key] !== "");
    shown = rows.filter((row) => (text === "" || row[0].toLowerCase().includes(text))
      && active.every((filter) => filter.of(row).includes(state[filter.key])));
    const of = columns[state.column].of, way = state.up ? 1 : -1;
    const keyed = shown.map((row, at) => [of(row), at, row]);
    keyed.sort((a, b) => a[0] < b[0] ? -way : a[0] > b[0] ? way : a[1] - b[1]);
    shown = keyed.map((one) => one[2]);
    state.page = 0;
    draw();
  };

  const details = (row) => {
    const cell = make("td", { colSpan: columns.length });
    for (const [family, sure, via] of row[3]) {
      const way = via.length ? ": " + [row[0], ...via].join(" ← ") : "";
      cell.append(make("p", {}, (sure ? "Descends from " : "May descend from ") + family + way));
    }
    if (row[5]) cell.append(make("p", {}, row[5]));
    const list = make("ul");
    for (const found of row[4]) {
      const [rule, severity, clause, message, help] = kind(found);
      const place = found[1] + (found[2] ? ":" + found[2] : "");
      list.append(make("li", {},
        make("p", {}, make("span", { className: "tag " + ["info", "warn", "fail"][severity] }, SEVERITIES[severity]), " ", make("code", {}, rule), " ", message),
        make("p", { className: "soft" }, place + " · " + clause),
        make("div", { className: "help" }, help)));
    }
    cell.append(row[4].length ? list : make("p", { className: "soft" }, "Nothing was found."));
    return make("tr", { className: "details" }, cell);
  };

  const body = make("tbody"), told = make("span", { role: "status" });
  const back = make("button", { type: "button" }, "Previous"), on = make("button", { type: "button" }, "Next");
  const draw = () => {
    const from = state.page * PAGE, part = shown.slice(from, from + PAGE);
    body.replaceChildren(...part.map((row) => {
      const name = make("button", { type: "button", className: "name" }, row[0]);
      name.setAttribute("aria-expanded", "false");
      const line = make("tr", {}, make("td", {}, name),
        make("td", {}, make("span", { className: "tag " + VERDICTS[row[1]] }, VERDICTS[row[1]])),
        make("td", { "data-name": columns[2].name }, row[2].join(", ") || "none"),
        make("td", { "data-name": columns[3].name }, families(row) || "–"),
        make("td", { "data-name": columns[4].name, className: "number" }, String(row[4].length)));
      let open = null;
      name.addEventListener("click", () => {
        if (open) { open.remove(); open = null; } else { open = details(row); line.after(open); }
        name.setAttribute("aria-expanded", String(open !== null));
      });
      return line;
    }));
    told.textContent = shown.length === 0 ? "No model fits."
      : `${from + 1} to ${from + part.length} of ${shown.length}` + (shown.length < rows.length ? ` (${rows.length} in all)` : "");
    back.disabled = state.page === 0;
    on.disabled = from + PAGE >= shown.length;
  };
  const turn = (by) => { state.page += by; draw(); };
  back.addEventListener("click", () => turn(-1));
  on.addEventListener("click", () => turn(1));

  const fields = make("div", { className: "filters", role: "search" });
  const search = make("input", { type: "search" });
  search.addEventListener("input", () => { state.text = search.value.trim(); update(); });
  fields.append(make("label", {}, "Name", search));
  for (const filter of filters) {
    const select = make("select", {}, make("option", { value: "" }, "all"));
    for (const [value, number] of filter.values) {
      const short = value.length > 40 ? value.slice(0, 40) + "…" : value;
      select.append(make("option", { value }, number ? `${short} (${number})` : short));
    }
    select.addEventListener("change", () => { state[filter.key] = select.value; update(); });
    fields.append(make("label", {}, filter.label, select));
  }

  const heads = columns.map((column, at) => {
    const sort = make("button", { type: "button" }, column.name);
    const head = make("th", { scope: "col", className: column.number ? "number" : "" }, sort);
    sort.addEventListener("click", () => {
      state.up = state.column === at ? !state.up : true;
      state.column = at;
      mark();
      update();
    });
    return head;
  });
  const mark = () => heads.forEach((head, at) => {
    const sorted = at === state.column;
    if (sorted) head.setAttribute("aria-sort", state.up ? "ascending" : "descending"); else head.removeAttribute("aria-sort");
    head.firstChild.textContent = columns[at].name + (sorted ? (state.up ? " ↑" : " ↓") : "");
  });
  mark();

  // How many models descend from each root, by the way that the descent was found.
  const roots = count((row) => row[3].filter((one) => one[1] && one[2].length).map((one) => one[2][one[2].length - 1])).slice(0, 10);
  if (roots.length) {
    const drawn = make("tbody");
    for (const [root, size] of roots) {
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "svg"), part = document.createElementNS(bar.namespaceURI, "rect");
      bar.setAttribute("class", "bar thin");
      bar.setAttribute("aria-hidden", "true");
      part.setAttribute("class", "size");
      part.setAttribute("height", "100%");
      part.setAttribute("width", `${100 * size / roots[0][1]}%`);
      bar.append(part);
      drawn.append(make("tr", {}, make("td", {}, root), make("td", { className: "size" }, bar), make("td", { className: "number" }, String(size))));
    }
    const panel = make("section", { className: "panel wide" }, make("h2", {}, "Largest family trees"),
      make("table", {}, make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Root"), make("th", { ariaHidden: "true" }), make("th", { scope: "col", className: "number" }, "Models"))), drawn));
    document.querySelector(".panels").append(panel);
  }
  document.getElementById("table").append(fields,
    make("table", { className: "models" }, make("thead", {}, make("tr", {}, ...heads)), body),
    make("nav", { className: "pages", ariaLabel: "Pages" }, told, back, on));
  update();
})();
