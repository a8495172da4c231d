// The page: the address holds the filter, the table shows what matches it.

const initial = () => ({ q: "", filter: {}, sort: "conclusion", down: false, page: 0 });

const stateOf = (hash) => {
  const state = initial();
  for (const [key, value] of new URLSearchParams(hash.replace(/^#/, ""))) {
    if (Object.hasOwn(facets, key)) state.filter[key] = value;
    else if (key === "q") state.q = value;
    else if (key === "page") state.page = Math.max(0, Math.floor(Number(value) || 1) - 1);
    else if (key === "sort") {
      state.down = value.startsWith("-");
      const named = value.replace(/^-/, "");
      if (columns.some((column) => column.key === named)) state.sort = named;
    }
  }
  return state;
};
const hashOf = (state) => {
  const set = new URLSearchParams(state.filter), sort = (state.down ? "-" : "") + state.sort;
  if (state.q) set.set("q", state.q);
  if (sort !== initial().sort) set.set("sort", sort);
  if (state.page) set.set("page", String(state.page + 1));
  return "#" + set.toString();
};

// What the rows are: repositories without a model have one too.
const noun = rows.every(hasModel) ? "model" : "row";

let state = stateOf(location.hash), shown = [];
const go = (change, isTyped = false) => {
  state = { ...state, page: 0, ...change };
  history[isTyped ? "replaceState" : "pushState"](null, "", hashOf(state));
  draw();
};

// The filters.
const search = make("input", { type: "search", id: "search", autocomplete: "off", placeholder: "model, base model or license" });
let waits = 0;
search.addEventListener("input", () => {
  clearTimeout(waits);
  waits = setTimeout(() => go({ q: search.value.trim() }, true), 120);
});
const selects = Object.entries(facets).filter(([key]) => key !== "model").map(([key, facet]) => {
  const select = make("select", {}, make("option", { value: "" }, "all"));
  for (const value of facet.values()) {
    const name = facet.name?.(value) ?? value;
    select.append(make("option", { value }, name.length > 40 ? name.slice(0, 40) + "…" : name));
  }
  select.addEventListener("change", () => {
    const { [key]: _, ...others } = state.filter;
    go({ filter: select.value === "" ? others : { ...others, [key]: select.value } });
  });
  return { key, select, label: make("label", {}, facet.label, select) };
});
const filters = make("div", { className: "filters", role: "search", ariaLabel: "Filter the table" }, make("label", { className: "long" }, "Search", search), ...selects.map(({ label }) => label));

const told = make("p", { className: "told", role: "status" }), chips = make("ul", { className: "chips", ariaLabel: "Filters that are set" });
const chip = (words, without) => make("li", {}, make("a", { href: hashOf({ ...state, page: 0, ...without }), ariaLabel: `Remove: ${words}` }, words, make("span", { ariaHidden: "true" }, " ×")));
const drawChips = () => {
  const set = Object.entries(state.filter).map(([key, value]) => {
    const { [key]: _, ...others } = state.filter;
    return chip(`${facets[key].label}: ${facets[key].name?.(value) ?? value}`, { filter: others });
  });
  if (state.q) set.push(chip(`Search: ${state.q}`, { q: "" }));
  if (set.length > 1) set.push(chip("Clear all", { filter: {}, q: "" }));
  chips.replaceChildren(...set);
};

// The table.
const heads = columns.map((column) => {
  const sort = make("button", { type: "button" }, column.label);
  sort.addEventListener("click", () => go({ sort: column.key, down: state.sort === column.key && !state.down }));
  return make("th", { scope: "col", role: "columnheader", className: "of-" + column.key }, sort);
});
const body = make("tbody", { role: "rowgroup" });
const table = make("table", { className: "models", role: "table", ariaLabel: "Models" },
  make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)), body);
const back = make("button", { type: "button" }, "Previous"), on = make("button", { type: "button" }, "Next"), range = make("span");
back.addEventListener("click", () => go({ page: state.page - 1 }));
on.addEventListener("click", () => go({ page: state.page + 1 }));
const saved = ["csv", "json"].map((kind) => {
  const button = make("button", { type: "button" }, `Download ${kind.toUpperCase()}`);
  button.addEventListener("click", () => download(shown, kind));
  return button;
});

const drawRows = (from, to) => {
  body.replaceChildren(...shown.slice(from, to).map(lineOf));
  range.textContent = shown.length ? `${number.format(from + 1)} to ${number.format(Math.min(to, shown.length))} of ${number.format(shown.length)}` : "";
};
const drawPage = () => {
  state.page = Math.min(state.page, Math.max(0, Math.ceil(shown.length / PAGE) - 1));
  drawRows(state.page * PAGE, (state.page + 1) * PAGE);
};
const draw = () => {
  shown = select(state);
  drawChips();
  if (document.activeElement !== search) search.value = state.q;
  for (const { key, select } of selects) {
    const value = state.filter[key] ?? "";
    // A shared address may hold a value that this page has not.
    if (![...select.options].some((option) => option.value === value)) select.append(make("option", { value }, facets[key].name?.(value) ?? value));
    select.value = value;
  }
  heads.forEach((head, at) => {
    const isSorted = columns[at].key === state.sort;
    head.ariaSort = isSorted ? (state.down ? "descending" : "ascending") : null;
  });
  told.textContent = shown.length === 0 ? "No model matches." : shown.length === rows.length ? counted(rows.length, noun) : `${number.format(shown.length)} of ${counted(rows.length, noun)}`;
  saved.forEach((button) => { button.disabled = shown.length === 0; });
  drawPage();
  back.disabled = state.page === 0;
  on.disabled = (state.page + 1) * PAGE >= shown.length;
};

const title = make("h2", { id: "models", tabIndex: -1 }, "Models");
addEventListener("hashchange", () => { state = stateOf(location.hash); draw(); });
// A count leads to the rows that it counts.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href^='#']");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const isCount = !filters.parentElement.contains(link);
  // The rows are drawn by `hashchange`, which comes later.
  if (isCount) setTimeout(() => { title.scrollIntoView(); title.focus({ preventScroll: true }); });
});
addEventListener("beforeprint", () => drawRows(0, PRINTED));
addEventListener("afterprint", drawPage);

// By keyboard, the counts need not be passed one by one.
const skip = make("button", { type: "button", className: "hidden" }, "Skip to the table");
skip.addEventListener("click", () => { title.scrollIntoView(); search.focus({ preventScroll: true }); });

document.getElementById("page").replaceChildren(skip, overview(), make("section", { ariaLabel: "Models" }, title, filters,
  make("div", { className: "found" }, told, chips, make("div", { className: "saved" }, ...saved)), table,
  make("nav", { className: "pages", ariaLabel: "Pages" }, range, back, on)));
draw();
