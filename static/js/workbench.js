// The workbench: joins the text, the selection, the outbox and the server's answers.

import { Acts } from "./acts.js";
import { selectionBar } from "./bar.js";
import { Cards, element } from "./cards.js";
import { claimAt, claims } from "./claims.js";
import { commands } from "./commands.js";
import { painter } from "./drafts.js";
import { keys } from "./keys.js";
import { readOn } from "./more.js";
import { Outbox } from "./outbox.js";
import { Selected } from "./selection.js";
import { Sender } from "./sender.js";
import { user } from "./session.js";
import { History } from "./undo.js";
import { announce, offerUndo, readCounts, say, showBar, showCounts, showMarks, showState } from "./view.js";
import { SAY } from "./words.js";

/** @typedef {import("./words.js").Status} Status */
/** @typedef {import("./sender.js").Answer} Answer */

const DENSE = 3000; // segments above which marks are drawn flat, so that scrolling stays quick

const root = /** @type {HTMLElement} */ (document.querySelector("[data-document]"));
const list = /** @type {HTMLElement} */ (document.querySelector("[data-cards]"));
const panel = /** @type {HTMLElement} */ (document.querySelector("[data-claims]"));
const pick = document.getElementById("pick");
const id = root.dataset.document ?? "";
const readonly = root.dataset.readonly !== undefined;

const paint = painter(root);
const cards = new Cards(list);
const bar = pick && selectionBar(pick);
const history = new History(offerUndo);
const outbox = new Outbox(user, () => render());
const selected = new Selected(root, () => {
  quiet = false;
  render();
  const active = claimAt(all, selected.place);
  announce(selected.place ? selected.quoted(selected.place).exact : "", active?.status);
  list.querySelector(".on")?.scrollIntoView({ block: "nearest" });
});
const sender = new Sender(outbox, { saved: landed, state: () => render() });
const acts = new Acts({ document: id, url: root.dataset.url ?? "" }, outbox, history, (place) => selected.quoted(place));
const others = "BroadcastChannel" in window ? new BroadcastChannel(`annotator.${user}`) : null;

let counts = readCounts();
/** @type {import("./claims.js").Claim[]} */
let all = [];
let quiet = false; // the selection was just marked: the bar stays away until it changes

const { mark, change, named } = commands({
  root, readonly, selected, acts, history, outbox, cards,
  locale: root.lang || document.documentElement.lang,
  all: () => all,
  wrote: () => sender.start(),
  marked: (status) => { quiet = true; bar?.used(status); render(); },
});

function render() {
  const items = outbox.items();
  const here = items.filter((item) => item.document === id);
  all = claims(list, here);
  const lost = here.find((item) => item.refused && !all.some((claim) => claim.id === item.tag));
  if (lost) return outbox.discard(lost.tag);
  const active = claimAt(all, selected.place);
  cards.show(all, active);
  showMarks(paint, root, all, active, selected.place);
  showBar(bar, root, quiet ? null : selected.place, active?.status);
  showState({
    saved: counts.total ?? 0,
    waiting: items.filter((item) => !item.refused).length,
    refused: all.filter((claim) => claim.refused).length,
    signedOut: sender.signedOut && items.length > 0,
  });
  if (!outbox.safe) say(SAY.notStored);
}

/** The server has stored a write. @param {import("./outbox.js").Item} item @param {Answer} answer */
function landed(item, answer) {
  others?.postMessage({ document: item.document, answer });
  if (item.document === id) take(answer);
}

/** Puts what the server answered into the page. @param {Answer} answer */
function take(answer) {
  selected.keep(() => {
    for (const [offset, html] of Object.entries(answer.paragraphs)) {
      const fresh = element(html);
      if (fresh) root.querySelector(`p[data-o="${Number(offset)}"]`)?.replaceWith(fresh);
    }
    cards.put(answer.card);
    counts = answer.count;
    showCounts(counts);
    paint.redraw();
    render();
  });
}

/** @param {Event} event */
const target = (event) => (event.target instanceof Element ? event.target : null);

document.addEventListener("click", (event) => {
  const button = target(event)?.closest("button");
  if (!button) return;
  const claim = all.find((one) => one.id === button.closest("[data-tag]")?.getAttribute("data-tag"));
  const { action, mark: status, change: to, show } = button.dataset;
  if (action) named[action]?.(claim);
  if (status) mark(/** @type {Status} */ (status));
  if (to && claim) change(claim, /** @type {Status} */ (to));
  if (show !== undefined) {
    panel.dataset.show = show;
    for (const tab of panel.querySelectorAll("[data-show]")) tab.setAttribute("aria-pressed", String(tab === button));
  }
});

// A plain click on a mark selects its claim; clicked again, the next one of those that overlap there.
root.addEventListener("click", (event) => {
  const tags = target(event)?.closest("mark")?.getAttribute("data-tags")?.split(" ");
  if (!tags || !getSelection()?.isCollapsed) return;
  const mine = all.filter((claim) => claim.live && tags.includes(claim.id)).sort((a, b) => a.end - a.start - (b.end - b.start));
  const next = mine[(mine.findIndex((claim) => claim.id === claimAt(mine, selected.place)?.id) + 1) % mine.length];
  if (next) selected.set(next, { show: false });
});

// Buttons of the bar and the foot leave the focus, and so the keys, in the text.
for (const place of [pick, document.querySelector(".foot")]) place?.addEventListener("mousedown", (event) => event.preventDefault());

let drawn = 0;
for (const moved of ["scroll", "resize"]) addEventListener(moved, () => {
  cancelAnimationFrame(drawn);
  if (selected.place && !quiet) drawn = requestAnimationFrame(() => showBar(bar, root, selected.place, claimAt(all, selected.place)?.status));
}, { capture: true, passive: true });

document.querySelector("[data-handin]")?.addEventListener("submit", (event) => {
  const unsent = outbox.items().filter((item) => item.document === id).length;
  const box = document.querySelector("[data-unsent]");
  if (!unsent || !box) return;
  event.preventDefault();
  box.textContent = SAY.unsent(unsent);
  box.toggleAttribute("hidden", false);
  sender.start();
});

keys([root, pick, document.querySelector(".foot")], {
  ArrowDown: () => named["next-sentence"](), ArrowUp: () => named["previous-sentence"](),
  "Shift+ArrowRight": () => named["arrow-right"](), "Shift+ArrowLeft": () => named["arrow-left"](),
  1: () => mark("sourced"), 2: () => mark("disputed"), 3: () => mark("speculative"),
  c: () => named["next-clause"](), e: () => named.edge(), s: () => named["snap-sentence"](), w: () => named["snap-word"](),
  n: () => named["next-claim"](), p: () => named["previous-claim"](), t: () => named.note(),
  z: () => named.undo(), "Ctrl+z": () => named.undo(), Delete: () => named.retract(), Backspace: () => named.retract(),
  g: () => { document.querySelector("[data-guide]")?.toggleAttribute("open"); },
  "?": () => { /** @type {HTMLDialogElement} */ (document.getElementById("keys")).showModal(); },
  Escape: () => named["let-go"](),
}, { off: () => say(SAY.keysOff) });

others?.addEventListener("message", ({ data }) => { if (data.document === id) take(data.answer); });
root.classList.toggle("dense", root.querySelectorAll("mark").length > DENSE);
render();
readOn(list, render);
sender.start();
