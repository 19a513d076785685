// Find in the document: hits are painted, counted and stepped through; the last one becomes the selection, so that a
// key marks it. They are places in the text, not in the DOM, and outlive a swap.

import { fold } from "./folding.js";
import { follow } from "./frame.js";
import { codePoints, nodes, offset, snap, toRange } from "./offsets.js";
import { reveal } from "./reveal.js";
import { number, t } from "./words.js";

/** @typedef {import("./offsets.js").Place} Place */
/** A stretch of a paragraph, in its UTF-16 units. @typedef {{o: number, text: string, from: number, to: number}} Hit */

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const { root, selected, paint } = bench;
  const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-find]"));
  const input = box?.querySelector("input");
  const count = box?.querySelector("[role=status]");
  if (!box || !input || !count) return;
  /** @type {Hit[]} */
  let hits = [];
  let at = -1;
  let began = 0; // where the reader was

  const draw = () => {
    if (box.hidden) return;
    const sight = inSight(root);
    const near = hits.filter(({ o }) => o >= sight.start && o <= sight.end);
    paint.show("found", near.map(place));
    paint.show("found-on", hits[at] ? [place(hits[at])] : []);
  };
  const show = () => {
    const found = hits[at] && place(hits[at]);
    const none = input.value.trim() ? t("Nothing found") : "";
    count.textContent = found ? t("%s of %s", number(at + 1), number(hits.length)) : none;
    const range = found && toRange(root, found);
    if (range) reveal(range, root);
    draw();
  };
  const search = () => {
    hits = matches(root, input.value);
    at = hits.findIndex((hit) => place(hit).end > began);
    if (at < 0 && hits.length) at = 0;
    show();
  };
  /** @param {number} way */
  const go = (way) => {
    if (hits.length) at = (at + way + hits.length) % hits.length;
    show();
  };
  const close = () => {
    const found = hits[at];
    box.hidden = true;
    hits = [];
    for (const name of ["found", "found-on"]) paint.show(name, []);
    bench.home();
    if (found) selected.set(place(found), { show: false });
  };

  bench.keys["/"] = "find";
  Object.assign(bench.commands, {
    find() {
      const { start, end } = selected.place ?? selected.caret();
      const quote = selected.place && end - start < 60 ? selected.quoted({ start, end }).exact : "";
      began = start;
      box.hidden = false;
      if (quote && !quote.includes("\n")) input.value = quote;
      input.select();
      input.focus();
      search();
    },
    "find-next": () => go(1),
    "find-previous": () => go(-1),
    "find-close": close,
  });
  input.addEventListener("input", search);
  box.addEventListener("keydown", (event) => {
    const enter = event.key === "Enter" && event.target === input;
    const way = enter ? (event.shiftKey ? -1 : 1) : { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation(); // Escape would let go what is selected now
    if (way) go(way);
    else close();
  });
  follow(draw);
}

/** @type {Map<number, {text: string, from: number[] | null}>} */
const folds = new Map();

/** @param {HTMLElement} root @param {string} words @returns {Hit[]} in reading order */
function matches(root, words) {
  const needle = fold(words).text.trim();
  /** @type {Hit[]} */
  const found = [];
  if (!needle) return found;
  for (const node of nodes(root)) {
    const o = offset(node);
    const text = node.textContent ?? "";
    const plain = folds.get(o) ?? fold(text);
    folds.set(o, plain);
    for (let i = plain.text.indexOf(needle); i >= 0; i = plain.text.indexOf(needle, i + needle.length)) {
      let end = i + needle.length;
      while (plain.from && plain.from[end] === plain.from[end - 1]) end++; // half of a letter that is two
      found.push({ o, text, from: plain.from?.[i] ?? i, to: plain.from?.[end] ?? end });
    }
  }
  return found;
}

/** Whole characters of the document. @param {Hit} hit @returns {Place} */
function place({ o, text, from, to }) {
  const start = codePoints(text.slice(0, from));
  const span = { start, end: start + codePoints(text.slice(from, to)) };
  const whole = snap(text, span, "grapheme") ?? span;
  return { start: o + whole.start, end: o + whole.end };
}

/** Offsets of the first and the last paragraph that are on the screen, or one screen off. @param {HTMLElement} root */
function inSight(root) {
  const all = nodes(root);
  /** The first below a height. @param {number} height */
  const below = (height) => {
    let [low, high] = [0, all.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (all[middle].getBoundingClientRect().bottom > height) high = middle;
      else low = middle + 1;
    }
    return all[low] ? offset(all[low]) : 0;
  };
  return { start: below(-innerHeight), end: below(2 * innerHeight) };
}
