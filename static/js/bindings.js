// Which key, click and scroll leads to which command.

import { claimAt } from "./claims.js";
import { keys } from "./keys.js";
import { say } from "./view.js";
import { SAY } from "./words.js";

/** @typedef {import("./claims.js").Claim} Claim */
/** @typedef {import("./bench.js").Bench} Bench */

const KEYS = {
  ArrowDown: "next-sentence",
  ArrowUp: "previous-sentence",
  "Shift+ArrowRight": "arrow-right",
  "Shift+ArrowLeft": "arrow-left",
  1: "sourced",
  2: "disputed",
  3: "speculative",
  c: "next-clause",
  e: "edge",
  s: "snap-sentence",
  w: "snap-word",
  n: "next-claim",
  p: "previous-claim",
  t: "note",
  z: "undo",
  "Ctrl+z": "undo",
  "Shift+z": "redo",
  "Ctrl+Shift+z": "redo",
  Delete: "retract",
  Backspace: "retract",
  Escape: "let-go",
  g: "guideline",
  "?": "all-keys",
  "Shift+/": "all-keys", // on its key in scripts that have a question mark of their own
};

/** @param {Bench} bench */
export function install(bench) {
  const pick = document.getElementById("pick");
  const foot = /** @type {HTMLElement | null} */ (document.querySelector(".foot"));
  document.addEventListener("click", (event) => press(bench, event));
  bench.root.addEventListener("click", (event) => pickMark(bench, event));
  // Buttons of the bar and the foot leave the focus, and so the keys, in the text.
  for (const place of [pick, foot])
    place?.addEventListener("mousedown", (event) => within(event, "label") || event.preventDefault());
  Object.assign(bench.keys, KEYS);
  Object.assign(bench.commands, {
    guideline: () => document.querySelector("[data-guide]")?.toggleAttribute("open"),
    "all-keys": () => /** @type {HTMLDialogElement} */ (document.getElementById("keys")).showModal(),
  });
  keys([bench.root, pick, foot], bench, { off: () => say(SAY.keysOff) });
}

/** @param {Event} event @param {string} selector @returns {HTMLElement | null} */
const within = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

/** @param {Bench} bench @param {Event} event */
function press(bench, event) {
  const button = within(event, "button");
  if (!button) return;
  const tag = within(event, "[data-tag]")?.dataset.tag;
  const claim = bench.all().find((one) => one.id === tag);
  const { action, mark, change, show } = button.dataset;
  bench.commands[action ?? mark ?? (change && `to-${change}`) ?? ""]?.(claim);
  if (show === undefined) return;
  bench.panel.dataset.show = show;
  for (const tab of bench.panel.querySelectorAll("[data-show]")) tab.setAttribute("aria-pressed", String(tab === button));
}

/**
 * A plain click on a mark selects its claim; clicked again, the next one of those that overlap there.
 * @param {Bench} bench @param {Event} event
 */
function pickMark(bench, event) {
  const tags = within(event, "mark")?.dataset.tags?.split(" ");
  if (!tags || !getSelection()?.isCollapsed) return;
  const length = (/** @type {Claim} */ claim) => claim.end - claim.start;
  const mine = bench
    .all()
    .filter((claim) => claim.live && tags.includes(claim.id))
    .sort((a, b) => length(a) - length(b));
  const next = mine[(mine.findIndex((claim) => claim === claimAt(mine, bench.selected.place)) + 1) % mine.length];
  if (next) bench.selected.set(next, { show: false });
}
