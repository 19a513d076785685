// What every page has beside its HTML: failures of partial requests in words, times as the reader has them, passwords
// shown on demand, secrets copied, dialogs opened by buttons, and on a phone the tab of the page in sight.

import { keepLocal } from "./times.js";
import { t } from "./words.js";

/** @param {string} words */
const trouble = (words) => {
  const box = document.getElementById("trouble");
  if (!box) return;
  box.textContent = words;
  box.hidden = !words;
};

/** @param {number | undefined} status */
const why = (status) => {
  if (status === 401 || status === 403) return t("You may be signed out. Reload the page, sign in, and try again.");
  if (status === 404) return t("That is not here any more. Reload the page.");
  if (status === 429) return t("Too many requests. Wait a moment and try again.");
  if (status && status >= 500) return t("The server had trouble. Nothing was changed; try again in a moment.");
  return t("That did not work. Reload the page and try again.");
};

/** @param {Event} event */
const context = (event) => /** @type {CustomEvent} */ (event).detail?.ctx;

document.addEventListener("htmx:response:error", (event) => trouble(why(context(event)?.response?.status)));
document.addEventListener("htmx:error", () => trouble(t("The server can not be reached. Try again in a moment.")));
document.addEventListener("htmx:after:swap", (event) => {
  if (context(event)?.swap !== "none") trouble("");
});

keepLocal();

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (button?.dataset.reveal) reveal(button);
  else if (button?.dataset.copy) copy(button);
});

/** @param {HTMLButtonElement} button */
function reveal(button) {
  const field = /** @type {HTMLInputElement} */ (document.getElementById(button.dataset.reveal ?? ""));
  const shown = field.type === "text";
  field.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
}

/** @param {HTMLButtonElement} button */
async function copy(button) {
  const from = document.getElementById(button.dataset.copy ?? "");
  try {
    await navigator.clipboard.writeText(from?.textContent ?? "");
    button.textContent = t("Copied");
  } catch {
    getSelection()?.selectAllChildren(/** @type {HTMLElement} */ (from)); // no clipboard without HTTPS: it is one key away
  }
}

// A password typed with Caps Lock on fails without a reason that one could see.
document.addEventListener("keyup", (event) => {
  const field = event.target instanceof HTMLInputElement ? event.target : null;
  const box = field && document.querySelector(`[data-caps="${CSS.escape(field.id)}"]`);
  if (box) box.textContent = event.getModifierState("CapsLock") ? t("Caps Lock is on.") : "";
});

// By hand: from where `scrollIntoView` leads some browsers go on with Tab, past all that stands before.
const here = document.querySelector(".subnav [aria-current]");
const row = here?.closest(".subnav");
if (here && row) {
  const [at, seen] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
  if (at.right > seen.right) row.scrollLeft += at.right - seen.right;
  if (at.left < seen.left) row.scrollLeft += at.left - seen.left;
}

// Browsers without invoker commands: the same attributes, read by hand.
if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[commandfor]") : null;
    const dialog = document.getElementById(button?.getAttribute("commandfor") ?? "");
    if (!(dialog instanceof HTMLDialogElement)) return;
    if (button?.getAttribute("command") === "show-modal") dialog.showModal();
    else dialog.close();
  });
}
