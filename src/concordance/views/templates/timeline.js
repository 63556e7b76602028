// Listing over time of one animal: a bar for each entry that covered it, from when to when.

/** The spans of a row, side by side of the treaties; a taxon that only one side knows has its own. */
function spansOf(row) {
  return [0, 1].map((side) => SPANS()[side].get(sided(side, "name")[row]) || []);
}

/** How an entry covered the taxon, in words. */
function howThen(span) {
  const [, rank] = /^through the (\w+)$/.exec(span.how) || [];
  if (rank && WORDS["rank." + rank]) return t("how.through", { rank: t("rank." + rank) });
  return span.how === "own entry" ? t("how.own") : t("span." + span.how);
}

const yearOf = (day) => {
  const [year, month, date] = day.split("-").map(Number);
  return year + (month - 1) / 12 + (date - 1) / 365;
};

function datesOf(span) {
  const from = span.effective_from;
  if (!span.effective_to) return from ? t("span.since", { from }) : t("span.since_unknown");
  return from ? t("span.between", { from, to: span.effective_to }) : t("span.until", { to: span.effective_to });
}

function spanBar(span, x, y, last) {
  const from = span.effective_from ? x(yearOf(span.effective_from)) : x.first;
  const to = x(span.effective_to ? yearOf(span.effective_to) : last);
  const wide = Math.max(3, to - from);
  const kind = "app-" + span.appendix;
  return [
    el("line", { x1: x.first, x2: x(last), y1: y + 8, y2: y + 8, class: "grid" }),
    // an unknown first day: the bar is open on the left
    !span.effective_from && el("path", { d: `M${from},${y} l-6,4 l6,4 l-6,4 l6,4 z`, class: "span " + kind }),
    el("rect", { x: from, y, width: wide, height: 16, class: "span " + kind }),
    wide > 22 && el("text", { x: from + wide / 2, y: y + 12, "text-anchor": "middle", class: "numeral " + kind }, span.appendix),
  ];
}

/** The listing over time as a plot for a width; a line of words above each bar. */
function timelinePlot(sides, width) {
  const last = yearOf(DATA.day);
  const known = sides.flat().flatMap((span) => [span.effective_from, span.effective_to]).filter(Boolean);
  const first = Math.min(...known.map(yearOf), last - 3) - 2;
  const [left, right] = [8, 34];
  const x = (year) => left + ((year - first) * (width - left - right)) / (last - first);
  x.first = left;
  const marks = [];
  let y = 0;
  sides.forEach((spans, side) => {
    y += 16;
    marks.push(el("text", { x: 0, y, class: "value" }, SIDES[KEYS[side]]));
    if (!spans.length) marks.push(el("text", { x: 70, y, class: "faint" }, t("span.none")));
    y += 6;
    for (const span of spans) {
      const [how, dates] = [`, ${howThen(span)}`, datesOf(span)];
      const entry = el("tspan", { class: HIGHER().has(span.entry) ? null : "genus" }, span.entry);
      const fits = (span.entry + how + dates).length * 6.6 < width - left;
      marks.push(el("text", { x: left, y: y + 12, class: "label" }, entry, fits ? `${how}${semicolon()}${dates}` : how));
      if (!fits) marks.push(el("text", { x: left, y: (y += 14) + 12, class: "label" }, dates));
      marks.push(spanBar(span, x, y + 17, last));
      y += 38;
    }
    y += 8;
  });
  const years = last - first;
  const step = [1, 2, 5, 10, 20].find((s) => (years / s) * 46 < width - left - right) || 50;
  const ticks = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) ticks.push(year);
  const axis = ticks.map((year) => [
    el("line", { x1: x(year), x2: x(year), y1: 4, y2: y, class: "grid" }),
    el("text", { x: x(year), y: y + 13, "text-anchor": "middle", class: "faint" }, String(year)),
  ]);
  return plot(width, y + 18, t("animal.timeline"), axis, marks, el("line", { x1: x(last), x2: x(last), y1: 0, y2: y, class: "today" }));
}

function spansTable(sides) {
  const lines = sides.flatMap((spans, side) =>
    spans.map((span) => [
      SIDES[KEYS[side]],
      span.appendix,
      [latin(span.entry), `, ${howThen(span)}`],
      span.effective_from || t("span.before"),
      span.effective_to || t("span.in_force"),
      span.decided_at || "–",
      span.limits ? compiled(span.limits) : "–",
    ]),
  );
  const heads = ["side", "appendix", "entry", "from", "to", "decided", "limits"].map((head) => t("field." + head));
  return tableWith(t("animal.timeline"), heads, lines);
}

/** The listing over time of one animal, or nothing if no entry ever covered it. */
function timelinePart(row) {
  const sides = spansOf(row);
  if (!sides.flat().length) return null;
  const section = figure(t("animal.timeline"), t("animal.timeline.note", { day: DATA.day }), (width) => timelinePlot(sides, width), spansTable(sides));
  section.classList.add("part", "timeline");
  return section;
}
