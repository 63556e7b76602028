// The list: filters, search and table, all determined by the address of the view.

const PAGE = 50;
const PRINTED = 2000;

/** The filters: the values of a row, and their labels. */
const FILTERS = {
  class: { values: (row) => [col("class")[row]], label: className },
  family: { values: (row) => [col("family")[row]], label: (v) => v },
  unit: { values: (row) => (IS_WHOLE ? [IS_GROUP[row] ? "group" : "animal"] : []), label: (v) => t("unit." + v) },
  kind: { values: (row) => [KIND[row]], label: (v) => t("kind." + v), order: KINDS },
  relation: { values: (row) => [col("relation")[row]], label: (v) => t("relation." + v) },
  flag: { values: (row) => FLAGS[row], label: (v) => t("flag." + v) },
  activity: { values: (row) => split(col("activities")[row]), label: (v) => t("activity." + v) },
  left: { values: (row) => appendices(0, row), label: (v) => (v === "none" ? t("filter.none") : v) },
  right: { values: (row) => appendices(1, row), label: (v) => (v === "none" ? t("filter.none") : v) },
  country: { values: (row) => COUNTRIES()[row], label: countryName },
  action: { values: (row) => [col("recommended_action")[row]], label: (v) => t("action." + v) },
  status: { values: (row) => [col("status")[row]], label: (v) => t("status." + v) },
};

function className(name) {
  const key = "class." + name;
  return WORDS[key] && fold(t(key)) !== fold(name) ? `${name}, ${t(key)}` : name;
}

function appendices(side, row) {
  if (!IS_WHOLE) return [];
  const cell = sided(side, "appendix")[row];
  return cell ? cell.split("|") : ["none"];
}

const SORTS = {
  left: (row) => sided(0, "name")[row] || sided(0, "id")[row],
  right: (row) => sided(1, "name")[row] || sided(1, "id")[row],
  relation: (row) => t("relation." + col("relation")[row]),
  group: (row) => `${col("class")[row]} ${col("family")[row]}`,
  action: (row) => t("action." + col("recommended_action")[row]),
};

function fits(row, filters, but) {
  return Object.keys(FILTERS).every(
    (name) => name === but || !filters[name] || FILTERS[name].values(row).includes(filters[name]),
  );
}

/** The rows that pass the filters, best names first, or as sorted. */
function chosen(filters) {
  const found = filters.q ? search(filters.q) : null;
  const candidates = found ? [...found.rows.keys()] : [...KIND.keys()];
  const rows = candidates.filter((row) => fits(row, filters));
  if (found) rows.sort((a, b) => found.rows.get(a).cost - found.rows.get(b).cost || a - b);
  const key = Object.hasOwn(SORTS, filters.sort || "") ? SORTS[filters.sort] : null;
  if (key) {
    // each different value is placed once: names are compared as they are, words by their language
    const collator = new Intl.Collator(state.language);
    const words = filters.sort === "relation" || filters.sort === "action";
    const keys = new Map(rows.map((row) => [row, key(row)]));
    const values = [...new Set(keys.values())].filter((value) => value !== null);
    values.sort(words ? collator.compare : undefined);
    const places = new Map(values.map((value, i) => [value, filters.down ? -i : i]));
    // rows without the value come last in both directions
    const placeOf = (row) => places.get(keys.get(row)) ?? Infinity;
    rows.sort((a, b) => placeOf(a) - placeOf(b) || a - b);
  }
  return { rows, found };
}

function selectOf(name, filters) {
  const filter = FILTERS[name];
  const counts = new Map();
  for (const row of filters.q ? search(filters.q).rows.keys() : KIND.keys()) {
    if (!fits(row, filters, name)) continue;
    for (const value of filter.values(row)) if (value) counts.set(value, (counts.get(value) || 0) + 1);
  }
  if (filters[name] && !counts.has(filters[name])) counts.set(filters[name], 0);
  const collator = new Intl.Collator(state.language);
  const order = filter.order;
  const values = [...counts.keys()].sort((a, b) =>
    order ? order.indexOf(a) - order.indexOf(b) : collator.compare(filter.label(a), filter.label(b)),
  );
  const note = name === "country" && t(Object.keys(DATA.ranges).length && RANGES().some((r) => r.size) ? "filter.country.note" : "filter.country.entries");
  const id = "filter-" + name;
  return el(
    "div",
    { class: "filter" },
    el("label", { for: id }, t("filter." + name)),
    el(
      "select",
      { id, "aria-describedby": note ? id + "-note" : null, disabled: !values.length,
        onchange: (event) => go(listAddress({ ...filters, [name]: event.target.value, page: "" }), id) },
      el("option", { value: "" }, t("filter.any")),
      values.map((v) => el("option", { value: v, selected: v === filters[name] }, `${filter.label(v)} (${number(counts.get(v))})`)),
    ),
    note && el("span", { class: "note", id: id + "-note" }, note),
  );
}

