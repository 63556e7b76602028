// The plots of the overview: SVG with the counts written on the marks, each beside its table.

const BAR = 26;

/** A plot with its heading, drawn for the available width, and its figures as a table. */
function figure(title, note, draw, table) {
  const canvas = el("div", { class: "plot" });
  const section = el(
    "section",
    { class: "figure" },
    el("h2", {}, title),
    note && el("p", { class: "note" }, note),
    canvas,
    el("details", { class: "figures" }, el("summary", {}, t("chart.figures")), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, table)),
  );
  section.draw = (given) => {
    const width = given || canvas.clientWidth;
    if (width) canvas.replaceChildren(draw(width));
  };
  return section;
}

function plot(width, height, label, ...marks) {
  return el("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, ...marks);
}

/** A bar that links to the rows it counts; the table of the plot has the same link for the keyboard. */
function bar(x, y, width, kind, count, label, address) {
  return el(
    "g",
    { class: "bar", onclick: () => go(address) },
    el("title", {}, label),
    el("rect", { x, y, width, height: BAR - 6, class: "mark " + kind }),
    width > 9 + 8 * String(number(count)).length &&
      el("text", { x: x + width / 2, y: y + 14, "text-anchor": "middle", class: "count " + kind }, number(count)),
  );
}

function countTable(heads, lines) {
  return stacked(el(
    "table",
    { class: "small" },
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))),
    el("tbody", {}, lines.map((line) => el("tr", {}, line.map((cell, i) => el(i ? "td" : "th", i ? { class: "number" } : { scope: "row" }, cell))))),
  ));
}

const linkedCount = (n, filters) => (n ? el("a", { href: listAddress(filters) }, number(n)) : "0");

function tally(values) {
  const found = new Map();
  for (const value of values) found.set(value, (found.get(value) || 0) + 1);
  return [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function classesFigure() {
  const rows = KIND.map((kind, row) => [kind, col("class")[row], row]).filter(([kind]) => PAIR_KINDS.includes(kind) && kind !== "groups");
  const groups = tally(rows.map(([, group]) => group));
  const counts = new Map(groups.map(([group]) => [group, Object.fromEntries(PAIR_KINDS.map((k) => [k, 0]))]));
  for (const [kind, group] of rows) counts.get(group)[kind] += 1;
  const kinds = PAIR_KINDS.filter((kind) => groups.some(([group]) => counts.get(group)[kind]));
  const legend = el("ul", { class: "legend" }, kinds.map((kind) => el("li", {}, el("span", { class: "key " + kind, "aria-hidden": "true" }), t("kind." + kind))));
  const draw = (width) => {
    const left = Math.min(130, width * 0.3);
    // shares within each class: in absolute numbers, birds would dwarf all others
    const room = width - left - 46;
    const widths = (group, total) => {
      const wanted = kinds.map((kind) => counts.get(group)[kind]);
      const least = wanted.map((n) => (n ? 12 + 8 * number(n).length : 0));
      // parts too narrow for their count are widened, and the others narrowed
      let small = wanted.map((n) => !n);
      let [rest, large, before] = [room, total, -1];
      while (before !== small.filter(Boolean).length && large) {
        before = small.filter(Boolean).length;
        small = wanted.map((n, i) => small[i] || (n / large) * rest < least[i]);
        rest = room - least.reduce((sum, w, i) => sum + (small[i] ? w : 0), 0);
        large = wanted.reduce((sum, n, i) => sum + (small[i] ? 0 : n), 0);
      }
      return wanted.map((n, i) => (small[i] ? least[i] : (n / large) * rest));
    };
    const marks = groups.flatMap(([group, total], i) => {
      const y = i * BAR;
      let x = left;
      const wides = widths(group, total);
      const bars = kinds.map((kind, k) => {
        const n = counts.get(group)[kind];
        if (!n) return null;
        const wide = wides[k];
        const mark = bar(x, y, Math.max(1.5, wide - 1), kind, n, `${group}${colon()}${number(n)} ${t("kind." + kind)}`, listAddress({ class: group, kind }));
        x += wide;
        return mark;
      });
      return [
        el("text", { x: left - 8, y: y + 14, "text-anchor": "end" }, group || "?"),
        ...bars,
        el("text", { x: width - 40, y: y + 14, class: "total" }, number(total)),
      ];
    });
    return el("div", {}, legend.cloneNode(true), plot(width, groups.length * BAR, t("chart.classes"), marks));
  };
  const table = countTable(
    [t("filter.class"), ...kinds.map((kind) => t("kind." + kind)), t("chart.pairs")],
    groups.map(([group, total]) => [latin(group || "?"), ...kinds.map((kind) => linkedCount(counts.get(group)[kind], { class: group, kind })), number(total)]),
  );
  return figure(t("chart.classes"), t("chart.classes.note"), draw, table);
}

/** Horizontal bars, one for each value, each with its count. */
function barsFigure(title, note, values, label, filter) {
  const most = Math.max(1, ...values.map(([, n]) => n));
  const draw = (width) => {
    const left = Math.min(295, width * 0.5);
    const marks = values.map(([value, n], i) => {
      const wide = Math.max(2, (n / most) * (width - left - 50));
      return [
        el("text", { x: left - 8, y: i * BAR + 14, "text-anchor": "end" }, shortened(label(value), left)),
        bar(left, i * BAR, wide, "plain", n, `${label(value)}${colon()}${number(n)}`, listAddress(filter(value))),
        wide <= 9 + 8 * number(n).length && el("text", { x: left + wide + 5, y: i * BAR + 14 }, number(n)),
      ];
    });
    return plot(width, values.length * BAR, title, marks);
  };
  const table = countTable([title, t("chart.rows")], values.map(([value, n]) => [label(value), linkedCount(n, filter(value))]));
  return figure(title, note, draw, table);
}

const shortened = (text, width) => {
  const room = Math.floor(width / 7.6);
  return text.length > room ? text.slice(0, room - 1) + "…" : text;
};

function actionsFigure() {
  const counts = tally(col("recommended_action").filter(Boolean));
  const idle = counts.find(([action]) => action === "no_action");
  const note = idle && t("chart.actions.note", { n: number(idle[1]) });
  return barsFigure(t("chart.actions"), note, counts.filter(([a]) => a !== "no_action"), (a) => t("action." + a), (action) => ({ action }));
}

/** Rows by relation, for reports that may show nothing but relations. */
function relationsFigure() {
  return barsFigure(t("chart.relations"), null, tally(col("relation")), (r) => t("relation." + r), (relation) => ({ relation }));
}

/** Two circles for a relation: the left side drawn full, the right one as a ring. */
function glyph(relation) {
  const shapes = {
    congruent: [[14, 10, 8], [14, 10, 8]],
    includes: [[14, 10, 9], [16, 10, 4.5]],
    included_in: [[12, 10, 4.5], [14, 10, 9]],
    overlaps: [[10, 10, 7], [18, 10, 7]],
    disjoint: [[7, 10, 5.5], [21, 10, 5.5]],
  }[relation];
  if (!shapes) return el("span", { class: "glyph", "aria-hidden": "true" }, relation === "not_listed" ? "–" : "?");
  const [full, ring] = shapes;
  return el(
    "svg",
    { width: 28, height: 20, viewBox: "0 0 28 20", class: "glyph", "aria-hidden": "true" },
    el("circle", { cx: full[0], cy: full[1], r: full[2], class: "full" }),
    el("circle", { cx: ring[0], cy: ring[1], r: ring[2], class: "ring" }),
  );
}
