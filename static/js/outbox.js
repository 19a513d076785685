// Writes that the server has not acknowledged: kept in localStorage, one key each, so that two tabs never
// overwrite each other's and a reload or a crash loses none. Read in the order they were made.

import { note, noted } from "./journal.js";
import { forget, kept, parsed, recall, store } from "./storage.js";

/** @typedef {import("./words.js").Status} Status */
/** @typedef {{start: number, end: number, exact: string, prefix: string, suffix: string, status: Status, note: string} & Partial<import("./claims.js").Details>} Body */
/** @typedef {{status: number, detail: string}} Refusal */
/**
 * `tag` is the UUID the browser made; what is written of it goes to `url`, and any other write (`comment`) says its own
 * `method`. `version` is the tag's that a change was made on: none for a creation, and none yet for what was made on
 * a write that waits before it. `title` is the document's.
 * @typedef {{tag: string, document: string, title?: string, url: string, op: "put" | "retract" | "restore" | "comment", method?: string, body: any, version?: number | null}} Write
 */
/** @typedef {Write & {key: string, refused: Refusal | null}} Item */

/** A version 4 UUID, also where the page is served without TLS. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Whether it writes the tag itself. @param {Write} write */
export const ofTag = (write) => write.op !== "comment";

export class Outbox {
  /** Entries that the browser has no room for; they last as long as the page. @type {Map<string, Item>} */
  #unstored = new Map();
  /** Versions that the server has answered with. @type {Map<string, number>} */
  #known = new Map();
  #made = 0;

  /**
   * @param {string} user
   * @param {() => void} onChange after every change, also one made by another tab
   */
  constructor(user, onChange) {
    this.prefix = `annotator.outbox.${user}.`;
    this.onChange = onChange;
    addEventListener("storage", (event) => {
      if (event.key === null || event.key.startsWith(this.prefix)) onChange();
    });
    addEventListener("beforeunload", (event) => {
      if (!this.safe) event.preventDefault();
    });
    /** When what a crash kept from the storage is back in it. */
    this.ready = this.#recover();
  }

  /** Whether what waits outlives the page. */
  get safe() {
    return this.#unstored.size === 0;
  }

  /** @returns {Item[]} */
  items() {
    const stored = kept(this.prefix).flatMap((key) => parsed(recall(key)));
    return [...stored, ...this.#unstored.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** What waits to be written of a tag. @param {string} tag */
  of(tag) {
    return this.items().filter((item) => item.tag === tag && ofTag(item));
  }

  /** The first that may be sent: not refused, and nothing refused before it on the same tag. @returns {Item | null} */
  next() {
    const stuck = new Set();
    for (const item of this.items()) {
      if (item.refused) {
        if (ofTag(item)) stuck.add(item.tag);
      } else if (!stuck.has(item.tag)) return { ...item, version: item.version ?? this.#known.get(item.tag) };
    }
    return null;
  }

  /**
   * The version that a change of a tag is made on: none where it is made on a write that waits.
   * @param {string} tag @param {number | null} seen on the tag's card
   */
  base(tag, seen) {
    return this.of(tag).length ? null : Math.max(seen ?? 0, this.#known.get(tag) ?? 0) || null;
  }

  /** @param {Write} write */
  add(write) {
    const last = Number(this.items().at(-1)?.key.slice(this.prefix.length).split(".")[0] ?? 0);
    const at = Math.max(Date.now(), last); // a clock may be set back
    const order = `${String(at).padStart(14, "0")}.${String(this.#made++).padStart(6, "0")}`;
    this.#put({ ...write, key: `${this.prefix}${order}.${write.tag}`, refused: null });
  }

  /** The server has stored it: what was made on it is now based on the tag's new version. @param {Item} item @param {number} [version] */
  stored(item, version) {
    if (version) {
      this.know(item.tag, version);
      const next = this.of(item.tag).find((one) => one.key > item.key);
      if (next && !next.version) this.#put({ ...next, version });
    }
    this.remove(item);
  }

  /** @param {string} tag @param {number} version that the server has answered with */
  know(tag, version) {
    this.#known.set(tag, Math.max(version, this.#known.get(tag) ?? 0));
  }

  /** @param {Item} item */
  remove(item) {
    if (!this.#unstored.delete(item.key)) forget(item.key);
    note(item.key, null);
    for (const one of this.#unstored.values()) if (storeFirst(one.key, JSON.stringify(one))) this.#unstored.delete(one.key);
    this.onChange();
  }

  /** @param {Item} item @param {Refusal} refused */
  refuse(item, { status, detail }) {
    this.#put({ ...item, refused: { status, detail } });
  }

  /** Every refused entry of a tag may be sent again. @param {string} tag */
  retry(tag) {
    for (const item of this.items()) if (item.tag === tag && item.refused) this.#put({ ...item, refused: null });
  }

  /** Drops what waits on a tag. @param {string} tag */
  discard(tag) {
    for (const item of this.items()) if (item.tag === tag) this.remove(item);
  }

  /** @param {Item} item */
  #put(item) {
    const text = JSON.stringify(item);
    if (storeFirst(item.key, text)) this.#unstored.delete(item.key);
    else this.#unstored.set(item.key, item);
    note(item.key, text);
    this.onChange();
  }

  async #recover() {
    const known = new Set(this.items().map((item) => item.key));
    const lost = (await noted(this.prefix)).filter(([key]) => !known.has(key));
    for (const [, text] of lost) for (const item of parsed(text)) this.#put(item);
  }
}

const STEPS = "annotator.steps.";

/** Where the steps of a document stand that undo takes back. @param {string} user @param {string} document */
export const stepsKey = (user, document) => `${STEPS}${user}.${document}`;

/**
 * Whether it is stored. Where there is no room, the steps make some: undo can be done without, a write can not.
 * @param {string} key @param {string} text
 */
export function storeFirst(key, text) {
  if (store(key, text)) return true;
  kept(STEPS).forEach((steps) => forget(steps));
  return store(key, text);
}
