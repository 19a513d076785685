// The list of claims comes some at a time: the rest is fetched when the page has nothing better to do, up to a number
// that a list can bear, and after that when its end is scrolled to.

import { inOrder } from "./cards.js";
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
    row.remove();
    add(list, elements(cards));
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
  if (!row) return;
  const whole = Number(row.getAttribute("data-start")); // up to here none is missing
  const { claim, round } = neighbour(bench.all(), place, way);
  if (claim && !round && claim.start < whole && (place?.start ?? 0) <= whole) return;
  const from = place && way > 0 ? `after=${place.start}.${FIRST}` : `before=${place && !round ? place.start : 1e9}`;
  const html = await fetched(`${bench.url}cards/?${from}`);
  if (html === null) return;
  const cards = elements(html);
  cards.querySelector("[data-more]")?.remove();
  add(bench.list, cards);
  bench.render();
}

/** Puts cards into the list, without those that are there. @param {HTMLElement} list @param {DocumentFragment} cards */
function add(list, cards) {
  const there = list.querySelectorAll(":scope > [data-version]");
  const known = new Set([...there].map((card) => card.getAttribute("data-tag")));
  inOrder(list, [...cards.children].filter((card) => !known.has(card.getAttribute("data-tag"))));
}
