// The hub of the workbench: the text, the selection, the outbox and my claims. Features hang on it: each is a module
// with `install(bench)` that adds commands, keys and listeners, so that none has to know another.

import { Acts } from "./acts.js";
import { Cards } from "./cards.js";
import { claimAt, claims } from "./claims.js";
import { painter } from "./paint.js";
import { element } from "./html.js";
import { ofTag, Outbox, stepsKey } from "./outbox.js";
import { Selected } from "./selection.js";
import { Sender } from "./sender.js";
import { user } from "./session.js";
import { History } from "./undo.js";
import { announce, offerSteps, readCounts, say, showCard, showCounts, showMarks, showState } from "./view.js";
import { SAY } from "./words.js";

/** @typedef {import("./words.js").Status} Status */
/** @typedef {import("./sender.js").Answer} Answer */
/** @typedef {import("./claims.js").Claim} Claim */
/** @typedef {import("./offsets.js").Place} Place */
/**
 * What features listen to.
 * - `selected`: the selection is another; with its place, or null
 * - `render`: something the page shows may have changed
 * - `marked`: the reader has just marked or changed a claim at the selection
 * - `landed`: the server has stored a write of this document, also one sent by another tab
 * - `swapped`: paragraphs were replaced by the server's
 * @typedef {{selected: Place | null, render: void, marked: {tag: string, place: Place, status: Status}, landed: Answer, swapped: HTMLElement[]}} Events
 */

export class Bench {
  /** A command by its name: buttons carry it as data-action. With the claim on whose card its button was pressed. @type {Record<string, (claim?: Claim) => void>} */
  commands = {};
  /** Keys to names of commands, with "Shift+" and "Ctrl+" before them, letters in lower case. @type {Record<string, string>} */
  keys = {};
  /** @type {Record<string, ((data: any) => void)[]>} */
  #listeners = {};
  /** How many answers of the server were taken. */
  taken = 0;
  /** @type {Claim[]} */
  #all = [];

  /** @param {HTMLElement} root the element that holds the text */
  constructor(root) {
    this.root = root;
    this.list = /** @type {HTMLElement} */ (document.querySelector("[data-cards]"));
    this.panel = /** @type {HTMLElement} */ (document.querySelector("[data-claims]"));
    this.id = root.dataset.document ?? "";
    this.url = root.dataset.url ?? "";
    this.user = user;
    this.readonly = root.dataset.readonly !== undefined;
    this.locale = root.lang || document.documentElement.lang;
    this.counts = readCounts();
    this.paint = painter(root);
    this.cards = new Cards(this.list);
    this.history = new History(stepsKey(user, this.id), (steps) => offerSteps(steps, this.readonly));
    this.history.tell();
    this.outbox = new Outbox(user, () => this.render());
    this.selected = new Selected(root, () => this.#moved());
    this.sender = new Sender(this.outbox, { saved: (item, answer) => this.#landed(item, answer), state: () => this.render() });
    const title = root.closest("article")?.querySelector("h1")?.textContent ?? "";
    this.acts = new Acts(
      { document: this.id, url: this.url, title },
      this.outbox,
      this.history,
      (place) => this.selected.quoted(place),
      (tag) => this.#all.find((claim) => claim.id === tag),
    );
    this.others = "BroadcastChannel" in window ? new BroadcastChannel(`annotator.${user}`) : null;
    this.others?.addEventListener("message", ({ data }) => {
      this.#know(data.answer);
      if (data.document === this.id) this.take(data.answer);
    });
  }

  /** My claims here as they will be, in reading order. */
  all() {
    return this.#all;
  }

  /** My claim at the very place that is selected. */
  active() {
    return claimAt(this.#all, this.selected.place);
  }

  /**
   * @template {keyof Events} E
   * @param {E} event
   * @param {(data: Events[E]) => void} listener
   */
  on(event, listener) {
    (this.#listeners[event] ??= []).push(listener);
  }

  /**
   * @template {keyof Events} E
   * @param {E} event
   * @param {Events[E]} data
   */
  tell(event, data) {
    for (const listener of this.#listeners[event] ?? []) listener(data);
  }

  /** The focus, and with it the keys, go back to the text. */
  home() {
    this.root.focus({ preventScroll: true });
  }

  /** A write was put into the outbox: send it. */
  wrote() {
    this.sender.start();
  }

  render() {
    const items = this.outbox.items();
    const here = items.filter((item) => item.document === this.id);
    this.#all = claims(this.list, here);
    const known = new Set(this.#all.map((claim) => claim.id));
    const lost = here.find((item) => item.refused && ofTag(item) && !known.has(item.tag));
    if (lost && !this.list.querySelector("[data-more]")) return this.outbox.remove(lost);
    const active = this.active();
    this.cards.show(this.#all, active);
    showMarks(this.paint, this.root, this.#all, active, this.selected.place);
    showState({
      saved: this.counts.total ?? 0,
      waiting: items.filter((item) => !item.refused).length,
      refused: this.#all.filter((claim) => claim.refused).length,
      signedOut: this.sender.signedOut && items.length > 0,
    });
    if (!this.outbox.safe) say(SAY.notStored);
    this.tell("render", undefined);
  }

  /** Puts what the server answered into the page, without breaking a selection. @param {Answer} answer */
  take(answer) {
    this.taken++;
    this.selected.keep(() => {
      /** @type {HTMLElement[]} */
      const fresh = [];
      for (const [offset, html] of Object.entries(answer.paragraphs)) {
        const paragraph = element(html);
        const old = this.root.querySelector(`p[data-o="${Number(offset)}"]`);
        if (!paragraph || !old || old.isEqualNode(paragraph)) continue;
        old.replaceWith(paragraph);
        fresh.push(paragraph);
      }
      for (const card of answer.card ? [answer.card] : (answer.cards ?? [])) this.cards.put(card);
      this.counts = answer.count;
      showCounts(this.counts);
      this.paint.redraw();
      this.tell("swapped", fresh);
      this.tell("landed", answer);
      this.render();
    });
  }

  #moved() {
    this.tell("selected", this.selected.place);
    this.render();
    const { place } = this.selected;
    announce(place ? this.selected.quoted(place).exact : "", this.active()?.status);
    showCard(this.list);
  }

  /** @param {import("./outbox.js").Item} item @param {Answer} answer */
  #landed(item, answer) {
    this.#know(answer);
    this.others?.postMessage({ document: item.document, answer });
    if (item.document === this.id) this.take(answer);
  }

  /** @param {Answer} answer */
  #know({ tag }) {
    if (tag) this.outbox.know(tag.id, tag.version);
  }
}
