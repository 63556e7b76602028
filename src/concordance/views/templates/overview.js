// The overview: how far the two sides agree, and questions that the list answers directly.

/** Each kind of difference with its own count; entries for groups are counted separately. */
function kindsPart(counts) {
  const pairs = PAIR_KINDS.slice(0, -1).reduce((sum, kind) => sum + (counts[kind] || 0), 0);
  const lines = PAIR_KINDS.filter((kind) => counts[kind]).map((kind) =>
    el(
      "li",
      { class: kind === "groups" ? "apart" : null },
      el("span", { class: "key " + kind, "aria-hidden": "true" }),
      el("a", { href: listAddress({ kind }) }, t("kind." + kind)),
      " ",
      el("b", {}, number(counts[kind])),
    ),
  );
  return el("section", { class: "kinds" }, el("h2", {}, t("overview.kinds", { n: number(pairs) })), el("ul", {}, lines));
}

function questionsPart() {
  const questions = [
    ["birds", { class: "Aves", kind: "genus" }],
    ["names", { flag: "name_differs", relation: "congruent", unit: "animal" }],
    ["rank", { kind: "rank" }],
    ["concept", { flag: "same_name_different_concept" }],
    ["gap", { flag: "listing_gap" }],
    ["appendix", { flag: "appendix_differs", relation: "congruent", unit: "animal" }],
    ["groups", { unit: "group" }],
    ["review", { status: "needs_review" }],
  ];
  const lines = questions.map(([key, filters]) => {
    const n = [...KIND.keys()].filter((row) => fits(row, filters)).length;
    return n > 0 && el("li", {}, el("a", { href: listAddress(filters) }, t("question." + key)), ` (${number(n)})`);
  });
  return el("section", { class: "questions" }, el("h2", {}, t("overview.questions")), el("ul", {}, lines));
}

/** Taxa that only one side names; entries for groups are counted separately from animals. */
function singlesNote() {
  const count = (kind, group) => number(KIND.filter((one, row) => one === kind && IS_GROUP[row] === group).length);
  const words = IS_WHOLE ? "overview.single" : "overview.single.any";
  const lines = KEYS.map((side) => t(words, { side: SIDES[side], n: count(side, false), groups: count(side, true) }));
  return el("p", { class: "note" }, lines.join(" "));
}

function overview() {
  const counts = Object.fromEntries(tally(KIND));
  const pairs = PAIR_KINDS.slice(0, -1).reduce((sum, kind) => sum + (counts[kind] || 0), 0);
  const figures = DATA.score.filter((row) => row.group === "all" && row.score !== null);
  const waiting = col("status").filter((status) => status === "needs_review").length;
  const tile = (value, label, address, more) =>
    el("li", { class: "tile" }, el("span", { class: "value" }, address ? el("a", { href: address }, value) : value), el("span", {}, label), more && el("span", { class: "faint" }, more));
  return el(
    "div",
    { class: "overview" },
    el("h1", { tabindex: "-1" }, t("title")),
    el(
      "ul",
      { class: "tiles" },
      tile(number(pairs), t(IS_WHOLE ? "overview.pairs" : "overview.pairs.any"), null, counts.groups && t("overview.pairs.groups", { n: number(counts.groups) })),
      figures.map((row) => tile(share(row.score, 1), t("figure." + row.figure), null, t(row.not_comparable ? "overview.of" : "overview.of.all", { n: number(row.agree), total: number(row.comparable), rest: share(row.not_comparable) }))),
      DATA.agenda.length > 0 && tile(number(DATA.agenda.length), t("overview.agenda"), "#/agenda"),
      tile(number(waiting), t("overview.review"), listAddress({ status: "needs_review" })),
    ),
    singlesNote(),
    IS_WHOLE
      ? [el("div", { class: "two" }, kindsPart(counts), questionsPart()), classesFigure(), el("div", { class: "two" }, scoreFigure(), actionsFigure())]
      : relationsFigure(),
  );
}
