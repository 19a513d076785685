// After an @ the members who may read along stand in a list below the field: arrows, Enter or Tab to take one, Escape.

const NAME = /(?<![\p{L}\p{N}_@.+-])@([\p{L}\p{N}_.+-]*)$/u;

/** @param {EventTarget | null} target @returns {{text: HTMLTextAreaElement, list: HTMLElement} | null} */
function of(target) {
  const text = target instanceof HTMLTextAreaElement ? target : null;
  const list = /** @type {HTMLElement | null | undefined} */ (text?.closest(".talk")?.querySelector(".people"));
  return text && list ? { text, list } : null;
}

/** @param {HTMLElement} list @returns {HTMLElement[]} */
const offered = (list) => [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("li:not([hidden])"))];

/** @param {HTMLTextAreaElement} text @param {HTMLElement} list @param {HTMLElement | undefined} option */
function choose(text, list, option) {
  for (const one of list.children) one.setAttribute("aria-selected", String(one === option));
  list.hidden = !option;
  if (option) text.setAttribute("aria-activedescendant", option.id);
  else text.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

/** @param {HTMLTextAreaElement} text @param {HTMLElement} list @param {HTMLElement} option */
function take(text, list, option) {
  const end = text.selectionStart;
  const start = text.value.slice(0, end).lastIndexOf("@");
  text.setRangeText(`@${option.dataset.name} `, start, end, "end");
  choose(text, list, undefined);
}

document.addEventListener("input", ({ target }) => {
  const found = of(target);
  if (!found) return;
  const { text, list } = found;
  const given = NAME.exec(text.value.slice(0, text.selectionStart))?.[1].toLowerCase();
  for (const option of /** @type {HTMLElement[]} */ ([...list.children]))
    option.hidden = given === undefined || !option.textContent?.toLowerCase().includes(given);
  text.form?.after(list);
  text.setAttribute("aria-autocomplete", "list");
  choose(text, list, offered(list)[0]);
});

document.addEventListener("keydown", (event) => {
  const found = of(event.target);
  if (!found || found.list.hidden || event.isComposing) return;
  const { text, list } = found;
  const all = offered(list);
  const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp")
    choose(text, list, all[(at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length]);
  else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") take(text, list, all[at]);
  else if (event.key === "Escape") choose(text, list, undefined);
  else return;
  event.preventDefault();
});

document.addEventListener("mousedown", (event) => {
  const option = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".people li"));
  if (!option) return;
  event.preventDefault();
  const found = of(document.activeElement);
  if (found) take(found.text, found.list, option);
});

document.addEventListener("focusout", ({ target }) => {
  const found = of(target);
  if (found) choose(found.text, found.list, undefined);
});
