// Sends the outbox, one write after the other, by one tab at a time; waits longer after each failure.
// A write may reach the server twice (the answer was lost): it carries its own id, so that changes nothing.

import { csrfToken, refresh } from "./session.js";
import { SAY, t } from "./words.js";

/** @typedef {import("./outbox.js").Item} Item */
/** @typedef {{tag?: {id: string, version: number}, paragraphs: Record<string, string>, card?: string, cards?: string[], count: Record<string, number>, status?: number}} Answer */
/**
 * `answer` is there for a refusal too where it was refused for a tag that stands otherwise by now.
 * @typedef {{kind: "saved", answer: Answer} | {kind: "refused", status: number, detail: string, answer?: Answer} | {kind: "signed-out"} | {kind: "wait", seconds: number}} Outcome
 */

export class Sender {
  #failures = 0;
  #timer = 0;
  #running = false;
  #again = false;
  signedOut = false;

  /**
   * @param {import("./outbox.js").Outbox} outbox
   * @param {{saved: (item: Item, answer: Answer) => void, state: () => void}} on
   */
  constructor(outbox, on) {
    this.outbox = outbox;
    this.on = on;
    addEventListener("online", () => this.start());
    addEventListener("focus", () => this.start());
    document.addEventListener("visibilitychange", () => document.hidden || this.start());
  }

  /** Sends now what waits. */
  async start() {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    clearTimeout(this.#timer);
    try {
      while (this.#again) {
        this.#again = false;
        await alone(this.outbox.prefix, () => this.#drain());
      }
    } finally {
      this.#running = false; // what fails here once must not keep all else from being sent
    }
  }

  async #drain() {
    await this.outbox.ready;
    for (let item = this.outbox.next(); item; item = this.outbox.next()) {
      const outcome = await deliver(item);
      this.#signed(outcome.kind !== "signed-out");
      if (outcome.kind === "signed-out") return;
      if (outcome.kind === "wait") return this.#later(outcome.seconds);
      this.#failures = 0;
      if (outcome.kind === "refused") this.outbox.refuse(item, outcome);
      else this.outbox.stored(item, outcome.answer.tag?.version);
      if (outcome.answer) this.on.saved(item, outcome.answer);
    }
  }

  /** @param {boolean} yes */
  #signed(yes) {
    if (this.signedOut !== yes) return;
    this.signedOut = !yes;
    this.on.state();
  }

  /** @param {number} asked seconds the server asked for, or 0 */
  #later(asked) {
    clearTimeout(this.#timer);
    const own = Math.min(60, 2 ** this.#failures++) * (0.75 + Math.random() / 2);
    this.#timer = setTimeout(() => this.start(), 1000 * Math.max(asked, own));
  }
}

/**
 * Runs work in one tab of the browser at a time; without TLS there are no locks, and tabs may send the same twice.
 * @param {string} name @param {() => Promise<void>} work
 */
const alone = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());

/** @param {Item} item @returns {Promise<Outcome>} */
async function deliver(item) {
  try {
    const first = await send(item);
    if (!over(first)) return await judged(first);
    if ((await refresh()) !== "same") return { kind: "signed-out" };
    const second = await send(item);
    return over(second) && second.status !== 403 ? { kind: "signed-out" } : await judged(second);
  } catch {
    return { kind: "wait", seconds: 0 };
  }
}

/** @param {Item} item */
function send({ op, method = op === "put" ? "PUT" : "POST", url, body, version }) {
  /** @type {Record<string, string>} */
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() };
  if (version) headers["If-Match"] = `"${version}"`;
  return fetch(op === "retract" || op === "restore" ? `${url}${op}/` : url, {
    method,
    headers,
    body: JSON.stringify(body ?? {}),
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
  });
}

/** The session has ended, or the token is of an older one. @param {Response} response */
const over = (response) => response.type === "opaqueredirect" || response.status === 401 || response.status === 403;

/** @param {Response} response @returns {Promise<Outcome>} */
async function judged(response) {
  if (response.ok) return { kind: "saved", answer: await response.json() };
  if (response.status >= 500 || response.status === 429 || response.status === 408)
    return { kind: "wait", seconds: Number(response.headers.get("Retry-After")) || 0 };
  const problem = await response.json().catch(() => ({}));
  if (response.status === 412) return { kind: "refused", status: 412, detail: SAY.stale, answer: problem };
  const parts = [problem.detail ?? problem.title ?? t("The server answered %s.", response.status)];
  for (const error of problem.errors ?? []) if (error.detail && error.detail !== parts[0]) parts.push(error.detail);
  return { kind: "refused", status: response.status, detail: parts.join(" ") };
}
