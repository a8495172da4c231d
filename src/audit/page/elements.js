// Elements: text is only ever set as text.

const make = (name, set = {}, ...inner) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(set)) {
    if (value === undefined || value === null || value === false) continue;
    if (key in element) element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...inner.filter((part) => part !== null));
  return element;
};

const number = new Intl.NumberFormat("en");
const percent = (count, all) => (all === 0 ? "0 %" : `${(100 * count / all).toFixed(1)} %`);
const counted = (count, noun) => `${number.format(count)} ${noun}${count === 1 ? "" : "s"}`;
const slug = (words) => words.replaceAll(" ", "-");

// Long names break after their signs and not inside words.
const breakable = (name) => name.split(/(?<=[/_])(?=\w)/).flatMap((part, at) => (at ? [make("wbr"), part] : [part]));

// Words of ours, in which only the addresses of licensors are links.
const plainWords = (words) => words.split(/(https?:\/\/\S*[\w/])/).flatMap((part, at) => {
  if (at % 2 === 0) return [part];
  return licensors.has(part) ? [outward(part, null, ...breakable(part))] : breakable(part);
});
const licensors = new Set(Object.values(facts.licenses).map((license) => license[2]));

// Our sentences have code between back-ticks. A back-tick between two letters, or next to another one, is part of a piece.
const prose = (sentence) => {
  const parts = [];
  let from = 0;
  for (const piece of sentence.matchAll(/(?<![\w`\u0080-\uffff])`([^]+?)`(?![\w`\u0080-\uffff])/g)) {
    parts.push(...plainWords(sentence.slice(from, piece.index)), make("code", {}, ...breakable(piece[1])));
    from = piece.index + piece[0].length;
  }
  return [...parts, ...plainWords(sentence.slice(from))];
};

// A link to another site; `address` is made of addresses of our own and encoded parts.
const outward = (address, title, ...inner) =>
  make("a", { href: address, target: "_blank", rel: "noopener noreferrer", className: "out", title }, ...inner);

const encoded = (path) => path.split("/").map(encodeURIComponent).join("/");
const isHubId = (id) => /^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(id);
const hubPage = (id) => HUB_PAGE + encoded(id);
const modelLink = (id) => (isHubId(id) ? outward(hubPage(id), null, ...breakable(id)) : make("span", {}, ...breakable(id)));

// A place in a file; with a link where the repository is on the Hub.
const place = (row, path, line) => {
  const shown = breakable(path + (line ? ":" + line : ""));
  const id = hubOf(row);
  if (!id || !isHubId(id) || !path) return make("span", {}, ...shown);
  return outward(`${hubPage(id)}/blob/main/${encoded(path)}?code=true${line ? "#L" + line : ""}`, null, ...shown);
};

const licensorLink = (license, ...inner) =>
  Object.hasOwn(facts.licenses, license)
    ? outward(facts.licenses[license][2], `${licenseName(license)}: the licensor's page`, ...inner)
    : make("span", {}, ...inner);

const ruleLink = (rule) => outward(`${facts.rules}#${encodeURIComponent(rule)}`, null, rule);

const tag = (words, kind) => make("span", { className: "tag " + kind }, words);
const conclusionTag = (words) => tag(words, slug(words));
