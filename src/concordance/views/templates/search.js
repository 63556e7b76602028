// Every name that either side knows, found word by word. A similar name is a proposal, never an
// answer: it is searched only if no name matches, and it is marked.

/** A name in the form compared: case, accents, ligatures and punctuation are ignored. */
function fold(text) {
  return text
    .toLowerCase()
    .replaceAll("æ", "ae")
    .replaceAll("œ", "oe")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/['’`]s?\b/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Species that an entry for a group covers, which have no row. */
const COVERED = lazy(() => unpackRows(DATA.covered));

/** Names with the rows they lead to, and their words; computed on the first search. */
const INDEX = lazy(() => {
  const entries = [];
  const seen = new Set();
  function add(name, kind, side, rows, authorship = "") {
    const key = [name, side, rows[0], rows.length].join("\n");
    if (!name || seen.has(key)) return;
    seen.add(key);
    entries.push({ name, kind, side, rows, folded: fold(name), author: fold(authorship || "") });
  }
  for (const side of [0, 1]) {
    for (const [id, names] of NAMES()[side])
      for (const n of names) add(n.name, n.kind, side, ROWS_OF[side].get(id) || [], n.authorship);
    for (const [id, names] of COMMON()[side])
      for (const n of names) add(n.name, "common", side, ROWS_OF[side].get(id) || []);
    for (const [id, rows] of ROWS_OF[side]) add(id, "id", side, rows);
  }
  col("concordance_id").forEach((id, row) => add(id, "id", null, [row]));
  for (const column of ["class", "order", "family"]) {
    const groups = new Map();
    col(column).forEach((value, row) => {
      if (!value) return;
      if (!groups.has(value)) groups.set(value, []);
      groups.get(value).push(row);
    });
    for (const [value, rows] of groups)
      for (const name of new Set([value, ...(WORDS["class." + value] || [])])) add(name, "group", null, rows);
  }
  const covered = new Map(COVERED().map(({ name }, i) => [name, i]));
  const rowsOf = new Map();
  for (const side of [0, 1])
    sided(side, "name").forEach((name, row) => name && rowsOf.set(name, [...new Set([...(rowsOf.get(name) || []), row])]));
  function addCovered(name, kind, taxon) {
    if (covered.has(taxon)) entries.push({ name, kind, side: null, rows: [], covered: covered.get(taxon), folded: fold(name), author: "" });
  }
  for (const name of covered.keys()) addCovered(name, "accepted", name);
  const further = unpackRows(DATA.synonyms).map(({ name, kind, taxon }) => ({ name, kind: kind === "accepted" ? "synonym" : kind, taxon }));
  const spoken = unpackRows(DATA.spoken).map(({ name, taxon }) => ({ name, kind: "common", taxon }));
  for (const { name, kind, taxon } of [...further, ...spoken])
    if (rowsOf.has(taxon)) add(name, kind, null, rowsOf.get(taxon));
    else addCovered(name, kind, taxon);
  const words = new Map();
  entries.forEach((entry, i) => {
    entry.words = entry.folded.split(" ");
    for (const word of new Set([...entry.words, ...entry.author.split(" ")])) {
      if (!words.has(word)) words.set(word, []);
      words.get(word).push(i);
    }
  });
  return { entries, words };
});

/** Edit distance with transpositions, or a number above the limit. */
function distance(a, b, limit) {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const line = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j] + 1, line[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2] + 1);
      line.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = last;
    last = line;
  }
  return last[b.length];
}