function chips(filters) {
  const active = Object.keys(FILTERS).filter((name) => filters[name]);
  if (!active.length && !filters.q) return null;
  const chip = (name, text) =>
    el("li", {}, el("a", { class: "chip", href: listAddress({ ...filters, [name]: "", page: "" }) }, `${t("filter." + name)}${colon()}${text}`, el("span", { class: "cross" }, "\u00a0×")));
  return el(
    "ul",
    { class: "chips", "aria-label": t("filters") },
    filters.q && chip("q", filters.q),
    active.map((name) => chip(name, FILTERS[name].label(filters[name]))),
    active.length + Boolean(filters.q) > 1 && el("li", {}, el("a", { href: listAddress({}) }, t("filters.clear"))),
  );
}

const COLUMNS_SHOWN = ["left", "relation", "right", "group", "differences", "action"];

function headCell(name, filters, onPaper) {
  const label = { left: t("list.name", { side: SIDES.left }), right: t("list.name", { side: SIDES.right }) }[name] || t("list." + name);
  if (onPaper || !SORTS[name]) return el("th", { scope: "col", class: name + " fixed" }, label);
  const now = filters.sort === name;
  const next = { ...filters, sort: now && filters.down ? "" : name, down: now && !filters.down ? "1" : "", page: "" };
  return el(
    "th",
    { scope: "col", class: name, "data-head": label, "aria-sort": now ? (filters.down ? "descending" : "ascending") : null },
    el("button", { type: "button", id: "sort-" + name, onclick: () => go(listAddress(next), "sort-" + name) }, label, el("span", { "aria-hidden": "true", class: "arrow" }, now ? (filters.down ? " ↓" : " ↑") : "")),
  );
}

function nameCell(side, row, first) {
  const name = sided(side, "name")[row] || sided(side, "id")[row];
  const appendix = sided(side, "appendix")[row];
  const shown = appendix && appendix.replaceAll("|", ", ");
  const badge = appendix && el("span", { class: "appendix", title: t("field.appendix") }, name ? shown : t("list.perhaps", { appendix: shown }));
  if (!name) return el("td", { class: KEYS[side] + " alone" }, badge || el("span", { class: "faint" }, "–"));
  const anchor = el("a", { href: link(col("concordance_id")[row]) }, latin(name));
  const rank = sided(side, "rank")[row];
  const unit = rank && rank !== "species" && el("span", { class: "faint unit" }, t(LOW_RANKS.includes(rank) ? "rank." + rank : "list.entry_for", { rank: t("rank." + rank) }));
  return el(first ? "th" : "td", first ? { scope: "row", class: KEYS[side] } : { class: KEYS[side] }, el("span", {}, anchor, " ", badge, unit));
}

function foundAs(hit, row) {
  const names = [0, 1].map((side) => sided(side, "name")[row]);
  if (!hit || hit.entry.kind === "group" || names.includes(hit.entry.name)) return null;
  const kinds = new Map();
  for (const { kind, side } of hit.entries) kinds.set(kind, [...(kinds.get(kind) || []), side === null ? "" : SIDES[KEYS[side]]]);
  const how = [...kinds].map(([kind, sides]) => [[...new Set(sides)].join(", "), t("namekind." + kind)].filter(Boolean).join(colon())).join(semicolon());
  const text = t("list.via", { name: "\u0000", how }).split("\u0000");
  return el("div", { class: "via" }, text[0], el("b", {}, hit.entry.name), text[1]);
}

function flagsCell(row, onPaper) {
  const flags = FLAGS[row];
  // paper has no tooltips: show all of them as text
  if (onPaper) return el("td", { class: "differences" }, flags.map((flag) => t("flag." + flag)).join(", "));
  return el(
    "td",
    { class: "differences" },
    flags.slice(0, 2).map((flag) => [el("span", { class: "flag", title: t("meaning." + flag) }, t("flag." + flag)), " "]),
    flags.length > 2 && el("span", { class: "faint nowrap" }, t("list.more", { n: flags.length - 2 })),
  );
}

