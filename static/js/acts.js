// What an analyst does to claims: each act is one entry in the outbox and knows how to be taken back.

import { uuid } from "./outbox.js";

/** @typedef {import("./words.js").Status} Status */
/** @typedef {import("./claims.js").Claim} Claim */
/** @typedef {import("./claims.js").Details} Details */
/** @typedef {import("./offsets.js").Place} Place */

export class Acts {
  /**
   * @param {{document: string, url: string}} at `url` is the workbench's own, with a final slash
   * @param {import("./outbox.js").Outbox} outbox
   * @param {import("./undo.js").History} history
   * @param {(place: Place) => {start: number, end: number, exact: string, prefix: string, suffix: string}} quoted
   */
  constructor(at, outbox, history, quoted) {
    this.at = at;
    this.outbox = outbox;
    this.history = history;
    this.quoted = quoted;
  }

  /** @param {Place} place @param {Status} status @param {Partial<Details>} [details] */
  mark(place, status, details) {
    const id = uuid();
    this.#put(id, place, status, "", details);
    this.history.did(() => this.#send(id, "retract"));
  }

  /** @param {Claim} claim @param {{status?: Status, note?: string, details?: Partial<Details>}} to */
  change(claim, { status = claim.status, note = claim.note, details = {} }) {
    this.#put(claim.id, claim, status, note, { ...claim.details, ...details });
    this.history.did(() => this.#put(claim.id, claim, claim.status, claim.note, claim.details));
  }

  /** @param {Claim} claim */
  retract(claim) {
    this.#send(claim.id, "retract");
    this.history.did(() => this.#send(claim.id, "restore"));
  }

  /** @param {Claim} claim */
  restore(claim) {
    this.#send(claim.id, "restore");
    this.history.did(() => this.#send(claim.id, "retract"));
  }

  /** @param {string} id @param {Place} place @param {Status} status @param {string} note @param {Partial<Details>} [details] */
  #put(id, place, status, note, details) {
    const { start, end, exact, prefix, suffix } = this.quoted(place);
    this.#add(id, "put", { start, end, exact, prefix, suffix, status, note, ...details });
  }

  /** @param {string} id @param {"retract" | "restore"} op */
  #send(id, op) {
    this.#add(id, op, null);
  }

  /** @param {string} tag @param {"put" | "retract" | "restore"} op @param {import("./outbox.js").Body | null} body */
  #add(tag, op, body) {
    this.outbox.add({ tag, op, body, document: this.at.document, url: `${this.at.url}tags/${tag}/` });
  }
}
