// My claims in this document as they will be: what the server has said, with what waits in the outbox on top.

import { ofTag } from "./outbox.js";

/** @typedef {import("./words.js").Status} Status */
/** @typedef {import("./outbox.js").Item} Item */
/**
 * What the claim cites: a web address, or a passage of this document or another one of the project.
 * @typedef {{stance: string, url?: string, document?: string, start?: number, end?: number, exact?: string}} Cited
 */
/** @typedef {{kind: string, as_written?: string | null, [part: string]: string | number | null | undefined}} Fact */
/** @typedef {{kind: string, to?: string | null, via?: string | null}} Attribution */
/**
 * What may be filled in beside status and note, as the server takes it; null or an empty list was not filled in.
 * @typedef {{labels: string[], attribution: Attribution | null, modality: string | null, credibility: number | null, confidence: string | null, likelihood: string | null, facts: Fact[], evidence: Cited[]}} Details
 */
/**
 * `version` is that of the server's card; `waits` the last write that is not yet acknowledged; `refused` the first one
 * the server would not take.
 * @typedef {{id: string, version: number | null, start: number, end: number, quote: string, status: Status, note: string, details: Details, live: boolean, waits: Item | null, refused: Item | null}} Claim
 */

/** @type {Details} */
const BLANK = {
  labels: [],
  attribution: null,
  modality: null,
  credibility: null,
  confidence: null,
  likelihood: null,
  facts: [],
  evidence: [],
};

/**
 * @param {HTMLElement} list of the server's cards
 * @param {Item[]} items of this document, oldest first
 * @returns {Claim[]} in reading order
 */
export function claims(list, items) {
  /** @type {Map<string, Claim>} */
  const found = new Map();
  for (const card of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(":scope > [data-version]"))) {
    const claim = ofCard(card);
    found.set(claim.id, claim);
  }
  for (const item of items.filter(ofTag)) {
    const before = found.get(item.tag);
    const after = item.body ? ofBody(item, before) : before && { ...before, live: item.op === "restore" };
    if (after) found.set(item.tag, { ...after, waits: item, refused: before?.refused ?? (item.refused ? item : null) });
  }
  return [...found.values()].sort((a, b) => a.start - b.start || b.end - a.end);
}

/** @param {Claim[]} all @param {{start: number, end: number} | null} place */
export const claimAt = (all, place) =>
  all.find((claim) => claim.live && claim.start === place?.start && claim.end === place?.end) ?? null;

/**
 * The claim after (+1) or before (-1) a position; beyond the last comes the first.
 * @param {Claim[]} all @param {{start: number, end: number} | null} place @param {1 | -1} way
 */
export function neighbour(all, place, way) {
  const live = all.filter((claim) => claim.live);
  const at = live.findIndex((claim) => claim.start === place?.start && claim.end === place?.end);
  const start = place?.start ?? (way > 0 ? -1 : Infinity);
  const next =
    at >= 0
      ? live[at + way]
      : way > 0
        ? live.find((claim) => claim.start >= start)
        : live.findLast((claim) => claim.start < start);
  return { claim: next ?? live.at(way > 0 ? 0 : -1) ?? null, round: !next };
}

/** What a card says is read once: the server's next word comes in a card of its own. @type {WeakMap<HTMLElement, Claim>} */
const read = new WeakMap();

/** @param {HTMLElement} card @returns {Claim} */
function ofCard(card) {
  const known = read.get(card) ?? inCard(card);
  read.set(card, known);
  return known;
}

/** @param {HTMLElement} card @returns {Claim} */
function inCard(card) {
  const { tag = "", start, end, status, state, version } = card.dataset;
  return {
    id: tag,
    version: Number(version),
    start: Number(start),
    end: Number(end),
    quote: card.querySelector("q")?.textContent ?? "",
    status: /** @type {Status} */ (status),
    note: card.querySelector("[data-note]")?.textContent ?? "",
    details: { ...BLANK, ...JSON.parse(card.dataset.details ?? "{}") },
    live: state !== "retracted",
    waits: null,
    refused: null,
  };
}

/** @param {Item} item @param {Claim | undefined} before @returns {Claim} */
function ofBody(item, before) {
  const body = /** @type {import("./outbox.js").Body} */ (item.body);
  const { start, end, exact, status, note } = body;
  const filled = Object.entries(body).filter(([name]) => name in BLANK);
  return {
    id: item.tag,
    version: before?.version ?? null,
    start,
    end,
    quote: exact,
    status,
    note,
    details: { ...BLANK, ...before?.details, ...Object.fromEntries(filled) },
    live: true,
    waits: null,
    refused: before?.refused ?? null,
  };
}
