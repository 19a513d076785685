// The bar at the selection; barplace.js says where it stands. On a phone it is a sheet at the bottom, away from the
// system's own menu, and this module leaves it there. It has steps: to mark, and after that what explains the mark.

import { place, unplace } from "./barplace.js";
import { follow, once } from "./frame.js";
import { toRange } from "./offsets.js";
import { user } from "./session.js";
import { recall, store } from "./storage.js";

/** @typedef {import("./words.js").Status} Status */

const KNOWN = 5; // uses of a status after which its button no longer explains itself
const USED = `annotator.used.${user}.`;
const EXPLAINS = { sourced: "attribution", disputed: "cite", speculative: "modality" };

let step = "mark";
let draw = () => {};

/** Shows a step at the selection until the selection is another; none puts the bar away. @param {string} next */
export function ask(next) {
  step = next;
  draw();
}

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const element = document.getElementById("pick");
  const stage = bench.root.closest(".stage");
  if (!element || !stage) return;
  const bar = selectionBar(element);

  draw = () => {
    const range = step && bench.selected.place ? toRange(bench.root, bench.selected.place) : null;
    if (range) bar.show(range, stage, bench.active()?.status);
    else bar.hide();
  };
  // After the paint of what a key did: to find where to stand, the page is laid out anew.
  const later = once(() => setTimeout(draw));
  bench.on("selected", () => (step = bench.readonly ? "" : "mark"));
  bench.on("marked", ({ status }) => {
    bar.used(status);
    step = EXPLAINS[status];
    later();
  });
  bench.on("render", later);
  // Who writes in a card has turned from the text.
  bench.panel.addEventListener("focusin", ({ target }) => {
    if (/** @type {HTMLElement} */ (target).matches("input, select, textarea")) ask("");
  });
  follow(draw);
}

/** What a sheet that rises would hide of its text is scrolled to above it. @param {HTMLElement} bar @param {Range} range */
function uncover(bar, range) {
  const { top, bottom } = range.getBoundingClientRect();
  const hidden = bottom + 16 - (innerHeight - bar.offsetHeight);
  if (hidden > 0 && top < innerHeight) scrollBy({ top: Math.min(hidden, top - 80) });
}

/** @param {HTMLElement} bar */
function selectionBar(bar) {
  const phone = matchMedia("(width < 900px)");
  const foot = /** @type {HTMLElement | null} */ (document.querySelector(".foot"));
  const steps = /** @type {NodeListOf<HTMLElement>} */ (bar.querySelectorAll("[data-step]"));
  explain();

  return {
    /** @param {Range} range @param {Element} stage @param {Status | undefined} status of the claim at this very place */
    show(range, stage, status) {
      bar.dataset.now = step;
      for (const part of steps) part.hidden = !part.dataset.step?.split(" ").includes(step);
      const before = bar.offsetHeight;
      if (!bar.matches(":popover-open")) bar.showPopover();
      for (const button of bar.querySelectorAll("[data-mark]"))
        button.setAttribute("aria-pressed", String(button.getAttribute("data-mark") === status));
      foot?.classList.add("above");
      foot?.style.setProperty("--above", `${bar.offsetHeight + 12}px`);
      if (!phone.matches) return place(bar, range, stage);
      unplace(bar);
      if (bar.offsetHeight > before) uncover(bar, range);
    },
    hide() {
      if (bar.matches(":popover-open")) bar.hidePopover();
      foot?.classList.remove("above");
    },
    /** @param {Status} status */
    used(status) {
      store(USED + status, String(Number(recall(USED + status)) + 1));
      explain();
    },
  };

  function explain() {
    for (const button of bar.querySelectorAll("[data-mark]"))
      button.classList.toggle("known", Number(recall(USED + button.getAttribute("data-mark"))) >= KNOWN);
  }
}