/** How a pair differs, shown below its relation: the kind under which it is counted. */
function reasonOf(row) {
  if (!IS_WHOLE || ["same", "left", "right", "unclear"].includes(KIND[row])) return null;
  const split = KIND[row] === "concept" && ["overlap", "split", "lump"].find((flag) => FLAGS[row].includes(flag));
  const words = KIND[row] === "concept" ? split && t("flag." + split) : t("reason." + KIND[row]);
  return words && el("span", { class: "faint reason" }, words);
}

function lineOf(row, found, onPaper) {
  const left = nameCell(0, row, sided(0, "id")[row] !== null);
  const right = nameCell(1, row, sided(0, "id")[row] === null);
  const via = found && foundAs(found.rows.get(row), row);
  if (via) (sided(0, "id")[row] !== null ? left : right).append(via);
  const action = col("recommended_action")[row];
  return el(
    "tr",
    {},
    left,
    el("td", { class: "relation" }, el("div", { class: "circled" }, glyph(col("relation")[row]), el("span", {}, t("relation." + col("relation")[row]), reasonOf(row)))),
    right,
    IS_WHOLE && el("td", { class: "group" }, col("class")[row], el("div", { class: "faint" }, col("family")[row])),
    IS_WHOLE && flagsCell(row, onPaper),
    IS_WHOLE && el("td", { class: "action" }, action && action !== "no_action" ? t("action." + action) : el("span", { class: "faint" }, "–")),
  );
}

function tableOf(rows, filters, found, onPaper) {
  const shown = IS_WHOLE ? COLUMNS_SHOWN : ["left", "relation", "right"];
  const table = el(
    "table",
    { class: "list" + (IS_WHOLE ? "" : " narrow") },
    el("caption", { class: "hidden" }, t("list.caption")),
    el("thead", {}, el("tr", {}, shown.map((name) => headCell(name, filters, onPaper)))),
    el("tbody", {}, rows.map((row) => lineOf(row, found, onPaper))),
  );
  return stacked(table);
}

/** What the two circles of a relation mean. */
function circlesLegend() {
  const key = (relation, words) => el("li", {}, glyph(relation), " ", words);
  return el(
    "ul",
    { class: "legend circles" },
    el("li", {}, t("list.circles")),
    ["congruent", "includes", "included_in", "overlaps"].map((relation) => key(relation, t("relation." + relation))),
  );
}

function pager(page, pages, filters) {
  if (pages < 2) return null;
  const step = (to, label, id) =>
    to < 1 || to > pages
      ? el("span", { class: "step off" }, label)
      : el("a", { class: "step", id, href: listAddress({ ...filters, page: to > 1 ? to : "" }) }, label);
  return el(
    "nav",
    { class: "pager", "aria-label": t("list.pages") },
    step(page - 1, "← " + t("list.previous"), "page-back"),
    el("span", {}, t("list.page", { page: number(page), pages: number(pages) })),
    step(page + 1, t("list.next") + " →", "page-on"),
  );
}

/** A name that neither side prints may still be covered. */
function maybeCovered(query) {
  const rows = groupsAbove(query);
  if (!rows.length) return el("p", { class: "notice" }, t("list.caution"));
  const entries = rows.map((row) => {
    const side = sided(0, "id")[row] === null ? 1 : 0;
    return el("li", {}, el("a", { href: link(col("concordance_id")[row]) }, latin(titleOf(row).join(" / "))), ` (${SIDES[KEYS[side]]} ${sided(side, "appendix")[row] || "–"})`);
  });
  return el("div", { class: "notice" }, t("list.groups"), el("ul", {}, entries));
}

/** The common name of a species without a row in the language of the page, in brackets. */
const SPOKEN = lazy(() => {
  const found = new Map();
  for (const { name, language, taxon } of unpackRows(DATA.spoken)) {
    const key = taxon + "\n" + language;
    if (!found.has(key)) found.set(key, name);
  }
  return found;
});
function spokenOf(taxon) {
  const language = [state.language, "en"].find((one) => SPOKEN().has(taxon + "\n" + one));
  return language ? [" (", el("span", { lang: language }, SPOKEN().get(taxon + "\n" + language)), ")"] : null;
}

