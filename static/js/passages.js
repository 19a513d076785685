// Passages: what the document says again and what belongs to the page around it. The server dims and folds them; here
// they are opened, by hand or because one goes there, and a mark in a repeat is offered its first copy.

import { claimAt } from "./claims.js";
import { paragraphs, textOf, toRange } from "./offsets.js";
import { occurrences } from "./occurrences.js";
import { say } from "./view.js";
import { t } from "./words.js";

/** @typedef {import("./offsets.js").Place} Place */
/** @typedef {Place & {kind: "repeat" | "furniture", of: [number, number] | null, why: string}} Passage */

/** @type {Passage[]} in reading order */
export const passages = JSON.parse(document.getElementById("passages")?.textContent || "[]");

/** The passage that a place lies in, all of it. @param {Place} place */
export const inPassage = ({ start, end }) => passages.find((one) => one.start <= start && end <= one.end);

/** @param {Element} passage */
const shut = (passage) => passage.querySelector(":scope > .fold") !== null && !passage.classList.contains("open");

/** Whether a step that began in `from` goes over `node`: it is folded, or in a passage that the step did not begin in. @param {Element} node @param {Element | undefined} from */
export function passedOver(node, from) {
  const passage = node.closest(".passage");
  return passage !== null && (passage !== from?.closest(".passage") || shut(passage));
}

/** The same words where they stand first; null where the place is in no repeat. @param {Element} root @param {Place} place @returns {Place | null} */
export function firstCopy(root, place) {
  const passage = inPassage(place);
  if (!passage?.of) return null;
  const wish = passage.of[0] + place.start - passage.start;
  const far = (/** @type {Place} */ copy) => Math.abs(copy.start - wish);
  const copies = occurrences(root, textOf(root, place.start, place.end), ...passage.of).sort((a, b) => far(a) - far(b));
  return copies[0] ? (firstCopy(root, copies[0]) ?? copies[0]) : null;
}

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const { root, selected } = bench;
  const folds = [...root.querySelectorAll(".passage:has(> .fold)")];
  const offer = document.querySelector("[data-first-copy]");
  /** @type {Place | null} of what is selected */
  let first = null;

  /** @param {Element} fold @param {boolean} open */
  const turn = (fold, open) => {
    fold.classList.toggle("open", open);
    fold.querySelector(".fold")?.setAttribute("aria-expanded", String(open));
    const inside = selected.place && paragraphs(root, selected.place.start, selected.place.end);
    if (!open && inside?.some(({ node }) => fold.contains(node))) selected.clear();
  };
  /** @param {Range | null} range */
  const openIn = (range) => {
    for (const fold of range ? folds : []) if (shut(fold) && range?.intersectsNode(fold)) turn(fold, true);
  };

  root.addEventListener("click", (event) => {
    const fold = event.target instanceof Element && event.target.closest(".fold")?.parentElement;
    if (fold) turn(fold, shut(fold));
  });
  root.addEventListener("reveal", (event) => openIn(/** @type {CustomEvent} */ (event).detail));
  bench.on("selected", (place) => {
    openIn(place && toRange(root, place));
    first = place && firstCopy(root, place);
    offer?.toggleAttribute("hidden", !first);
  });
  bench.on("swapped", (fresh) => {
    for (const node of fresh) {
      const fold = node.querySelector("mark") && node.closest(".passage");
      if (fold && shut(fold)) turn(fold, true);
    }
  });

  bench.keys.o = "fold";
  bench.commands.fold = () => {
    if (!folds.length) return say(t("Nothing is folded in this text."));
    const open = folds.some(shut);
    for (const fold of folds) if (open || !fold.querySelector("mark")) turn(fold, open);
    say(open ? t("Repeats and page furniture are shown.") : t("Repeats and page furniture are folded."));
  };
  bench.commands["first-copy"] = () => {
    const [to, claim] = [first, bench.active()];
    if (!to) return;
    if (claim && !bench.readonly && !claimAt(bench.all(), to)) {
      const said = /** @type {any} */ ({ note: claim.note, ...claim.details });
      bench.history.group(() => {
        bench.acts.retract(claim);
        bench.acts.mark(to, claim.status, said);
      });
      bench.wrote();
      say(t("Marked where it stands first."));
    }
    selected.set(to);
  };
  bench.on("marked", () => {
    if (first) say(t("Marked in a repeat: the same words stand further up."));
  });

  const bare = (/** @type {Passage} */ { start, end }) =>
    paragraphs(root, start, end)
      .filter(({ node }) => !node.closest(".passage"))
      .map((one) => ({ start: Math.max(start, one.start), end: Math.min(end, one.end) }));
  bench.paint.show("passage", passages.flatMap(bare));
}
