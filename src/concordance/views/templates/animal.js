// The page of one animal: both sides, the relation and its evidence, and the decision.

/** The rows that share a taxon with a row, and the rows that share one with those. */
function kin(row) {
  const found = new Set([row]);
  for (const one of found)
    for (const side of [0, 1]) {
      const id = sided(side, "id")[one];
      // one step beyond: a group of many taxa would bring in the whole list
      if (id !== null && found.size < 40) for (const other of ROWS_OF[side].get(id)) found.add(other);
    }
  return [...found].sort((a, b) => a - b);
}

/** The title of a row; names of a genus or below are in italics. */
const titleNodes = (row) => titleOf(row).map((name, i) => [i ? el("span", { class: "faint" }, " / ") : null, latin(name)]);

const part = (title, ...children) => el("section", { class: "part" }, el("h2", {}, title), ...children);

function pairsList(...pairs) {
  const lines = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false);
  return el("dl", {}, lines.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

function tableWith(title, heads, lines) {
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": title },
    stacked(el(
      "table",
      { class: "small" },
      el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
      el("tbody", {}, lines.map((line) => el("tr", {}, line.map((cell) => el("td", {}, cell === "" ? "–" : (cell ?? "–")))))),
    )),
  );
}

function howCovered(entry) {
  const rank = t("rank." + entry.rank);
  if (entry.how.startsWith("perhaps")) return t("how.perhaps", { rank });
  return entry.how === "own entry" ? t("how.own") : t("how.through", { rank });
}

function entryOf(entry) {
  return el(
    "li",
    { class: "entry" },
    el("span", { class: "appendix big" }, entry.appendix),
    el(
      "div",
      {},
      el("div", {}, latin(entry.entry), ` · ${howCovered(entry)}`),
      entry.limits && el("div", {}, compiled(entry.limits)),
      el(
        "div",
        { class: "faint" },
        `${t("field.from")} ${entry.effective_from || t("unknown_day")}`,
        entry.decided_at ? ` · ${t("field.decided")}${colon()}${entry.decided_at}` : "",
        ` · ${t("confidence." + entry.confidence)}`,
      ),
    ),
  );
}

/** The short title of a source key; anything after the key is kept ("EU 966 r.17"). */
function titleOfKey(key) {
  if (Object.hasOwn(DATA.titles, key)) return DATA.titles[key];
  const [bare] = key.split(/[ :]/, 1);
  return Object.hasOwn(DATA.titles, bare) ? DATA.titles[bare] + key.slice(bare.length) : key;
}

/** The reference that a side follows, with its title. */
function referenceOf(key) {
  if (!key) return t("unknown");
  return split(key).map((one) => el("div", {}, titleOfKey(one), DATA.source_keys[one] && el("div", { class: "faint cited", lang: "en" }, DATA.source_keys[one])));
}

/** One side of an animal; on paper with the first `most` entries. */
function sideCard(side, row, most = Infinity) {
  const key = KEYS[side];
  const id = sided(side, "id")[row];
  const heading = el("h2", {}, el("span", { class: "side" }, SIDES[key]));
  if (id === null) {
    const entry = sided(side, "listed_as")[row];
    const says = entry
      ? t("animal.perhaps", { entry: `${sided(side, "appendix")[row].replaceAll("|", ", ")} (${entry.replaceAll("|", ", ")})` })
      : t("animal.no_entry");
    return el("section", { class: "card empty" }, heading, el("p", {}, t("animal.no_partner", { side: SIDES[key] })), el("p", { class: "faint" }, says));
  }
  const taxon = (TAXA()[side].get(id) || [{}])[0];
  const entries = ENTRIES()[side].get(id) || [];
  return el(
    "section",
    { class: "card" },
    heading,
    el("p", { class: "name" }, latin(sided(side, "name")[row] || id)),
    pairsList(
      [t("field.author"), sided(side, "authorship")[row] || t("unknown")],
      [t("field.rank"), sided(side, "rank")[row] && t("rank." + sided(side, "rank")[row])],
      [t("field.reference"), referenceOf(sided(side, "reference")[row])],
      [t("field.confidence"), taxon.confidence && t("confidence." + taxon.confidence)],
    ),
    el("h3", {}, t("field.appendix")),
    entries.length ? el("ul", { class: "entries" }, entries.slice(0, Math.max(2, most)).map((entry) => entryOf(entry))) : el("p", { class: "faint" }, t("animal.no_entry")),
  );
}

