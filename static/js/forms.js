// Forms in a claim's card: its note, and all its details. On a phone a form with much in it is a sheet.

import { clone } from "./html.js";

const FORMS = ".note-form, .details-form";

/**
 * Opens a form in a card, or goes back to the one that is open.
 * @param {HTMLElement} card
 * @param {string} name of its template and class
 * @param {{fill: (form: HTMLFormElement) => void, save: (form: HTMLFormElement) => void, left: () => void}} on
 */
export function openForm(card, name, on) {
  const open = /** @type {HTMLFormElement | null} */ (card.querySelector(`.${name}`));
  const form = open ?? /** @type {HTMLFormElement} */ (clone(name));
  if (!open) {
    const close = () => {
      form.remove();
      on.left();
    };
    on.fill(form);
    form.onsubmit = (event) => {
      event.preventDefault();
      on.save(form);
      close();
    };
    form.onkeydown = (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
      if (event.key === "Escape") close();
    };
    /** @type {HTMLElement} */ (form.querySelector("[data-leave]")).onclick = close;
    card.append(form);
    if (form.matches("[data-sheet]") && matchMedia("(width < 900px)").matches) form.popover = "manual";
  }
  if (form.popover) form.showPopover();
  /** @type {HTMLElement | null} */ (form.querySelector("textarea, select"))?.focus();
}

/**
 * @param {HTMLElement} card
 * @param {string} note as it is
 * @param {{save: (note: string) => void, left: () => void}} on
 */
export function editNote(card, note, on) {
  const text = (/** @type {HTMLFormElement} */ form) => /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("note"));
  openForm(card, "note-form", {
    fill: (form) => (text(form).value = note),
    save: (form) => {
      const now = text(form).value.trim();
      if (now !== note) on.save(now);
    },
    left: on.left,
  });
}

/** Keeps what is being written, as its button does. */
export function saveForms() {
  for (const form of document.querySelectorAll(FORMS)) /** @type {HTMLFormElement} */ (form).requestSubmit();
}

/**
 * What is being written moves with its claim to another card, and so does a thread of comments that was read.
 * @param {HTMLElement | null} from
 * @param {HTMLElement | null} to
 */
export function carryForms(from, to) {
  const focused = /** @type {HTMLElement} */ (document.activeElement);
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (to && from ? from.querySelectorAll(`${FORMS}, .talk`) : [])) {
    const thread = /** @type {HTMLDetailsElement | null} */ (part.closest(".thread"));
    const other = /** @type {HTMLDetailsElement | null | undefined} */ (thread && to?.querySelector(".thread"));
    other?.querySelector(".talk")?.remove();
    if (thread && other) other.open = thread.open;
    (other ?? to)?.append(part);
    if (part.popover) part.showPopover();
    if (part.contains(focused)) focused.focus();
  }
}