/** Species without a row on both sides: the Appendix, and the entry that covers them. */
function coveredSpecies(covered) {
  if (!covered.length) return null;
  const shown = covered.slice(0, 30);
  const listing = (species, place) => {
    const appendix = species[KEYS[place] + "_appendix"];
    const words = appendix ? `${appendix.replaceAll("|", ", ")} (${species[KEYS[place] + "_listed_as"].replaceAll("|", ", ")})` : t("span.none");
    return `${SIDES[KEYS[place]]}${colon()}${words}`;
  };
  const lines = shown.map(({ species, entry }) =>
    el("li", {}, latin(species.name), species.family ? `, ${species.family}` : "", entry.name === species.name ? spokenOf(species.name) : null,
      entry.name === species.name ? null : el("div", { class: "via" }, t("list.via", { name: entry.name, how: t("namekind." + entry.kind) })),
      el("ul", {}, [0, 1].map((place) => el("li", {}, listing(species, place))))),
  );
  const more = covered.length - shown.length;
  return el("div", { class: "notice covered" }, t("list.covered"), el("ul", {}, lines), more > 0 && t("list.covered.more", { n: number(more) }));
}

function saidAboutSearch(filters, rows, found) {
  if (!found) return null;
  const hidden = found.rows.size - rows.length;
  const nothing = !found.rows.size && !found.orphans.length && !found.covered.length;
  const unknown = found.similar || nothing;
  return [
    found.similar && el("p", { class: "notice" }, t("list.similar", { q: filters.q })),
    nothing && el("p", { class: "notice" }, t("list.unknown", { q: filters.q })),
    unknown && IS_WHOLE && maybeCovered(filters.q),
    found.rows.size > 0 && !rows.length && hidden > 0 &&
      el("p", { class: "notice" }, t("list.filtered", { n: number(hidden) }), " ", el("a", { href: listAddress({ q: filters.q }) }, t("filters.clear"))),
    coveredSpecies(found.covered),
    found.orphans.length > 0 && !found.rows.size &&
      el("div", { class: "notice" }, t("list.known"), el("ul", {}, found.orphans.slice(0, 20).map((o) => el("li", {}, latin(o.name), ` (${SIDES[KEYS[o.side]]}, ${t("namekind." + o.kind)})`)))),
  ];
}

/** The view of the list. */
function listView(filters) {
  const { rows, found } = chosen(filters);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(pages, Math.max(1, Number(filters.page) || 1));
  const now = rows.slice((page - 1) * PAGE, page * PAGE);
  const groups = rows.filter((row) => IS_GROUP[row]).length;
  const count = t("list.count", { n: number(rows.length), total: number(COUNT) }) + (groups ? `, ${t("list.groups_count", { n: number(groups) })}` : "");
  announce(count);
  const body = el("div", { class: "scroll table", tabindex: "0", role: "region", "aria-label": t("list.title") });
  const show = (some, onPaper = false) => body.replaceChildren(some.length ? tableOf(some, filters, found, onPaper) : el("p", {}, found && !found.rows.size ? "" : t("list.none")));
  show(now);
  // on paper every row of the filter, not the page that happens to be open
  printing = { before: () => show(rows.slice(0, PRINTED), true), after: () => show(now) };
  const wide = window.matchMedia("(min-width: 900px)").matches;
  const active = Object.keys(FILTERS).filter((name) => filters[name]).length;
  const names = IS_WHOLE ? Object.keys(FILTERS) : ["relation", "status"];
  return el(
    "div",
    { class: "columns" },
    el(
      "details",
      { class: "filters", open: wide || filtersOpen, ontoggle: (event) => (filtersOpen = !wide && event.target.open) },
      el("summary", {}, t("filters") + (active ? ` (${active})` : "")),
      names.map((name) => selectOf(name, filters)),
    ),
    el(
      "div",
      {},
      el(
        "div",
        { class: "bar-top" },
        el("h1", { tabindex: "-1" }, t("list.title")),
        el("p", { class: "counted" }, count),
        rows.length > 0 &&
          el("button", { type: "button", class: "action", id: "download", onclick: () => download(`concordance-${DATA.day}.csv`, csvOf(rows)) }, t("list.download")),
      ),
      chips(filters),
      saidAboutSearch(filters, rows, found),
      now.some((row) => PAIR_KINDS.includes(KIND[row])) && circlesLegend(),
      rows.length > PRINTED && el("p", { class: "notice on-paper" }, t("list.printed", { n: number(PRINTED) })),
      body,
      pager(page, pages, filters),
    ),
  );
}
let filtersOpen = false;
