// The list of claims beside the text: the server's cards, and for each write that waits a card of its own in the
// same place until the server has answered.

import { filled } from "./filled.js";
import { clone, element, write } from "./html.js";
import { carryForms } from "./forms.js";
import { SAY, STATUS, WAITS } from "./words.js";

/** @typedef {import("./claims.js").Claim} Claim */

export class Cards {
  /** @param {HTMLElement} list */
  constructor(list) {
    this.list = list;
  }

  /** The card a reader sees for a tag. @param {string} tag @returns {HTMLElement | null} */
  of(tag) {
    return this.#find(tag, ".wait") ?? this.#find(tag, "[data-version]");
  }

  /** Takes a card of the server in, for the first time or again. @param {string} html */
  put(html) {
    const card = element(html);
    if (!card?.dataset.tag) return;
    const old = this.#find(card.dataset.tag, "[data-version]");
    if (!old) return inOrder(this.list, [card]);
    if (Number(old.dataset.version) > Number(card.dataset.version)) return; // an answer that came late
    old.before(card); // in the page before the note moves in, or it would lose the focus
    carryForms(old, card);
    old.remove();
  }

  /** @param {Claim[]} all @param {Claim | null} active */
  show(all, active) {
    for (const draft of this.list.querySelectorAll(".wait")) {
      const claim = all.find((one) => one.id === /** @type {HTMLElement} */ (draft).dataset.tag);
      if (!claim?.waits) this.#drop(/** @type {HTMLElement} */ (draft));
    }
    const waiting = new Set(all.filter((claim) => claim.waits).map((claim) => claim.id));
    for (const claim of all) if (claim.waits) this.#draft(claim);
    for (const card of this.list.children) {
      const tag = card.getAttribute("data-tag") ?? "";
      if (card.hasAttribute("data-version")) card.toggleAttribute("hidden", waiting.has(tag));
      card.classList.toggle("on", tag === active?.id);
    }
  }

  /** @param {Claim} claim */
  #draft(claim) {
    const old = this.#find(claim.id, ".wait");
    const card = old ?? clone("draft-card");
    const item = /** @type {import("./outbox.js").Item} */ (claim.refused ?? claim.waits);
    Object.assign(card.dataset, {
      tag: claim.id,
      status: claim.status,
      start: String(claim.start),
      end: String(claim.end),
      state: claim.live ? "" : "retracted",
    });
    card.classList.toggle("refused", claim.refused !== null);
    fill(card, "i", STATUS[claim.status].sign);
    fill(card, "[data-name]", STATUS[claim.status].name);
    fill(card, "[data-op]", claim.refused ? "refused" : WAITS[item.op]);
    fill(card, "q", claim.quote);
    fill(card, "[data-note]", claim.note).hidden = !claim.note;
    card.querySelector("[data-filled]")?.replaceChildren(...filled(claim.details));
    fill(card, "[data-why]", item.refused ? SAY.refused(item.refused.detail) : SAY.waiting);
    const other = item.refused?.status === 412 ? "retry" : "compare";
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (card.querySelectorAll("footer button")))
      button.hidden = !claim.refused || button.dataset.action === other;
    if (old) return;
    inOrder(this.list, [card]);
    carryForms(this.#find(claim.id, "[data-version]"), card);
  }

  /** @param {HTMLElement} draft */
  #drop(draft) {
    const card = this.#find(draft.dataset.tag ?? "", "[data-version]");
    if (card) card.hidden = false; // what is hidden can not have the focus
    carryForms(draft, card);
    draft.remove();
  }

  /** @param {string} tag @param {string} kind @returns {HTMLElement | null} */
  #find(tag, kind) {
    return this.list.querySelector(`:scope > [data-tag="${CSS.escape(tag)}"]${kind}`);
  }
}

/**
 * Puts cards, themselves in reading order, into the list where they belong. The row for more has a place there too: of
 * the claims before it none is missing.
 * @param {HTMLElement} list @param {Iterable<Element>} cards
 */
export function inOrder(list, cards) {
  const start = (/** @type {Element} */ one) => Number(one.getAttribute("data-start"));
  let next = list.firstElementChild;
  for (const card of cards) {
    while (next && start(next) <= start(card)) next = next.nextElementSibling;
    list.insertBefore(card, next);
  }
}

/** @param {HTMLElement} card @param {string} place @param {string} words */
function fill(card, place, words) {
  const node = /** @type {HTMLElement} */ (card.querySelector(place));
  write(node, words);
  return node;
}
