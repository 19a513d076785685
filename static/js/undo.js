// Undo and redo are further writes, never deletions: they work offline, and history keeps all of them. The steps stay
// in the browser for each user and document, so that they outlive a reload; the tabs of a document share them.

import { storeFirst } from "./outbox.js";
import { parsed, recall } from "./storage.js";

/** What is written of a tag; the body without the quote, which the text has. @typedef {{tag: string, op: "put" | "retract" | "restore", body: any}} Write */
/** `redo` is what was done, `undo` what takes it back, each in the order to be sent. @typedef {{undo: Write[], redo: Write[]}} Step */

const KEPT = 200;

export class History {
  /** @type {Step | null} */
  #group = null;
  /** @type {string | null} Steps of a browser that stores nothing. */
  #unstored = null;

  /**
   * @param {string} key in the browser's storage
   * @param {(steps: {undo: boolean, redo: boolean}) => void} onChange whether there is something to undo and to redo
   */
  constructor(key, onChange) {
    this.key = key;
    this.onChange = onChange;
    addEventListener("storage", (event) => {
      if (event.key === key) this.tell();
    });
  }

  tell() {
    const { undo, redo } = this.#read();
    this.onChange({ undo: undo.length > 0, redo: redo.length > 0 });
  }

  /** Something new was done, which ends what could be done again. @param {Write} redo @param {Write} undo */
  did(redo, undo) {
    const step = this.#group ?? { undo: [], redo: [] };
    step.redo.push(redo);
    step.undo.unshift(undo);
    if (!this.#group) this.#push(step);
  }

  /** What `work` does is one step. @param {() => void} work */
  group(work) {
    if (this.#group) return work();
    const step = (this.#group = /** @type {Step} */ ({ undo: [], redo: [] }));
    try {
      work();
    } finally {
      this.#group = null;
      if (step.redo.length) this.#push(step);
    }
  }

  /** Takes the last step off one pile. @param {"undo" | "redo"} way @returns {Step | undefined} */
  take(way) {
    const piles = this.#read();
    const step = piles[way].pop();
    this.#write(piles);
    return step;
  }

  /** Lays a step that was undone or redone on the other pile. @param {"undo" | "redo"} way in which it can go now @param {Step} step */
  lay(way, step) {
    const piles = this.#read();
    piles[way].push(step);
    this.#write(piles);
  }

  /** @param {Step} step */
  #push(step) {
    this.#write({ undo: [...this.#read().undo, step].slice(-KEPT), redo: [] });
  }

  /** @returns {{undo: Step[], redo: Step[]}} */
  #read() {
    const [piles] = parsed(this.#unstored ?? recall(this.key));
    return piles ?? { undo: [], redo: [] };
  }

  /** @param {{undo: Step[], redo: Step[]}} piles */
  #write(piles) {
    const text = JSON.stringify(piles);
    this.#unstored = storeFirst(this.key, text) ? null : text;
    this.tell();
  }
}
