// Comes to a place in the text from elsewhere: the address's #t=START,END is shown, painted, and where keys begin.

import { toRange } from "./offsets.js";
import { reveal } from "./reveal.js";

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const arrive = () => {
    const [, start, end] = /^#t=(\d+),(\d+)$/.exec(location.hash) ?? [];
    const place = end ? { start: Number(start), end: Number(end) } : null;
    const range = place && toRange(bench.root, place);
    bench.paint.show("arrived", place && range ? [place] : []);
    if (!range) return;
    getSelection()?.collapse(range.startContainer, range.startOffset);
    reveal(range, bench.root);
  };
  addEventListener("hashchange", arrive);
  arrive();
}
