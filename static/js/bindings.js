// Which key, click and scroll leads to which command.

import { claimAt } from "./claims.js";
import { keys } from "./keys.js";
import { saveNotes } from "./note.js";
import { say } from "./view.js";
import { SAY } from "./words.js";

/** @typedef {import("./words.js").Status} Status */
/** @typedef {import("./claims.js").Claim} Claim */
/**
 * @typedef {ReturnType<typeof import("./commands.js").commands> & {
 *   root: HTMLElement, pick: HTMLElement | null, panel: HTMLElement, id: string,
 *   selected: import("./selection.js").Selected, outbox: import("./outbox.js").Outbox,
 *   all: () => Claim[], redraw: () => void, send: () => void,
 * }} Bench
 */

/** @param {Bench} bench */
export function bind(bench) {
  const foot = /** @type {HTMLElement | null} */ (document.querySelector(".foot"));
  document.addEventListener("click", (event) => press(bench, event));
  bench.root.addEventListener("click", (event) => pickMark(bench, event));
  document.querySelector("[data-handin]")?.addEventListener("submit", (event) => holdBack(bench, event));
  // Buttons of the bar and the foot leave the focus, and so the keys, in the text.
  for (const place of [bench.pick, foot]) place?.addEventListener("mousedown", (event) => event.preventDefault());
  follow(bench);
  keys([bench.root, bench.pick, foot], acts(bench), { off: () => say(SAY.keysOff) });
}

/** @param {Bench} bench @returns {Record<string, () => void>} */
function acts({ named, mark }) {
  return {
    ArrowDown: named["next-sentence"],
    ArrowUp: named["previous-sentence"],
    "Shift+ArrowRight": named["arrow-right"],
    "Shift+ArrowLeft": named["arrow-left"],
    1: () => mark("sourced"),
    2: () => mark("disputed"),
    3: () => mark("speculative"),
    c: named["next-clause"],
    e: named.edge,
    s: named["snap-sentence"],
    w: named["snap-word"],
    n: named["next-claim"],
    p: named["previous-claim"],
    t: named.note,
    z: named.undo,
    "Ctrl+z": named.undo,
    Delete: named.retract,
    Backspace: named.retract,
    Escape: named["let-go"],
    g: () => document.querySelector("[data-guide]")?.toggleAttribute("open"),
    "?": () => /** @type {HTMLDialogElement} */ (document.getElementById("keys")).showModal(),
  };
}

/** @param {Event} event @param {string} selector @returns {HTMLElement | null} */
const within = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

/** @param {Bench} bench @param {Event} event */
function press({ all, named, mark, change, panel }, event) {
  const button = within(event, "button");
  if (!button) return;
  if (button.getAttribute("commandfor") === "handin") saveNotes();
  const tag = within(event, "[data-tag]")?.dataset.tag;
  const claim = all().find((one) => one.id === tag);
  const { action, mark: status, change: to, show } = button.dataset;
  if (action) named[action]?.(claim);
  if (status) mark(/** @type {Status} */ (status));
  if (to && claim) change(claim, /** @type {Status} */ (to));
  if (show === undefined) return;
  panel.dataset.show = show;
  for (const tab of panel.querySelectorAll("[data-show]")) tab.setAttribute("aria-pressed", String(tab === button));
}

/**
 * A plain click on a mark selects its claim; clicked again, the next one of those that overlap there.
 * @param {Bench} bench @param {Event} event
 */
function pickMark({ all, selected }, event) {
  const tags = within(event, "mark")?.dataset.tags?.split(" ");
  if (!tags || !getSelection()?.isCollapsed) return;
  const length = (/** @type {Claim} */ claim) => claim.end - claim.start;
  const mine = all()
    .filter((claim) => claim.live && tags.includes(claim.id))
    .sort((a, b) => length(a) - length(b));
  const next = mine[(mine.findIndex((claim) => claim === claimAt(mine, selected.place)) + 1) % mine.length];
  if (next) selected.set(next, { show: false });
}

/** Nothing is handed in while something of it has not arrived. @param {Bench} bench @param {Event} event */
function holdBack({ outbox, id, send }, event) {
  const unsent = outbox.items().filter((item) => item.document === id).length;
  const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-unsent]"));
  if (!unsent || !box) return;
  event.preventDefault();
  box.textContent = SAY.unsent(unsent);
  box.hidden = false;
  send();
}

/** The bar goes with its text. @param {Bench} bench */
function follow({ redraw }) {
  let drawn = 0;
  const later = () => {
    cancelAnimationFrame(drawn);
    drawn = requestAnimationFrame(redraw);
  };
  addEventListener("scroll", later, { capture: true, passive: true });
  addEventListener("resize", later, { passive: true });
}
