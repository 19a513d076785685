// The workbench: joins the text, the selection, the outbox and the server's answers.

import { Acts } from "./acts.js";
import { selectionBar } from "./bar.js";
import { bind } from "./bindings.js";
import { Cards } from "./cards.js";
import { claimAt, claims } from "./claims.js";
import { commands } from "./commands.js";
import { painter } from "./drafts.js";
import { element } from "./html.js";
import { readOn } from "./more.js";
import { Outbox } from "./outbox.js";
import { Selected } from "./selection.js";
import { Sender } from "./sender.js";
import { user } from "./session.js";
import { History } from "./undo.js";
import { announce, offerUndo, readCounts, say, showBar, showCard, showCounts, showMarks, showState } from "./view.js";
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
  showCard(list);
});
const sender = new Sender(outbox, { saved: landed, state: () => render() });
const acts = new Acts({ document: id, url: root.dataset.url ?? "" }, outbox, history, (place) =>
  selected.quoted(place),
);
const others = "BroadcastChannel" in window ? new BroadcastChannel(`annotator.${user}`) : null;

let counts = readCounts();
/** @type {import("./claims.js").Claim[]} */
let all = [];
let quiet = false; // the selection was just marked: the bar stays away until it changes

const { mark, change, named } = commands({
  root,
  readonly,
  selected,
  acts,
  history,
  outbox,
  cards,
  locale: root.lang || document.documentElement.lang,
  all: () => all,
  wrote: () => sender.start(),
  marked: (status) => {
    quiet = true;
    bar?.used(status);
    render();
  },
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
  drawBar();
  showState({
    saved: counts.total ?? 0,
    waiting: items.filter((item) => !item.refused).length,
    refused: all.filter((claim) => claim.refused).length,
    signedOut: sender.signedOut && items.length > 0,
  });
  if (!outbox.safe) say(SAY.notStored);
}

function drawBar() {
  showBar(bar, root, quiet ? null : selected.place, claimAt(all, selected.place)?.status);
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

bind({
  root,
  pick,
  panel,
  selected,
  outbox,
  id,
  all: () => all,
  mark,
  change,
  named,
  redraw: () => {
    if (!quiet) drawBar();
  },
  send: () => sender.start(),
});
others?.addEventListener("message", ({ data }) => {
  if (data.document === id) take(data.answer);
});
root.classList.toggle("dense", root.querySelectorAll("mark").length > DENSE);
render();
readOn(list, render);
sender.start();
