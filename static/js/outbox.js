// Writes that the server has not acknowledged: kept in localStorage, one key each, so that two tabs never
// overwrite each other's and a reload or a crash loses none. Read in the order they were made.

/** @typedef {import("./words.js").Status} Status */
/** @typedef {{start: number, end: number, exact: string, prefix: string, suffix: string, status: Status, note: string} & Partial<import("./claims.js").Details>} Body */
/** @typedef {{status: number, detail: string}} Refusal */
/**
 * `tag` is the UUID the browser made; `body` is there for a put alone.
 * @typedef {{key: string, tag: string, document: string, url: string, op: "put" | "retract" | "restore", body: Body | null, refused: Refusal | null}} Item
 */

/** A version 4 UUID, also where the page is served without TLS. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export class Outbox {
  /** Entries of a browser that refuses to store; they last as long as the page. @type {Map<string, Item>} */
  #unstored = new Map();
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
  }

  /** Whether what waits outlives the page. */
  get safe() {
    return this.#unstored.size === 0;
  }

  /** @returns {Item[]} */
  items() {
    const stored = storedKeys()
      .filter((key) => key.startsWith(this.prefix))
      .flatMap((key) => parsed(localStorage.getItem(key)));
    return [...stored, ...this.#unstored.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** The first that may be sent: not refused, and nothing refused before it on the same tag. */
  next() {
    const stuck = new Set();
    for (const item of this.items()) {
      if (item.refused) stuck.add(item.tag);
      else if (!stuck.has(item.tag)) return item;
    }
    return null;
  }

  /** @param {Omit<Item, "key" | "refused">} write */
  add(write) {
    const order = `${String(Date.now()).padStart(14, "0")}.${String(this.#made++).padStart(6, "0")}`;
    this.#put({ ...write, key: `${this.prefix}${order}.${write.tag}`, refused: null });
  }

  /** @param {Item} item */
  remove(item) {
    if (!this.#unstored.delete(item.key)) localStorage.removeItem(item.key);
    this.onChange();
  }

  /** @param {Item} item @param {Refusal} refused */
  refuse(item, refused) {
    this.#put({ ...item, refused });
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
    try {
      localStorage.setItem(item.key, JSON.stringify(item));
    } catch {
      this.#unstored.set(item.key, item);
    }
    this.onChange();
  }
}

/** None where the browser forbids storage. */
function storedKeys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

/** @param {string | null} text @returns {Item[]} */
function parsed(text) {
  try {
    return text ? [JSON.parse(text)] : [];
  } catch {
    return [];
  }
}
