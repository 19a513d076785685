// What an analyst does to claims: each act is one entry in the outbox, and leaves in the history what takes it back.

import { uuid } from "./outbox.js";

/** @typedef {import("./words.js").Status} Status */
/** @typedef {import("./claims.js").Claim} Claim */
/** @typedef {import("./claims.js").Details} Details */
/** @typedef {import("./offsets.js").Place} Place */
/** @typedef {import("./undo.js").Write} Write */

export class Acts {
  /**
   * @param {{document: string, url: string, title: string}} at `url` is the workbench's own, with a final slash
   * @param {import("./outbox.js").Outbox} outbox
   * @param {import("./undo.js").History} history
   * @param {(place: Place) => {start: number, end: number, exact: string, prefix: string, suffix: string}} quoted
   * @param {(tag: string) => Claim | undefined} find
   */
  constructor(at, outbox, history, quoted, find) {
    this.at = at;
    this.outbox = outbox;
    this.history = history;
    this.quoted = quoted;
    this.find = find;
  }

  /** @param {Place} place @param {Status} status @param {Partial<Details>} [details] @returns {string} the id of the new tag */
  mark({ start, end }, status, details) {
    const tag = uuid();
    const body = { start, end, status, note: "", ...details };
    this.#do({ tag, op: "put", body }, { tag, op: "retract", body: null });
    return tag;
  }

  /** @param {Claim} claim @param {{status?: Status, note?: string, details?: Partial<Details>}} to */
  change(claim, { status = claim.status, note = claim.note, details = {} }) {
    const { id: tag, start, end } = claim;
    const before = { start, end, status: claim.status, note: claim.note, ...claim.details };
    const body = { ...before, status, note, ...details };
    this.#do({ tag, op: "put", body }, { tag, op: "put", body: before });
  }

  /** @param {Claim} claim */
  retract({ id: tag }) {
    this.#do({ tag, op: "retract", body: null }, { tag, op: "restore", body: null });
  }

  /** @param {Claim} claim */
  restore({ id: tag }) {
    this.#do({ tag, op: "restore", body: null }, { tag, op: "retract", body: null });
  }

  /**
   * Undoes or redoes the last step.
   * @param {"undo" | "redo"} way
   * @returns {"done" | "none" | "gone" | "unread"} *gone*: a claim of it was changed elsewhere since, and the step is
   *   dropped; *unread*: its card is not in the list yet
   */
  turn(way) {
    const back = way === "undo" ? "redo" : "undo";
    const step = this.history.take(way);
    if (!step) return "none";
    const left = new Map(step[back].map((write) => [write.tag, write])); // what the step left behind on each tag
    if (document.querySelector("[data-more]") && [...left.keys()].some((tag) => !this.find(tag))) {
      this.history.lay(way, step);
      return "unread";
    }
    if (![...left.values()].every((write) => stands(write, this.find(write.tag)))) return "gone";
    for (const write of step[way]) {
      const gone = write.op === "put" && this.find(write.tag)?.live === false;
      if (gone) this.send({ tag: write.tag, op: "restore", body: null });
      if (!gone || !stands(write, this.find(write.tag))) this.send(write);
    }
    this.history.lay(back, step);
    return "done";
  }

  /** @param {Write} write @param {number | null} [version] that it is made on, where that is not the claim's */
  send({ tag, op, body }, version = this.outbox.base(tag, this.find(tag)?.version ?? null)) {
    const { document, title, url } = this.at;
    const whole = body && { ...body, ...this.quoted(body) };
    this.outbox.add({ tag, op, body: whole, document, title, url: `${url}tags/${tag}/`, version });
  }

  /** @param {Write} write @param {Write} back */
  #do(write, back) {
    this.send(write);
    this.history.did(write, back);
  }
}

/** Whether the claim is as this write left it. @param {Write} write @param {Claim | undefined} claim */
function stands({ op, body }, claim) {
  if (!claim || claim.live !== (op !== "retract")) return false;
  if (op !== "put") return true;
  const now = { ...claim, ...claim.details };
  return Object.keys(body).every((name) => bare(body[name]) === bare(/** @type {any} */ (now)[name]));
}

const empty = (/** @type {any} */ value) => value == null || value === "" || (Array.isArray(value) && !value.length);

// What the server alone adds to evidence.
const ADDED = ["exact", "document"];

/** A value without what is not filled in, in one order. @param {any} value */
const bare = (value) =>
  JSON.stringify(value ?? null, (_, part) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([name, one]) => !empty(one) && !ADDED.includes(name))
            .sort(),
        )
      : empty(part)
        ? null
        : part,
  );
