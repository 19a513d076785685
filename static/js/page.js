// What every page has beside its HTML: failures of partial requests in words, dialogs opened by buttons, and on a
// phone the tab of the page in sight.

/** @param {string} words */
const trouble = (words) => {
  const box = document.getElementById("trouble");
  if (!box) return;
  box.textContent = words;
  box.hidden = !words;
};

/** @param {number | undefined} status */
const why = (status) => {
  if (status === 401 || status === 403) return "You may be signed out. Reload the page, sign in, and try again.";
  if (status === 404) return "That is not here any more. Reload the page.";
  if (status === 429) return "Too many requests. Wait a moment and try again.";
  if (status && status >= 500) return "The server had trouble. Nothing was changed; try again in a moment.";
  return "That did not work. Reload the page and try again.";
};

/** @param {Event} event */
const context = (event) => /** @type {CustomEvent} */ (event).detail?.ctx;

document.addEventListener("htmx:response:error", (event) => trouble(why(context(event)?.response?.status)));
document.addEventListener("htmx:error", () => trouble("The server can not be reached. Try again in a moment."));
document.addEventListener("htmx:after:swap", (event) => {
  if (context(event)?.swap !== "none") trouble("");
});

document.querySelector(".subnav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

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
