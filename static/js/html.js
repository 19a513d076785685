// HTML into elements, what the server sends and the templates that stand on the page; and words into elements.

/** @param {string} html @returns {HTMLElement | null} */
export const element = (html) => /** @type {HTMLElement | null} */ (elements(html).firstElementChild);

/** @param {string} html */
export function elements(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/**
 * HTML of the server, or null where it can not be had now: no network, gone, or signed out, which would lead to another
 * page.
 * @param {string} url @returns {Promise<string | null>}
 */
export const fetched = (url) =>
  fetch(url, { headers: { Accept: "text/html" }, redirect: "manual" })
    .then((response) => (response.ok ? response.text() : null))
    .catch(() => null);

/** @param {string} id of a template @returns {HTMLElement} */
export function clone(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
}

/** Where it says something else now: a live region would say the same words again. @param {Element | null} node @param {string} words */
export function write(node, words) {
  if (node && node.textContent !== words) node.textContent = words;
}