/** Names that contain every word searched for, with their cost; `edits` allows typing errors. */
function wordsMatch(words, edits) {
  const { entries, words: known } = INDEX();
  let found = null;
  for (const asked of words) {
    const limit = edits ? (asked.length < 4 ? 0 : asked.length < 7 ? 1 : 2) : 0;
    const costs = new Map();
    for (const [word, places] of known) {
      let cost = word === asked ? 0 : word.startsWith(asked) ? 0.3 : Infinity;
      if (cost === Infinity && limit) {
        const far = distance(asked, word, limit);
        if (far <= limit) cost = far;
      }
      if (cost === Infinity) continue;
      for (const i of places) costs.set(i, Math.min(cost, costs.get(i) ?? Infinity));
    }
    if (found === null) found = costs;
    else
      for (const [i, cost] of [...found])
        costs.has(i) ? found.set(i, cost + costs.get(i)) : found.delete(i);
  }
  const whole = words.join(" ");
  return [...(found || [])].map(([i, cost]) => {
    const entry = entries[i];
    // the name itself, then names that begin with it; shorter names before longer ones, accepted
    // names before synonyms, groups last
    const start = entry.folded === whole ? -1 : entry.folded.startsWith(whole) && entry.kind !== "group" ? -0.5 : 0;
    const extra = Math.max(0, entry.words.length - words.length) * 0.1;
    const kind = { accepted: 0, group: 0.2 }[entry.kind] ?? 0.01;
    return { entry, cost: cost + start + extra + kind };
  });
}

/** The group that covers each genus, by the genus; for both sides together. */
const GENERA = lazy(() => {
  const found = new Map();
  for (const { name, groups } of unpackRows(DATA.genera))
    found.set(fold(name), [...(found.get(fold(name)) || []), fold(groups)]);
  return found;
});

/** Rows of entries above a name that no side prints: for its genus, and its kin's family and order. */
function groupsAbove(query) {
  const genus = fold(query).split(" ")[0];
  const wanted = new Set([genus, ...(GENERA().get(genus) || [])]);
  for (const { folded, rows, kind } of INDEX().entries)
    if (!["common", "group", "id"].includes(kind) && folded.startsWith(genus + " "))
      for (const row of rows) for (const column of ["family", "order", "class"]) wanted.add(fold(col(column)[row] || ""));
  return [...KIND.keys()].filter((row) =>
    [0, 1].some((side) => {
      const [name, rank] = [sided(side, "name")[row], sided(side, "rank")[row]];
      return name && sided(side, "appendix")[row] && !["species", "subspecies"].includes(rank) && wanted.has(fold(name));
    }),
  );
}

/**
 * The rows that a name leads to.
 * @returns rows by row number with the best name and its cost; `similar` where only names with
 *   another spelling were found; `orphans`: names that are known but make no row; `covered`:
 *   species without a row that an entry for a group covers, the best name first.
 */
const RESULTS = new Map();
function search(query) {
  if (!RESULTS.has(query)) {
    if (RESULTS.size > 50) RESULTS.clear();
    RESULTS.set(query, searchAnew(query));
  }
  return RESULTS.get(query);
}

function searchAnew(query) {
  const words = fold(query).split(" ").filter(Boolean);
  const none = { rows: new Map(), similar: false, orphans: [], covered: [] };
  if (!words.length) return none;
  let hits = wordsMatch(words, false);
  // a scientific name with an author that the lists do not give
  const bare = /^\s*(\p{Lu}\p{L}+(?:\s+[\p{Ll}-]+){1,2})[\s,]+\(?\p{Lu}/u.exec(query);
  if (!hits.length && bare) hits = wordsMatch(fold(bare[1]).split(" "), false);
  const similar = !hits.length;
  if (similar) {
    hits = wordsMatch(words, true);
    if (hits.length) {
      const best = Math.min(...hits.map((hit) => hit.cost));
      hits = hits.filter((hit) => hit.cost <= best + 1);
    }
  }
  const rows = new Map();
  const orphans = [];
  const covered = new Map();
  for (const { entry, cost } of hits) {
    if (entry.covered !== undefined) {
      const held = covered.get(entry.covered);
      if (!held || cost < held.cost) covered.set(entry.covered, { entry, cost });
      continue;
    }
    if (!entry.rows.length) orphans.push(entry);
    for (const row of entry.rows) {
      const held = rows.get(row);
      if (!held || cost < held.cost) rows.set(row, { entry, cost, entries: [entry] });
      else if (held.entry.name === entry.name) held.entries.push(entry);
    }
  }
  const bySpecies = [...covered].map(([i, { entry, cost }]) => ({ species: COVERED()[i], entry, cost }));
  bySpecies.sort((a, b) => a.cost - b.cost || (a.species.name < b.species.name ? -1 : 1));
  return { rows, similar: similar && hits.length > 0, orphans, covered: bySpecies };
}
