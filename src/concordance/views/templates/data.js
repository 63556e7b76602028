// The data of the page: columns as they were packed, and what follows from them row by row.

const DATA = read("data");
const SIDES = { left: DATA.keys[0].toUpperCase(), right: DATA.keys[1].toUpperCase() };
const KEYS = ["left", "right"];
state.language = DATA.language;

/** A packed column as an array; filled with `fill` if the file does not have it. */
function unpack(table, name, length = 0) {
  const column = table[name];
  if (!column) return new Array(length).fill(null);
  return Array.isArray(column) ? column : column.at.map((i) => column.values[i]);
}

const COLUMNS = {};
for (const name of DATA.order) COLUMNS[name] = unpack(DATA.table, name);
const COUNT = COLUMNS.concordance_id.length;
const NOTHING = new Array(COUNT).fill(null);
const col = (name) => COLUMNS[name] || NOTHING;
/** A column of one side: 0 the left, 1 the right. */
const sided = (side, name) => col(DATA.keys[side] + "_" + name);
const split = (cell) => (cell ? cell.split("|") : []);
const IS_WHOLE = DATA.order.includes("flag_codes");

/** Rows of a packed table as objects. */
function unpackRows(table) {
  const names = Object.keys(table);
  const columns = names.map((name) => unpack(table, name));
  return (columns[0] || []).map((_, i) => Object.fromEntries(names.map((n, j) => [n, columns[j][i]])));
}

/** The rows of the table by the ids of their taxa, for each side. */
const ROWS_OF = [0, 1].map((side) => {
  const found = new Map();
  sided(side, "id").forEach((id, row) => {
    if (id !== null) found.set(id, [...(found.get(id) || []), row]);
  });
  return found;
});
const ROW_OF_ID = new Map(col("concordance_id").map((id, row) => [id, row]));

/** A value that is computed on first use. */
function lazy(make) {
  let made;
  return () => (made === undefined ? (made = make()) : made);
}

/** Names of groups above the genus. */
const HIGHER = lazy(() => {
  const found = new Set(["class", "order", "family"].flatMap((column) => col(column)));
  for (const side of [0, 1])
    sided(side, "rank").forEach((rank, row) => rank && ![...LOW_RANKS, "genus"].includes(rank) && found.add(sided(side, "name")[row]));
  for (const groups of DATA.covered.name ? ["left_listed_as", "right_listed_as"].map((c) => unpack(DATA.covered, c)) : [])
    for (const text of groups) for (const name of split(text)) if (/(?:idae|inae|iformes|aceae|ales)$/.test(name)) found.add(name);
  return found;
});

/** Records about taxa (names, entries ...), by side and taxon id. */
function byTaxon(kind) {
  return lazy(() => {
    const found = [new Map(), new Map()];
    for (const record of unpackRows(DATA[kind])) {
      const side = found[Number(record.side)];
      if (!side.has(record.taxon_id)) side.set(record.taxon_id, []);
      side.get(record.taxon_id).push(record);
    }
    return found;
  });
}
const TAXA = byTaxon("taxa");
const NAMES = byTaxon("names");
const ENTRIES = byTaxon("entries");
const COMMON = byTaxon("common");
const RANGES = byTaxon("ranges");
const NAMED = byTaxon("named");
/** The entries that covered a taxon over time, by side and the name of the taxon. */
const SPANS = lazy(() => {
  const found = [new Map(), new Map()];
  for (const span of unpackRows(DATA.timeline)) {
    const side = found[Number(span.side)];
    side.set(span.taxon, [...(side.get(span.taxon) || []), span]);
  }
  return found;
});

/** Whether a row is about an entry for a group (an order, a family, a genus) and not an animal. */
const LOW_RANKS = ["species", "subspecies"];
const IS_GROUP = col("concordance_id").map((_, row) => {
  const ranks = [0, 1].map((side) => sided(side, "rank")[row]).filter(Boolean);
  return ranks.length > 0 && !ranks.some((rank) => LOW_RANKS.includes(rank));
});

/** How the two sides of a row agree, with each kind of difference counted separately. */
const KIND_OF = {
  "author only": "same", "spelling or ending": "spelling", genus: "genus", epithet: "epithet",
  "wild-form name": "wild_form", rank: "rank", "other animals": "concept", "not determined": "unclear",
};
const PAIR_KINDS = [...new Set(Object.values(KIND_OF)), "groups"];
const KINDS = [...PAIR_KINDS, "left", "right"];
const DIFFERENCES = unpack(DATA.differences, "code", COUNT);
const KIND = col("relation").map((relation, row) => {
  if (sided(1, "id")[row] === null) return "left";
  if (sided(0, "id")[row] === null) return "right";
  if (IS_GROUP[row]) return "groups";
  if (IS_WHOLE) return KIND_OF[DIFFERENCES[row]] || "same";
  return { congruent: "same", undetermined: "unclear" }[relation] || "concept";
});

const FLAGS = col("flag_codes").map(split);

/** Countries of a row: of the ranges of both sides, and those that an entry names. */
const COUNTRIES = lazy(() =>
  col("concordance_id").map((_, row) => {
    const found = new Set();
    for (const side of [0, 1]) {
      const id = sided(side, "id")[row];
      for (const table of [RANGES, NAMED])
        for (const record of table()[side].get(id) || []) found.add(record.country);
    }
    return [...found];
  }),
);

function countryName(code) {
  try {
    return new Intl.DisplayNames([state.language], { type: "region" }).of(code);
  } catch {
    return code;
  }
}

function languageName(code) {
  try {
    return new Intl.DisplayNames([state.language], { type: "language" }).of(code);
  } catch {
    return code;
  }
}

/** The title of a row: both names if they differ. */
function titleOf(row) {
  const names = [0, 1].map((side) => sided(side, "name")[row] || sided(side, "id")[row]);
  const both = names.filter((name) => name !== null);
  return [...new Set(both)];
}

const FORMULA_START = /^'*[=+\-@\t\r]/;
const inert = (cell) => (cell === null ? "" : FORMULA_START.test(cell) ? "'" + cell : cell);
const quoted = (cell) => (/[",\n\r]/.test(cell) ? '"' + cell.replaceAll('"', '""') + '"' : cell);

/** Some rows as the CSV that the package itself writes, with a byte order mark for Excel. */
function csvOf(rows) {
  const head = [...DATA.order, "list_sources", "disclaimer"];
  const about = [DATA.list_sources, DATA.disclaimer];
  const columns = DATA.order.map((name) => COLUMNS[name]);
  const lines = rows.map((row, i) => [...columns.map((c) => c[row]), ...(i ? [null, null] : about)].map((c) => quoted(inert(c))).join(","));
  return "\ufeff" + [head.join(","), ...lines].join("\n") + "\n";
}
