// What others do in this document, and I in another place: asked for every few seconds while the page is in sight.

const EVERY = 10_000;
const LONGEST = 120_000;

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  let version = bench.root.dataset.live ?? "";
  let [timer, failures] = [0, 0];
  let asking = false;
  document.addEventListener("visibilitychange", ask);
  addEventListener("focus", ask);
  later();

  function later() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, Math.min(LONGEST, EVERY * 2 ** failures));
  }

  async function ask() {
    if (asking || document.hidden) return;
    asking = true;
    failures = await news().catch(() => failures + 1);
    asking = false;
    later();
  }

  /** @returns {Promise<number>} failures in a row */
  async function news() {
    const { taken } = bench;
    const response = await fetch(`${bench.url}live/`, {
      headers: { Accept: "application/json", "If-None-Match": `"${version}"` },
      redirect: "manual",
      signal: AbortSignal.timeout(30_000),
    });
    if (response.status === 304) return 0;
    if (response.status === 404) moved({ can_tag: false });
    if (!response.ok) return failures + 1;
    const found = await response.json();
    if (bench.taken !== taken) return 0; // older than what a write has brought meanwhile: asked for again
    version = found.version;
    if (found.paragraphs) bench.take(found);
    else moved(found);
    return 0;
  }

  /** The page is better read anew; what is being written on it stays. @param {{moved?: string, can_tag: boolean}} how */
  function moved(how) {
    const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-moved]"));
    if (!box) return;
    if (how.moved) /** @type {HTMLElement} */ (box.querySelector("span")).textContent = how.moved;
    box.hidden = false;
    bench.readonly ||= !how.can_tag;
    bench.history.tell();
  }
}