function relationPart(row) {
  const relation = col("relation")[row];
  const basis = col("relation_basis")[row];
  const others = kin(row);
  return part(
    t("animal.relation"),
    el("p", { class: "verdict " + KIND[row] }, glyph(relation), " ", el("b", {}, t(relation === "not_listed" ? "kind." + KIND[row] : "relation." + relation)), basis ? `, ${t("basis." + basis)}` : ""),
    pairsList([t("field.source"), col("relation_source")[row] && grounds(col("relation_source")[row])]),
    others.length > 1 && [
      el("h3", {}, t("animal.concepts")),
      tableWith(
        t("animal.concepts"),
        [SIDES.left, t("list.relation"), SIDES.right],
        others.map((other) => {
          const names = [0, 1].map((side) => {
            const name = sided(side, "name")[other] || sided(side, "id")[other];
            if (name === null) return "–";
            return other === row ? el("b", {}, latin(name)) : el("a", { href: link(col("concordance_id")[other]) }, latin(name));
          });
          return [names[0], [glyph(col("relation")[other]), " ", t("relation." + col("relation")[other])], names[1]];
        }),
      ),
    ],
  );
}

function evidencePart(row) {
  const differences = split(col("name_difference")[row]).map((d) => t("difference." + d));
  return part(
    t("animal.evidence"),
    pairsList(
      [t("field.why"), col("evidence")[row] && said(col("evidence")[row])],
      [t("field.rule"), t("rule." + col("rule")[row])],
      [t("field.via"), col("via")[row] && latin(col("via")[row])],
      [t("field.difference"), differences.join(", ")],
      [t("field.edits"), col("edits")[row] !== "0" && col("edits")[row]],
      [t("field.score"), col("rule_strength")[row]],
    ),
  );
}

function differencesPart(row) {
  const flags = FLAGS[row];
  if (!flags.length) return part(t("animal.differences"), el("p", { class: "faint" }, t("animal.differences.none")));
  return part(
    t("animal.differences"),
    el("ul", { class: "flags" }, flags.map((flag) => el("li", {}, el("a", { class: "flag", href: listAddress({ flag }) }, t("flag." + flag)), " ", t("meaning." + flag)))),
  );
}

function decisionPart(row) {
  const status = col("status")[row];
  const reviewer = col("reviewer")[row];
  return part(
    t("animal.decision"),
    pairsList(
      [t("field.status"), status && t("status." + status)],
      [t("field.reviewer"), reviewer],
      [t("field.reviewed_on"), col("reviewed_on")[row]],
      [t("field.note"), col("decision_note")[row]],
    ),
    !reviewer && el("p", { class: "faint" }, t("animal.undecided")),
  );
}

const KIND_ORDER = ["accepted", "former_listing_name"];

/** Every name once, with its role on each side. */
function namesPart(row) {
  const found = new Map();
  for (const side of [0, 1])
    for (const n of NAMES()[side].get(sided(side, "id")[row]) || []) {
      if (!found.has(n.name)) found.set(n.name, { name: n.name, authors: new Set(), kinds: [new Set(), new Set()], sources: new Set() });
      const one = found.get(n.name);
      if (n.authorship) one.authors.add(n.authorship);
      one.kinds[side].add(n.kind);
      for (const source of n.source.split(/[|;]/)) if (source) one.sources.add(source);
    }
  const weight = (one) => Math.min(...one.kinds.flatMap((kinds) => [...kinds].map((kind) => (KIND_ORDER.indexOf(kind) + 1 || 3))));
  const kindWords = (kinds) => [...kinds].map((kind) => t("namekind." + kind)).join(", ");
  const lines = [...found.values()]
    .sort((a, b) => weight(a) - weight(b))
    .map((one) => [latin(one.name), [...one.authors].join(semicolon()), kindWords(one.kinds[0]), kindWords(one.kinds[1]), el("span", { class: "faint", lang: "en" }, [...new Set([...one.sources].map(titleOfKey))].join(semicolon()))]);
  const common = [0, 1].flatMap((side) =>
    (COMMON()[side].get(sided(side, "id")[row]) || []).map((n) => [el("span", { lang: n.language }, n.name), languageName(n.language), SIDES[KEYS[side]]]),
  );
  for (const language of ["en", "fr", "es"]) {
    const name = col("common_name_" + language)[row];
    if (name) common.push([el("span", { lang: language }, name), languageName(language), t("animal.package")]);
  }
  return [
    lines.length > 0 && part(t("animal.names"), tableWith(t("animal.names"), [t("field.name"), t("field.author"), SIDES.left, SIDES.right, t("field.source")], lines)),
    common.length > 0 && part(t("animal.common"), tableWith(t("animal.common"), [t("field.name"), t("field.language"), t("field.side")], common)),
  ];
}

