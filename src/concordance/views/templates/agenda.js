// The first view: open decisions, one item for each problem, heaviest consequence first.

/** The number of items of each kind, with a link to these items. */
function agendaKinds(chosenKind) {
  const counts = tally(DATA.agenda.map((item) => item.kind));
  const address = (kind) => place("/agenda" + (kind ? "?" + new URLSearchParams({ kind }) : ""));
  const chip = (kind, words, n) =>
    el("li", {}, el("a", { class: "chip", href: address(kind), "aria-current": (chosenKind || "") === kind ? "true" : null }, `${words} `, el("b", {}, number(n))));
  return el(
    "ul",
    { class: "chips screen", "aria-label": t("agenda.kinds") },
    chip("", t("agenda.all"), DATA.agenda.length),
    counts.map(([kind, n]) => chip(kind, t("agendakind." + kind), n)),
  );
}

/** The rows of an item, each a link to its animal. */
function agendaRows(item) {
  const rows = item.ids.map((id) => ROW_OF_ID.get(id)).filter((row) => row !== undefined);
  return el("ul", { class: "plain" }, rows.map((row) => el("li", {}, el("a", { href: link(col("concordance_id")[row]) }, titleNodes(row)))));
}

function agendaLine(item, i) {
  return el(
    "tr",
    {},
    el("td", { class: "number" }, number(i + 1)),
    el(
      "th",
      { scope: "row" },
      el("a", { href: link(item.ids[0]) }, latin(item.title)),
      el("div", { class: "faint" }, t("agendakind." + item.kind), colon(), said(item.differs, "agenda")),
      el("details", {}, el("summary", {}, t("agenda.why")), el("p", {}, said(item.why, "why")), item.ids.length > 1 && agendaRows(item)),
    ),
    item.appendices.map((appendix) => el("td", {}, appendix ? appendix.replaceAll("|", ", ") : "–")),
    el("td", {}, t("consequence." + item.legal_consequence)),
    el("td", {}, t("action." + item.recommended_action)),
    el("td", { class: "number" }, number(item.row_count)),
  );
}

function agenda(filters) {
  const heads = ["item", "what", "left", "right", "consequence", "action", "rows"];
  const label = (head) => (head === "left" || head === "right" ? SIDES[head] : t("agenda." + head));
  const lines = DATA.agenda.map((item, i) => [item, i]).filter(([item]) => !filters.kind || item.kind === filters.kind);
  return el(
    "div",
    { class: "agenda" },
    el("h1", { tabindex: "-1" }, t("nav.agenda")),
    el("p", { class: "note" }, t(DATA.agenda.length ? "agenda.note" : "agenda.none")),
    DATA.agenda.length > 0 && [
      agendaKinds(filters.kind),
      el(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": t("nav.agenda") },
        stacked(el("table", {}, el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, label(head))))), el("tbody", {}, lines.map(([item, i]) => agendaLine(item, i))))),
      ),
    ],
  );
}
