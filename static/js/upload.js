// Sends chosen files one by one, so that each gets its line as soon as it is in, and shows how far it is.
// Without this script the form sends all of them at once and the page comes back with the lines.

import { number, t, tn } from "./words.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-upload]"));

form?.addEventListener("submit", async (event) => {
  const files = /** @type {HTMLInputElement} */ (form.elements.namedItem("files")).files;
  if (!files?.length) return;
  event.preventDefault();
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button[type=submit]"));
  button.disabled = true;
  await sendAll(form, [...files]);
  button.disabled = false;
  /** @type {HTMLInputElement} */ (form.elements.namedItem("files")).value = "";
});

/** @param {HTMLFormElement} form @param {File[]} files */
async function sendAll(form, files) {
  const bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
  const said = /** @type {HTMLElement} */ (form.querySelector("[data-said]"));
  const list = /** @type {HTMLElement} */ (form.querySelector("[data-outcomes]"));
  /** @type {HTMLElement} */ (form.querySelector("[data-progress]")).hidden = false;
  list.replaceChildren();
  bar.max = files.reduce((sum, file) => sum + file.size, 0) || 1;
  let before = 0;
  for (const [place, file] of files.entries()) {
    said.textContent = t("Sending %s of %s: %s", number(place + 1), number(files.length), file.name);
    const line = await send(form, file, (sent) => { bar.value = before + Math.min(sent, file.size); });
    before += file.size;
    bar.value = before;
    list.insertAdjacentHTML("beforeend", line ?? refused(file.name));
  }
  said.textContent = tn(files.length, "Done.", "Done: %s files.");
  await refreshList();
}

/** The list of documents as it is now; when that fails, the next reload shows it. */
async function refreshList() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("[data-list]");
  if (fresh) document.querySelector("[data-list]")?.replaceWith(fresh);
}

/**
 * One file; `fetch` can not tell how much was sent, so this is XMLHttpRequest.
 * @param {HTMLFormElement} form @param {File} file @param {(sent: number) => void} progress
 * @returns {Promise<string | null>} the server's line, or null when there was no good answer
 */
function send(form, file, progress) {
  const body = new FormData();
  body.append("files", file);
  body.append("csrfmiddlewaretoken", /** @type {HTMLInputElement} */ (form.elements.namedItem("csrfmiddlewaretoken")).value);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-Requested-With", "fetch");
  request.upload.addEventListener("progress", (event) => progress(event.loaded));
  return new Promise((resolve) => {
    const good = () => request.status === 200 && !request.responseURL.includes("/accounts/");
    request.addEventListener("loadend", () => resolve(good() ? request.responseText : null));
    request.send(body);
  });
}

/** @param {string} name */
function refused(name) {
  const line = document.createElement("li");
  const words = document.createElement("span");
  words.className = "main";
  words.textContent = t("%s: this did not reach the server. Are you signed in? Try it again.", name);
  line.append(words);
  return line.outerHTML;
}
