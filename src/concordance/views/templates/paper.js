// One animal on one sheet of paper: the same facts in compact form, with as many names as fit.

/** Sizes of type (points) and how many names, pairs and countries are printed, until the sheet is full. */
const FITS = [[9, Infinity], [8.5, Infinity], [8, Infinity], [8, 60], [8, 30], [7.5, 24], [7.5, 12], [7, 8], [7, 4], [6.5, 2], [6, 1]];
/** What an A4 sheet and a Letter sheet both have room for between the margins, in pixels of CSS. */
const SHEET = { width: 686, height: 895 };

/** Items in a row of text, the first `most` of them. */
function runIn(items, most) {
  const shown = items.slice(0, most);
  const more = items.length - shown.length;
  return [shown.map((item, i) => [i ? semicolon() : "", item]), more > 0 && ` ${t("say.pair.more", { n: number(more) })}`];
}

function sheetNames(row) {
  const found = new Map();
  for (const side of [0, 1])
    for (const use of NAMES()[side].get(sided(side, "id")[row]) || []) {
      if (!found.has(use.name)) found.set(use.name, { use, kinds: new Set() });
      found.get(use.name).kinds.add(use.kind);
    }
  const rank = ({ kinds }) => ["accepted", "former_listing_name"].findIndex((kind) => kinds.has(kind)) >>> 0;
  const sorted = [...found.values()].sort((a, b) => rank(a) - rank(b) || (a.use.name < b.use.name ? -1 : 1));
  return sorted.map(({ use }) => [latin(use.name), use.authorship ? ` ${use.authorship}` : ""]);
}

/** The rows that share a taxon with this one, as text. */
function sheetKin(row) {
  return kin(row)
    .filter((other) => other !== row)
    .map((other) => [titleNodes(other), ` (${t("relation." + col("relation")[other])})`]);
}

function sheetFacts(row, most) {
  const line = (name, items) => items.length > 0 && el("p", {}, el("b", {}, name, colon()), runIn(items, most));
  const named = ["en", "fr", "es"].map((language) => [language, col("common_name_" + language)[row]]).filter(([, name]) => name);
  const spoken = named.filter(([, name], i) => named.findIndex((other) => other[1] === name) === i);
  const countries = split(col("range_countries")[row]).map(countryName).sort((a, b) => a.localeCompare(b, state.language));
  const legal = [
    ...DATA.keys.map((key, side) => [t("field.reservations", { side: SIDES[KEYS[side]] }), split(col(key + "_reservations")[row]).map(compiled)]),
    [t("field.instruments"), split(col("instruments")[row]).map(compiled)],
    [t("field.eu_annexes"), split(col("eu_annexes")[row])],
  ];
  return [
    line(t("animal.names"), sheetNames(row)),
    line(t("animal.common"), spoken.map(([language, name]) => el("span", { lang: language }, name))),
    line(t("animal.ranges"), countries),
    col("conservation_status")[row] && el("p", {}, el("b", {}, t("animal.redlist"), colon()), col("conservation_status")[row]),
    legal.map(([name, items]) => line(name, items)),
  ];
}

/** The sheet of one animal. */
function animalSheet(row, most) {
  const flags = FLAGS[row].map((flag) => t("flag." + flag)).join(", ");
  const action = col("recommended_action")[row];
  const placed = [col("class")[row], col("order")[row], col("family")[row]].filter(Boolean);
  const sides = spansOf(row).map((spans) => spans.slice(-Math.min(spans.length, Math.max(2, Math.min(most, 12)))));
  const others = sheetKin(row);
  const note = (name, ...text) => el("p", {}, el("b", {}, name, colon()), ...text);
  return el(
    "article",
    { class: "animal sheet" },
    el("h1", {}, titleNodes(row)),
    el("p", { class: "faint" }, [...(placed.length ? [placed.join(" › ")] : []), "#" + col("concordance_id")[row], t("as_of", { day: DATA.day })].join(" · ")),
    IS_WHOLE && el("div", { class: "sides" }, sideCard(0, row, most), sideCard(1, row, most)),
    el("p", { class: "verdict" }, el("b", {}, t("animal.relation"), " "), glyph(col("relation")[row]), " ", t(col("relation")[row] === "not_listed" ? "kind." + KIND[row] : "relation." + col("relation")[row]), col("relation_basis")[row] ? `, ${t("basis." + col("relation_basis")[row])}` : ""),
    others.length > 0 && note(t("animal.concepts"), runIn(others, most)),
    col("evidence")[row] && note(t("animal.evidence"), said(col("evidence")[row])),
    IS_WHOLE && note(t("animal.differences"), flags || t("animal.differences.none")),
    action && note(t("animal.draft"), t("action." + action), ". ", col("action_note")[row] ? said(col("action_note")[row], "draft") : ""),
    note(t("animal.decision"), [col("status")[row] && t("status." + col("status")[row]), col("reviewer")[row], col("reviewed_on")[row], col("decision_note")[row]].filter(Boolean).join(semicolon())),
    IS_WHOLE && sides.flat().length > 0 && el("div", { class: "plot" }, el("p", {}, el("b", {}, t("animal.timeline"))), timelinePlot(sides, SHEET.width)),
    IS_WHOLE && sheetFacts(row, most),
  );
}

/** Fit an animal on one sheet: first by smaller type, then by fewer names. */
function fitSheet(row) {
  const root = document.documentElement;
  root.classList.add("on-sheet");
  for (const [size, most] of FITS) {
    root.style.fontSize = size + "pt";
    MAIN.replaceChildren(animalSheet(row, most));
    if (document.body.getBoundingClientRect().height <= SHEET.height) break;
  }
}

function leaveSheet(row) {
  document.documentElement.classList.remove("on-sheet");
  document.documentElement.style.fontSize = "";
  MAIN.replaceChildren(animalView(row));
}
