// The page shows what its address requests; every view is a function of the address.

const MAIN = document.getElementById("main");
let printing = null;
let lastList = listAddress({});
let focusNext = "";
let typing = false;
let forward = false;
const scrolls = new Map();
let shownAt = "";

/** Go to an address of the page; the element with the id keeps the focus. */
function go(address, id = "") {
  focusNext = id;
  forward = true;
  location.hash = address.slice(1);
}

function filtersOf(query) {
  return Object.fromEntries(new URLSearchParams(query));
}

/** The row that an address names: by its id, by the id of a taxon, or by a name that leads to one row only. */
function rowOf(id) {
  if (ROW_OF_ID.has(id)) return ROW_OF_ID.get(id);
  for (const rows of ROWS_OF) if (rows.has(id)) return rows.get(id)[0];
  return null;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function about() {
  return el(
    "div",
    { class: "about" },
    el("h1", { tabindex: "-1" }, t("about.title")),
    part(t("about.read"), [1, 2, 3].map((i) => el("p", {}, t("about.read." + i)))),
    part(
      t("about.lists"),
      DATA.sources.map((s) => [
        el("h3", {}, s.name),
        el("p", {}, compiled(s.version), `${semicolon()}${t("about.complete")} `, compiled(s.complete_to), `${semicolon()}${t("about.licence")}${colon()}`, compiled(s.licence), "."),
        el("p", { class: "faint" }, el("code", {}, "sha256 " + s.sha256)),
      ]),
    ),
    DATA.score.length > 0 && part(t("about.formula"), el("p", { lang: "en" }, DATA.formula)),
    IS_WHOLE &&
      part(
        t("about.codes"),
        el("dl", { class: "keys" }, Object.keys(WORDS).filter((key) => key.startsWith("flag.")).map((key) => [el("dt", {}, t(key)), el("dd", {}, t("meaning." + key.slice(5)))])),
      ),
    part(t("about.cite"), el("p", { lang: "en" }, DATA.citation)),
    el("p", { class: "faint" }, t("about.tool", { version: DATA.tool_version })),
  );
}

/** The content for the address: the view, its title, and its menu entry. */
function viewOf(address) {
  const [path, query = ""] = address.split("?");
  // the agenda comes first; a report that may show relations only has none
  if (["", "/", "/agenda"].includes(path) && IS_WHOLE) return { make: () => agenda(filtersOf(query)), title: t("nav.agenda"), menu: "/agenda" };
  if (["", "/", "/overview"].includes(path)) return { make: overview, title: t("nav.overview"), menu: "/overview" };
  if (path === "/about") return { make: about, title: t("nav.about"), menu: "/about" };
  if (path === "/animals") {
    const filters = filtersOf(query);
    return { make: () => listView(filters), title: t("nav.animals"), menu: "/animals", filters };
  }
  const id = decoded(address);
  const row = rowOf(id);
  if (row !== null) return { make: () => animalView(row), title: titleOf(row).join(" / "), menu: "" };
  // a name: the list shows where it leads
  return { make: () => listView({ q: id }), title: id, menu: "/animals", filters: { q: id } };
}

/** Draw the plots for the width they have, or for a width given. */
function draw(width) {
  for (const one of MAIN.querySelectorAll(".figure")) if (one.draw) one.draw(width);
}
const PAPER = 680;

function show() {
  const address = location.hash.slice(1);
  if (shownAt !== address) scrolls.set(shownAt, window.scrollY);
  const view = viewOf(address);
  printing = null;
  if (view.filters) lastList = listAddress(view.filters);
  MAIN.replaceChildren(view.make());
  draw();
  document.title = `${view.title} – ${SIDES.left} × ${SIDES.right}, ${DATA.day}`;
  for (const anchor of document.querySelectorAll("#head nav a"))
    anchor.getAttribute("href") === "#" + view.menu ? anchor.setAttribute("aria-current", "page") : anchor.removeAttribute("aria-current");
  const field = document.getElementById("search");
  if (!typing) field.value = view.filters ? view.filters.q || "" : "";
  const moved = shownAt !== address;
  if (focusNext) document.getElementById(focusNext)?.focus();
  else if (moved && !typing && started) MAIN.querySelector("h1")?.focus({ preventScroll: true });
  if (moved && !typing && !focusNext) window.scrollTo(0, forward ? 0 : scrolls.get(address) || 0);
  shownAt = address;
  focusNext = "";
  forward = typing = false;
}
let started = false;

let waiting = 0;
/** The list follows while a name is typed; all of this is one step of the browser history. */
function typed(event) {
  clearTimeout(waiting);
  const q = event.target.value;
  waiting = setTimeout(() => {
    const view = viewOf(location.hash.slice(1));
    typing = true;
    const address = listAddress({ ...(view.filters || {}), q: q.trim(), page: "", sort: "", down: "" });
    if (address === location.hash) typing = false;
    else if (view.filters) location.replace(address);
    else location.hash = address.slice(1);
  }, 120);
}

function head() {
  const [left, right] = DATA.sources;
  const days = left.as_of === right.as_of ? t("as_of", { day: left.as_of }) : [left, right].map((s) => `${s.name} ${t("as_of", { day: s.as_of })}`).join("; ");
  const menu = [...(IS_WHOLE ? [["/agenda", "agenda"]] : []), ["/overview", "overview"], ["/animals", "animals"], ["/about", "about"]];
  const field = el("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false", placeholder: t("search.hint"), oninput: typed });
  document.getElementById("head").replaceChildren(
    el("div", { class: "brand" }, el("a", { href: "#/" }, `${SIDES.left} × ${SIDES.right}`), el("span", { class: "faint" }, days)),
    el(
      "form",
      { role: "search", class: "search screen", onsubmit: (event) => event.preventDefault() },
      el("label", { for: "search" }, t("search")),
      field,
    ),
    el("nav", { class: "menu screen", "aria-label": t("nav") }, menu.map(([path, key]) => el("a", { href: "#" + path }, t("nav." + key)))),
    el(
      "div",
      { class: "tools screen" },
      el("button", { type: "button", id: "print", onclick: () => window.print() }, t("print")),
      el("label", { class: "hidden", for: "language" }, t("language")),
      el(
        "select",
        { id: "language", onchange: (event) => speak(event.target.value) },
        [["en", "English"], ["fr", "Français"], ["es", "Español"]].map(([code, name]) => el("option", { value: code, lang: code, selected: code === state.language }, name)),
      ),
    ),
  );
  document.getElementById("skip").textContent = t("skip");
  const names = DATA.restricted.join(", ");
  const warning = DATA.restricted.length > 0 && el("strong", { id: "restricted" }, t(DATA.whole ? "own_use" : "left_out", { names }), " ");
  document.getElementById("disclaimer").replaceChildren(...[warning, t("disclaimer")].filter(Boolean));
}

function speak(language) {
  state.language = language;
  document.documentElement.lang = language;
  head();
  show();
  document.getElementById("language").focus();
}

document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  MAIN.focus();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("a[href^='#']")) forward = true;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    event.preventDefault();
    document.getElementById("search").focus();
  }
});
window.addEventListener("hashchange", show);
window.addEventListener("beforeprint", () => {
  for (const part of MAIN.querySelectorAll("details:not(.filters):not(.figures)")) part.open = true;
  draw(PAPER);
  printing?.before();
});
window.addEventListener("afterprint", () => {
  printing?.after();
  draw();
});
let width = window.innerWidth;
window.addEventListener("resize", () => {
  if (width !== window.innerWidth) draw();
  width = window.innerWidth;
});
history.scrollRestoration = "manual";
document.documentElement.lang = state.language;
head();
show();
started = true;
performance.mark("shown");
// the words of the names are prepared while the page is idle, so that the first letter gets an instant answer
setTimeout(INDEX, 500);
