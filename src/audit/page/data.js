"use strict";
// The data of the page, and what a row is asked for. Every text in it comes from strangers: it is only ever made text.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const rows = read("rows"), texts = read("texts"), kinds = read("kinds"), facts = read("facts");

// What a row holds, in the order in which the program writes it.
const NAME = 0, PATH = 1, HUB = 2, CONCLUSION = 3, DECLARED = 4, WRITTEN = 5, BASES = 6, UNKNOWN = 7, FINDINGS = 8, NOTE = 9, REASON = 10, PROOF = 11;

const SEVERITIES = ["info", "warning", "error"];
const LINEAGES = ["possibly derived", "derived"];
const NONE = "(none)", UNREAD = "(unknown)", OTHERS = "(others)", UNLISTED = "(unlisted)";
const HUB_PAGE = "https://huggingface.co/";

const text = (value) => (typeof value === "number" ? texts[value] : value);
const kindOf = (found) => {
  const kind = typeof found[0] === "number" ? kinds[found[0]] : found[0];
  const [rule, severity, certainty, license, clause, headline, details, steps, verbatim] = kind;
  return { rule, severity, certainty, license, clause, headline, details, steps, verbatim };
};
const pathOf = (row) => text(row[PATH]);
const nameOf = (row) => (pathOf(row) === "." || pathOf(row) === "" ? row[NAME] : row[NAME] + "/" + pathOf(row));
const hubOf = (row) => (row[HUB] === 1 ? row[NAME] : row[HUB] || null);
const conclusionOf = (row) => facts.conclusions[row[CONCLUSION]];
const findingsOf = (row) => row[FINDINGS].map(kindOf);
const basesOf = (row) => row[BASES].map(([license, isCertain, via, evidence]) =>
  ({ license: text(license), isCertain: isCertain === 1, via: via.map(text), evidence: evidence.map(proofOf) }));
const proofOf = ([source, strength, speaksFor, path, line, words]) =>
  ({ source: text(source), strength: text(strength), speaksFor: speaksFor === 1, path: text(path), line, words });
const writtenOf = (row) => (row[WRITTEN] === null ? "" : text(row[WRITTEN]));
// A repository without a model has a row, and neither a declared license nor a base.
const hasModel = (row) => pathOf(row) !== "";
const declaredOf = (row) => (row[DECLARED].length ? row[DECLARED].map(text) : hasModel(row) ? [NONE] : []);
const baseLicensesOf = (row) =>
  row[BASES].length ? row[BASES].map((base) => text(base[0])) : row[UNKNOWN].length ? [UNREAD] : hasModel(row) ? [NONE] : [];
const baseModelsOf = (row) => [...new Set([...row[BASES].flatMap((base) => base[2]), ...row[UNKNOWN]].map(text))];

const reasonOf = (row) => text(row[REASON]);
const metOf = (row) => row[PROOF].map(([kind, license, path, line, detail]) => ({ kind: text(kind), license: text(license), path: text(path), line, detail }));

// The gravest finding that is more than a note says how sure the conclusion is.
const gravest = (row) => {
  let worst = null;
  for (const found of row[FINDINGS]) {
    const kind = kindOf(found);
    if (kind.severity > 0 && (!worst || kind.severity > worst.severity || (kind.severity === worst.severity && kind.certainty < worst.certainty))) worst = kind;
  }
  return worst;
};
const certaintyOf = (row) => {
  const worst = gravest(row);
  return worst ? facts.certainties[worst.certainty] : "";
};

const licenseName = (license) => (Object.hasOwn(facts.licenses, license) ? facts.licenses[license][1] : license);
const baseName = (license) => {
  if (license === NONE) return "No base license with duties";
  if (license === UNREAD) return "Base unknown";
  return (Object.hasOwn(facts.licenses, license) && facts.licenses[license][0]) || licenseName(license);
};
const declaredName = (license) =>
  ({ [NONE]: "none declared", [UNLISTED]: "not a known identifier", [OTHERS]: "all others" })[license] ?? license;

// How often each value is in the rows, the most frequent first.
const tally = (of) => {
  const counts = new Map();
  for (const row of rows) for (const value of new Set(of(row))) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
};

// The declared licenses that have a line of their own; the rest shares one.
const SHOWN_LICENSES = 12;
const declaredCounts = tally(declaredOf);
const ownLine = new Set(declaredCounts.slice(0, declaredCounts.length > SHOWN_LICENSES + 1 ? SHOWN_LICENSES : declaredCounts.length).map(([license]) => license));

// What rows can be filtered by. Facets of one group hold for one and the same base, or one and the same finding.
const facets = {
  conclusion: { label: "Conclusion", group: "row", is: (row, value) => conclusionOf(row) === value, values: () => facts.conclusions },
  base: { label: "Base license", group: "base", is: (base, value) => base.license === value, values: () => tally(baseLicensesOf).map(([value]) => value), name: baseName },
  lineage: { label: "Lineage", group: "base", is: (base, value) => base.lineage === value, values: () => [...LINEAGES].reverse() },
  model: { label: "Base model", group: "base", is: (base, value) => base.via().includes(value), values: () => [] },
  license: { label: "Declared license", group: "row", is: (row, value) => (value === OTHERS ? declaredOf(row).some((license) => !ownLine.has(license)) : declaredOf(row).includes(value)), values: () => declaredCounts.map(([value]) => value), name: declaredName },
  rule: { label: "Rule", group: "finding", is: (kind, value) => kind.rule === value, values: () => tally((row) => findingsOf(row).map((kind) => kind.rule)).map(([value]) => value) },
  severity: { label: "Severity", group: "finding", is: (kind, value) => SEVERITIES[kind.severity] === value, values: () => [...SEVERITIES].reverse() },
  certainty: { label: "Certainty", group: "row", is: (row, value) => certaintyOf(row) === value, values: () => facts.certainties },
};

const members = {
  row: (row) => [row],
  base: (row) => row[BASES].length
    ? row[BASES].map((base) => ({ license: text(base[0]), lineage: LINEAGES[base[1]], via: () => base[2].map(text) }))
    : baseLicensesOf(row).map((license) => ({ license, lineage: "", via: () => row[UNKNOWN].map(text) })),
  finding: findingsOf,
};

// What asks of a row whether it matches every facet that is set.
const fitting = (filter) => {
  const asked = Object.keys(members).map((group) => [members[group], Object.entries(filter).filter(([key]) => facets[key].group === group)]).filter(([, wanted]) => wanted.length);
  return (row) => asked.every(([of, wanted]) => of(row).some((member) => wanted.every(([key, value]) => facets[key].is(member, value))));
};

// What a search looks through, made at the first search.
let haystacks = null;
const haystack = (at) => {
  haystacks ??= rows.map((row) => [nameOf(row), writtenOf(row), ...declaredOf(row), ...baseLicensesOf(row), ...baseModelsOf(row)].join("\n").toLowerCase());
  return haystacks[at];
};