function rangesPart(row) {
  const found = new Map();
  for (const side of [0, 1])
    for (const record of RANGES()[side].get(sided(side, "id")[row]) || []) {
      if (!found.has(record.country)) found.set(record.country, ["–", "–"]);
      found.get(record.country)[side] = record.presence ? t("presence." + record.presence) : t("unknown");
    }
  const codes = (col("range_countries")[row] || "").split("|").filter(Boolean);
  const names = codes.map((code) => countryName(code)).sort((a, b) => a.localeCompare(b, state.language));
  const checklist = codes.length > 0 && el("p", {}, `${t("animal.package")}, ${col("range_source")[row]}${colon()}${names.join(", ")}`);
  if (!found.size) return part(t("animal.ranges"), checklist || el("p", { class: "faint" }, t("animal.ranges.none")));
  const lines = [...found].map(([code, sides]) => [`${countryName(code)} (${code})`, ...sides]);
  lines.sort((a, b) => a[0].localeCompare(b[0], state.language));
  return part(t("animal.ranges"), tableWith(t("animal.ranges"), [t("field.country"), SIDES.left, SIDES.right], lines), checklist);
}

function redListPart(row) {
  const [category, name] = [col("conservation_status")[row], col("red_list_name")[row]];
  if (!category && !name) return null;
  return part(t("animal.redlist"), pairsList([t("field.category"), category], [t("field.name"), name && latin(name)], [t("field.source"), col("conservation_source")[row]]));
}

/** Reservations, agreements and EU annexes, if the lists have any. */
function legalPart(row) {
  const [left, right] = DATA.keys.map((key) => col(key + "_reservations")[row]);
  const shown = (text) => text && compiled(text.split("|").join(semicolon()));
  const told = [
    [t("field.reservations", { side: SIDES.left }), shown(left)],
    [t("field.reservations", { side: SIDES.right }), shown(right)],
    [t("field.instruments"), shown(col("instruments")[row])],
    [t("field.eu_annexes"), shown(col("eu_annexes")[row])],
  ];
  if (!told.some(([, value]) => value)) return null;
  return part(t("animal.legal"), pairsList(...told));
}

/** The source keys on this page, with their titles. */
function sourcesPart(row) {
  const texts = [col("relation_source")[row], col("evidence")[row]];
  for (const side of [0, 1]) {
    const id = sided(side, "id")[row];
    texts.push(sided(side, "source")[row], sided(side, "reference")[row]);
    for (const table of [TAXA, NAMES, ENTRIES]) for (const record of table()[side].get(id) || []) texts.push(record.source);
  }
  const words = new Set(texts.filter(Boolean).flatMap((text) => text.split(/[|;,()]|\s/)).flatMap((w) => [w, w.split("@")[0], w.replace(/\.$/, "")]));
  const keys = Object.keys(DATA.source_keys).filter((key) => words.has(key));
  if (!keys.length) return null;
  return part(
    t("animal.sources"),
    el("details", {}, el("summary", {}, t("animal.sources.more")), el("dl", { class: "keys", lang: "en" }, keys.map((key) => [el("dt", {}, titleOfKey(key)), el("dd", {}, DATA.source_keys[key])]))),
  );
}

/** The view of one animal. */
function animalView(row) {
  const id = col("concordance_id")[row];
  const common = [0, 1].flatMap((side) => COMMON()[side].get(sided(side, "id")[row]) || []);
  for (const language of LANGUAGES) common.push({ language, name: col("common_name_" + language)[row] });
  const shown = [state.language, "en"].map((language) => common.find((n) => n.language === language && n.name)).find(Boolean);
  const placed = [col("class")[row], col("order")[row], col("family")[row]].filter(Boolean);
  const action = col("recommended_action")[row];
  printing = { before: () => fitSheet(row), after: () => leaveSheet(row) };
  return el(
    "article",
    { class: "animal" },
    el("p", { class: "back screen" }, el("a", { id: "back", href: lastList }, "← " + t("animal.back"))),
    el("h1", { tabindex: "-1" }, titleNodes(row)),
    el("p", { class: "faint" }, shown ? [el("span", { lang: shown.language }, shown.name), " · "] : null, placed.join(" › ")),
    state.language !== "en" && IS_WHOLE && el("p", { class: "note" }, t("animal.english")),
    IS_WHOLE && el("div", { class: "sides" }, sideCard(0, row), sideCard(1, row)),
    IS_WHOLE && timelinePart(row),
    relationPart(row),
    IS_WHOLE && differencesPart(row),
    evidencePart(row),
    action && part(t("animal.draft"), el("p", {}, el("b", {}, t("action." + action))), el("p", {}, said(col("action_note")[row] || "", "draft"))),
    decisionPart(row),
    IS_WHOLE && [namesPart(row), rangesPart(row), redListPart(row), legalPart(row), sourcesPart(row)],
    el("p", { class: "faint" }, t("animal.link") + colon(), el("code", {}, "#" + id)),
  );
}
