// The list of claims comes fifty at a time: the rest is fetched when the page has nothing better to do, up to a
// number that a list can bear, and after that when its end is scrolled to.

import { neighbour } from "./claims.js";
import { elements, fetched } from "./html.js";

/** @typedef {import("./offsets.js").Place} Place */

const AT_ONCE = 200;
const FIRST = "00000000-0000-0000-0000-000000000000"; // before every claim that begins at an offset

/** @param {HTMLElement} list @param {() => void} grown */
export function readOn(list, grown) {
  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) next(true);
  });
  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ run) => setTimeout(run, 200));

  /** @param {boolean} wanted the reader is at the end of the list */
  async function next(wanted) {
    const row = list.querySelector("[data-more]");
    const link = row?.querySelector("a");
    if (!row || !link) return;
    if (!wanted && list.children.length > AT_ONCE) return seen.observe(row);
    const cards = await fetched(link.href);
    if (cards === null) return seen.observe(row);
    if (!row.isConnected) return;
    add(list, elements(cards), row);
    grown();
    idle(() => next(false));
  }
  idle(() => next(false));
}

/**
 * Sees to it that the claim after (+1) or before (-1) a place is in the list, wherever in the document that is.
 * @param {import("./bench.js").Bench} bench @param {Place | null} place @param {1 | -1} way
 */
export async function reach(bench, place, way) {
  const row = bench.list.querySelector("[data-more]");
  const link = row?.querySelector("a");
  if (!row || !link) return;
  const whole = Number(new URL(link.href).searchParams.get("after")?.split(".")[0]); // up to here none is missing
  const { claim, round } = neighbour(bench.all(), place, way);
  if (claim && !round && claim.start < whole && (place?.start ?? 0) <= whole) return;
  const from = place && way > 0 ? `after=${place.start}.${FIRST}` : `before=${place && !round ? place.start : 1e9}`;
  const html = await fetched(`${bench.url}cards/?${from}`);
  if (html === null) return;
  const cards = elements(html);
  cards.querySelector("[data-more]")?.remove();
  add(bench.list, cards, null);
  bench.render();
}

/**
 * Puts cards into the list in reading order, without those that are there; the row for more stands before the first gap.
 * @param {HTMLElement} list @param {DocumentFragment} cards @param {Element | null} row that they take the place of
 */
function add(list, cards, row) {
  const there = list.querySelectorAll(":scope > [data-version]");
  const known = new Set([...there].map((card) => card.getAttribute("data-tag")));
  for (const card of [...cards.children]) if (known.has(card.getAttribute("data-tag"))) card.remove();
  if (row) return row.replaceWith(cards);
  const start = (/** @type {Element} */ card) => Number(card.getAttribute("data-start") ?? NaN);
  let after = /** @type {Element | null} */ (list.querySelector(":scope > [data-more]"));
  for (const card of [...cards.children]) {
    while (after?.nextElementSibling && start(after.nextElementSibling) <= start(card)) after = after.nextElementSibling;
    after?.after(card);
    after = card;
  }
}
