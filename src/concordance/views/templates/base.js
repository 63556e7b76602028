// Elements are made from text nodes only: no string of the data is ever read as HTML.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const WORDS = read("words");
const LANGUAGES = ["en", "fr", "es"];
const state = { language: "en" };

/** The text for a key in the chosen language; an unknown key is shown as it is. */
function t(key, values = {}) {
  const texts = WORDS[key];
  const text = texts ? texts[LANGUAGES.indexOf(state.language)] : key.slice(key.indexOf(".") + 1);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : SIDES[name] ?? whole));
}

/** Punctuation that French sets off with a space. */
const colon = () => t("sign.colon");
const semicolon = () => t("sign.semicolon");

const number = (n) => new Intl.NumberFormat(state.language, { useGrouping: "always" }).format(n);
const share = (x, digits = 0) =>
  new Intl.NumberFormat(state.language, { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits }).format(x);

const SVG = "http://www.w3.org/2000/svg";
const SVG_NAMES = new Set(["svg", "g", "rect", "text", "line", "path", "circle", "title", "polyline", "tspan", "defs", "linearGradient", "stop"]);

/** An element: attributes as they are, `on...` functions as listeners, children as text or nodes. */
function el(name, attributes = {}, ...children) {
  const node = SVG_NAMES.has(name) ? document.createElementNS(SVG, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
  return node;
}

/** A scientific name: in italics up to the genus, as the codes of nomenclature write it. */
const latin = (name) => el(HIGHER().has(name) ? "span" : "i", { lang: "la" }, name);
/** A text that the package compiled, which is in English whatever the language of the page. */
const compiled = (text) => el("span", { lang: "en" }, text);
const place = (parts) => "#" + parts;
const link = (id) => place(encodeURIComponent(id));

/**
 * A table that a narrow screen shows as cards, a line for each cell with the head of its column.
 * The roles keep it a table for a screen reader, whatever the style makes of it.
 */
function stacked(table) {
  table.classList.add("stack");
  table.setAttribute("role", "table");
  const heads = [...table.tHead.rows[0].cells];
  for (const group of [table.tHead, ...table.tBodies]) group.setAttribute("role", "rowgroup");
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    for (const [i, cell] of [...row.cells].entries()) {
      const isHead = row.parentNode === table.tHead;
      cell.setAttribute("role", isHead ? "columnheader" : cell.tagName === "TH" ? "rowheader" : "cell");
      if (isHead) continue;
      cell.dataset.head = heads[i].dataset.head || heads[i].textContent;
      cell.replaceChildren(el("div", { class: "content" }, ...cell.childNodes));
    }
  }
  return table;
}

/** The address of the list under some filters. */
function listAddress(filters) {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(filters)) if (value) query.set(key, value);
  const text = query.toString();
  return place("/animals" + (text ? "?" + text : ""));
}

let later = 0;
function announce(text) {
  clearTimeout(later);
  later = setTimeout(() => {
    document.getElementById("live").textContent = text;
  }, 400);
}

function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const anchor = el("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
