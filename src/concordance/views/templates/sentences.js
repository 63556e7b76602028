// The sentences of the package in the language of the page. A sentence is read with its English
// pattern and said again with that of the language; one that no pattern reads stays in English.

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** How a gap of a pattern is recognised; any other gap takes what stands there. */
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
  // the pattern with the most words of its own first: one with fewer would take it in
  const literal = ({ key }) => WORDS[key][0].replace(/\{\w+\}/g, "").length;
  for (const patterns of Object.values(found)) patterns.sort((a, b) => literal(b) - literal(a));
  return found;
});

/** A text between two signs, each part read by a group. */
function severally(text, sign, group) {
  const parts = text.split(sign).map((part) => reading(part, group));
  if (parts.some((part) => part === undefined || part === null)) return null;
  return parts.flatMap((part, i) => [i ? semicolon() : "", part]);
}

/** What stands in a gap, in the language of the page; null where it cannot be read. */
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

/** A text as a group of patterns reads it: nodes in the language of the page, or null. */
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

/** A sentence of the package: its nodes in the language of the page, else the English text. */
function said(text, group = "sentence") {
  const nodes = reading(text, group)?.flat(Infinity).filter((node) => node !== "");
  if (!nodes) return compiled(text);
  if (group !== "agenda" && typeof nodes[0] === "string") nodes[0] = nodes[0][0].toUpperCase() + nodes[0].slice(1);
  return el("span", {}, nodes);
}

/** On what a relation rests: a sentence of its rule, or titles of sources, which are in English. */
function grounds(text) {
  if (reading(text, "sentence")) return said(text);
  return el("span", {}, reading(text, "ground") ?? FILLED.source(text.replaceAll("|", "; ")));
}
