// How far the two sides agreed after each meeting: one panel for each figure, all on the same scale
// but cut to the range of its values, so that a change of one point is visible.

const PANEL = 122;

/** A panel: heading with first and last value, a line, and the value at each point where it fits. */
function panelOf(figure, own, days, at, span, top) {
  const scores = own.map((point) => point.score);
  const [lowest, highest] = [Math.min(...scores), Math.max(...scores)];
  const floor = (lowest + highest - span) / 2;
  const [head, room] = [24, PANEL - 48];
  const y = (score) => top + head + 10 + room - ((score - floor) / span) * room;
  const [first, last] = [own[0], own[own.length - 1]];
  const gap = days.length > 1 ? at(days[1]) - at(days[0]) : 100;
  const points = (last.score - first.score) * 100;
  const change = new Intl.NumberFormat(state.language, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(points);
  const steps = [];
  for (let s = Math.ceil(floor * 50) / 50; s <= floor + span + 1e-9; s += 0.02) steps.push(s);
  const short = (score) => new Intl.NumberFormat(state.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(score * 100);
  return [
    el("text", { x: 0, y: top + 12, class: "value" }, t("figure." + figure)),
    el("text", { x: at(days[days.length - 1]), y: top + 12, "text-anchor": "end", class: "faint" }, gap > 40 ? t("chart.change", { change }) : t("chart.change.short", { change })),
    steps.map((s) => [
      el("line", { x1: 40, x2: at(days[days.length - 1]) + 12, y1: y(s), y2: y(s), class: "grid" }),
      el("text", { x: 34, y: y(s) + 4, "text-anchor": "end", class: "faint small" }, share(s)),
    ]),
    el("polyline", { points: own.map((point) => `${at(point.as_of)},${y(point.score)}`).join(" "), class: "line" }),
    own.map((point, i) => {
      const changed = i === 0 || i === own.length - 1 || short(point.score) !== short(own[i - 1].score);
      return [
        el("circle", { cx: at(point.as_of), cy: y(point.score), r: 4, class: "point" }, el("title", {}, `${t("figure." + figure)}, ${point.as_of}: ${point.agree}/${point.comparable}`)),
        changed && gap > 29 && el("text", { x: at(point.as_of), y: y(point.score) - 7, "text-anchor": "middle", class: "small score" }, short(point.score)),
      ];
    }),
  ];
}

function scoreFigure() {
  const points = DATA.over_time.filter((point) => point.score !== null);
  const days = [...new Set(points.map((point) => point.as_of))];
  if (days.length === 1) return null;
  if (!days.length) return el("section", { class: "figure" }, el("h2", {}, t("chart.score")), el("p", { class: "note" }, t("chart.score.none")));
  const figures = [...new Set(points.map((point) => point.figure))];
  const ofFigure = (figure) => points.filter((point) => point.figure === figure);
  const name = (day) => points.find((point) => point.as_of === day).meeting || t("today");
  // the range of the figure that changes most, at least four points: one point has the same height in each panel
  const ranges = figures.map((figure) => ofFigure(figure).map((point) => point.score)).map((scores) => Math.max(...scores) - Math.min(...scores));
  const span = Math.max(0.04, ...ranges);
  const draw = (width) => {
    const at = (day) => 58 + (days.indexOf(day) * (width - 58 - 22)) / Math.max(1, days.length - 1);
    const panels = figures.map((figure, i) => panelOf(figure, ofFigure(figure), days, at, span, i * PANEL));
    const base = figures.length * PANEL + 4;
    const labels = days.map((day) => el("text", { x: at(day) + 4, y: base, "text-anchor": "end", transform: `rotate(-35 ${at(day) + 4} ${base})` }, name(day)));
    return plot(width, base + 56, t("chart.score"), panels, labels);
  };
  const cell = (day, figure) => {
    const point = points.find((p) => p.as_of === day && p.figure === figure);
    return point ? `${share(point.score, 1)} (${number(point.agree)}/${number(point.comparable)})` : "–";
  };
  const table = countTable(
    [t("chart.meeting"), t("chart.day"), ...figures.map((figure) => t("figure." + figure))],
    days.map((day) => [name(day), day, ...figures.map((figure) => cell(day, figure))]),
  );
  return figure(t("chart.score"), t("chart.score.note"), draw, table);
}
