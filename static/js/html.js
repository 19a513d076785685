// HTML into elements, what the server sends and the templates that stand on the page; and words into elements.

/** @param {string} html @returns {HTMLElement | null} */
export function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return /** @type {HTMLElement | null} */ (template.content.firstElementChild);
}

/** @param {string} id of a template @returns {HTMLElement} */
export function clone(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
}

/** Where it says something else now: a live region would say the same words again. @param {Element | null} node @param {string} words */
export function write(node, words) {
  if (node && node.textContent !== words) node.textContent = words;
}
