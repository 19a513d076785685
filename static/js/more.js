// The list of claims comes fifty at a time: the rest is fetched when the page has nothing better to do, up to a
// number that a list can bear, and after that when its end is scrolled to.

const AT_ONCE = 200;

/** @param {HTMLElement} list @param {() => void} grown */
export function readOn(list, grown) {
  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) next(true);
  });
  const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ run) => setTimeout(run, 200));

  /** @param {boolean} wanted the reader is at the end of the list */
  async function next(wanted) {
    const row = list.querySelector("[data-more]");
    const link = row?.querySelector("a");
    if (!row || !link) return;
    if (!wanted && list.children.length > AT_ONCE) return seen.observe(row);
    const response = await fetch(link.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!response?.ok || !row.isConnected) return;
    const cards = document.createElement("template");
    cards.innerHTML = await response.text();
    for (const card of cards.content.querySelectorAll("[data-tag]"))
      if (list.querySelector(`[data-version][data-tag="${CSS.escape(card.getAttribute("data-tag") ?? "")}"]`))
        card.remove();
    row.replaceWith(cards.content);
    grown();
    idle(() => next(false));
  }
  idle(() => next(false));
}
