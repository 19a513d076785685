// Draws what the workbench knows: the save state, the counts, the cards, what is painted over the text, the bar.

import { write } from "./html.js";
import { SAY, saveState, STATUS } from "./words.js";

/** @typedef {import("./claims.js").Claim} Claim */
/** @typedef {import("./words.js").Status} Status */

const FADES = 6000; // milliseconds until a phone takes the last message away

/** @param {string} selector @returns {HTMLElement | null} */
const one = (selector) => document.querySelector(selector);

let fading = 0;

/** Says what was done. @param {string} words */
export function say(words) {
  const box = one("[data-said]");
  write(box, words);
  box?.parentElement?.classList.remove("old");
  clearTimeout(fading);
  fading = setTimeout(() => box?.parentElement?.classList.add("old"), FADES);
}

/** @param {{undo: boolean, redo: boolean}} steps @param {boolean} readonly */
export function offerSteps({ undo, redo }, readonly) {
  one("[data-action=undo]")?.toggleAttribute("hidden", readonly || !undo);
  one("[data-action=redo]")?.toggleAttribute("hidden", readonly || !redo);
}

/** @param {{saved: number, waiting: number, refused: number, signedOut: boolean}} state */
export function showState(state) {
  const box = one("[data-saved]");
  write(box, saveState(state));
  box?.classList.toggle("wait", state.waiting > 0);
  box?.classList.toggle("trouble", state.refused > 0 || state.signedOut);
  one("[data-signed-out]")?.toggleAttribute("hidden", !state.signedOut);
}

/** @param {Record<string, number>} counts */
export function showCounts(counts) {
  for (const box of document.querySelectorAll("[data-count]"))
    write(box, String(counts[box.getAttribute("data-count") ?? ""] ?? 0));
  one("[data-plural]")?.toggleAttribute("hidden", counts.total === 1);
}

/** The counts as the server wrote them. @returns {Record<string, number>} */
export const readCounts = () =>
  Object.fromEntries(
    [...document.querySelectorAll("[data-claims] [data-count]")].map((box) => [
      box.getAttribute("data-count"),
      Number(box.textContent),
    ]),
  );

/**
 * @param {ReturnType<typeof import("./paint.js").painter>} paint
 * @param {HTMLElement} root
 * @param {Claim[]} all
 * @param {Claim | null} active
 * @param {import("./offsets.js").Place | null} place that is selected
 */
export function showMarks(paint, root, all, active, place) {
  const waiting = all.filter((claim) => claim.live && claim.waits && !claim.refused);
  const statuses = /** @type {Status[]} */ (Object.keys(STATUS));
  for (const status of statuses)
    paint.show(
      `draft-${status}`,
      waiting.filter((claim) => claim.status === status),
    );
  paint.show(
    "refused",
    all.filter((claim) => claim.live && claim.refused),
  );
  for (const status of statuses) paint.show(`active-${status}`, active?.status === status ? [active] : []);
  paint.show("picked", place && !active ? [place] : []);
  for (const mark of [...root.getElementsByClassName("leaving")]) mark.classList.remove("leaving");
  for (const claim of all)
    if (!claim.live && claim.waits)
      for (const mark of root.querySelectorAll(`mark[data-tags="${CSS.escape(claim.id)}"]`))
        mark.classList.add("leaving");
}

/** Brings the active card into sight, where the list scrolls by itself; on a phone the text would go away. @param {HTMLElement} list */
export function showCard(list) {
  const card = list.querySelector(".on");
  if (card && matchMedia("(width >= 900px)").matches) card.scrollIntoView({ block: "nearest" });
}

/** Reads the selection out to those who do not see it. @param {string} quote @param {Status | undefined} status */
export const announce = (quote, status) => write(one("[data-selected]"), quote && SAY.selected(quote, status));
