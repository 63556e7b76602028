// The sentences of the package in the language of the page. A sentence is parsed with its English
// pattern and rewritten with that of the language; if no pattern matches, it stays in English.

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** The expressions of the gaps of a pattern; any other gap accepts any text. */
const LABEL = () => `(${[SIDES.left, SIDES.right].map(escaped).join("|")})`;
const GAPS = {
  side: LABEL,
  label: LABEL,
  n: () => "(\\d+)",
  year: () => "(\\d{4})",
  appendix: () => "([IV]+(?:\\|[IV]+)*)",
  latin: () => "(\\p{Lu}[\\p{L}-]+(?: [\\p{Ll}-]+)+)",
};
const gapType = (gap) => gap.replace(/\d+$/, "");

/** The patterns of each group: the key of the words, the expression and the names of its gaps. */
const PATTERNS = lazy(() => {
  const found = {};
  for (const key of Object.keys(WORDS)) {
    const [, group] = /^say\.(\w+)\./.exec(key) || [];
    if (!group) continue;
    const gaps = [];
    const parts = WORDS[key][0].split(/\{(\w+)\}/).map((piece, i) => {
      if (!(i % 2)) return escaped(piece);
      gaps.push(piece);
      return (GAPS[gapType(piece)] || (() => "(.+?)"))();
    });
    (found[group] ||= []).push({ key, gaps, expression: new RegExp(`^${parts.join("")}$`, "u") });
  }
  // the pattern with the most literal text comes first: others might match its sentences too
  const literal = ({ key }) => WORDS[key][0].replace(/\{\w+\}/g, "").length;
  for (const patterns of Object.values(found)) patterns.sort((a, b) => literal(b) - literal(a));
  return found;
});

/** A text split at a separator, with each part parsed by a group. */
function severally(text, sign, group) {
  const parts = text.split(sign).map((part) => reading(part, group));
  if (parts.some((part) => part === undefined || part === null)) return null;
  return parts.flatMap((part, i) => [i ? semicolon() : "", part]);
}

/** The text of a gap in the language of the page; null if it cannot be parsed. */
const FILLED = {
  side: (text) => t("the." + text),
  label: (text) => text,
  n: (text) => number(Number(text)),
  year: (text) => text,
  name: (text) => latin(text),
  latin: (text) => latin(text),
  names: (text) => {
    const [, list, more] = /^(.*?)(?: and (\d+) more)?$/.exec(text);
    return [list.split(", ").map((name, i) => [i ? ", " : "", latin(name)]), more ? " " + t("say.pair.more", { n: number(Number(more)) }) : ""];
  },
  verbatim: (text) => text,
  reference: (text) => text,
  appendix: (text) => (state.language === "en" ? text : text.replaceAll("|", ", ")),
  source: (text) => severally(text, "; ", "source"),
  one: (text) => reading(text, "one") ?? compiled(text),
  case: (text) => reading(text, "case") ?? compiled(text),
  pairs: (text) => severally(text, "; ", "pair"),
  parts: (text) => severally(text, /(?<=\)); /, "part"),
};

/** A text parsed by a group of patterns: nodes in the language of the page, or null. */
function reading(text, group) {
  for (const { key, gaps, expression } of PATTERNS()[group] || []) {
    const found = expression.exec(text);
    if (!found) continue;
    const filled = new Map();
    for (const [i, gap] of gaps.entries()) {
      const fill = FILLED[gapType(gap)] || ((part) => reading(part, gapType(gap)));
      filled.set(gap, fill(found[i + 1]));
    }
    if ([...filled.values()].some((part) => part === null || part === undefined)) continue;
    return WORDS[key][LANGUAGES.indexOf(state.language)].split(/\{(\w+)\}/).map((piece, i) => (i % 2 ? filled.get(piece) : piece));
  }
  return null;
}

/** A sentence of the package: its nodes in the language of the page, or the English text. */
function said(text, group = "sentence") {
  const nodes = reading(text, group)?.flat(Infinity).filter((node) => node !== "");
  if (!nodes) return compiled(text);
  if (group !== "agenda" && typeof nodes[0] === "string") nodes[0] = nodes[0][0].toUpperCase() + nodes[0].slice(1);
  return el("span", {}, nodes);
}

/** The grounds of a relation: a sentence of its rule, or titles of sources, which are in English. */
function grounds(text) {
  if (reading(text, "sentence")) return said(text);
  return el("span", {}, reading(text, "ground") ?? FILLED.source(text.replaceAll("|", "; ")));
}
