// The note of a claim, written in its card.

import { clone } from "./html.js";

const FORMS = ".note-form, .details-form";

/**
 * Opens the form, or goes back to the one that is open.
 * @param {HTMLElement} card
 * @param {string} note as it is
 * @param {{save: (note: string) => void, left: () => void}} on
 */
export function editNote(card, note, on) {
  const form = /** @type {HTMLFormElement} */ (card.querySelector(".note-form") ?? clone("note-form"));
  const text = /** @type {HTMLTextAreaElement} */ (form.querySelector("textarea"));
  const close = () => {
    form.remove();
    on.left();
  };
  if (!form.isConnected) text.value = note;
  form.onsubmit = (event) => {
    event.preventDefault();
    if (text.value.trim() !== note) on.save(text.value.trim());
    close();
  };
  form.onkeydown = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key === "Escape") close();
  };
  /** @type {HTMLElement} */ (form.querySelector("[data-action=note-cancel]")).onclick = close;
  card.append(form);
  text.focus();
}

/** Keeps what is being written, as its button does. */
export function saveNotes() {
  for (const form of document.querySelectorAll(FORMS)) /** @type {HTMLFormElement} */ (form).requestSubmit();
}

/**
 * What is being written moves with its claim to another card.
 * @param {HTMLElement | null} from
 * @param {HTMLElement | null} to
 */
export function carryNote(from, to) {
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  const thread = to && from?.querySelector(":scope > .thread");
  if (thread) to.querySelector(":scope > .thread")?.replaceWith(thread);
  if (thread?.contains(focused)) focused.focus();
  for (const form of /** @type {NodeListOf<HTMLElement>} */ (to && from ? from.querySelectorAll(FORMS) : [])) {
    to?.append(form);
    if (form.popover) form.showPopover();
    if (form.contains(focused)) focused.focus();
  }
}
