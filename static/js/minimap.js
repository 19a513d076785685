// The minimap beside the text: where claims stand, a lane for each status, and what of the text is in sight. For the
// eye and the mouse alone: keys go from claim to claim. What a paragraph holds is read once, until it is swapped.

import { once } from "./frame.js";
import { nodes, paragraphs } from "./offsets.js";

/** A stretch of a paragraph, as parts of its text, and the lanes it is in, as bits. @typedef {[from: number, to: number, lanes: number]} Run */
/** @typedef {import("./offsets.js").Place} Place */

const LANES = ["sourced", "disputed", "speculative"];
const LEAST = 3; // pixels of the shortest claim

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const stage = /** @type {HTMLElement | null} */ (bench.root.closest(".stage"));
  const strip = /** @type {HTMLElement | null} */ (document.querySelector("[data-minimap]"));
  if (!stage || !strip) return;
  const map = new Minimap(bench, stage, strip);
  const [draw, mine, move] = [map.draw, map.mine, map.move].map((work) => once(work.bind(map)));
  new ResizeObserver(draw).observe(bench.root);
  new ResizeObserver(draw).observe(strip);
  bench.on("swapped", draw);
  bench.on("render", mine);
  stage.addEventListener("scroll", move, { passive: true });
  strip.addEventListener("wheel", (event) => stage.scrollBy(0, event.deltaY), { passive: true });
  strip.addEventListener("pointerdown", (event) => map.grab(event));
}

class Minimap {
  #scale = 1; // pixels of the strip for one of the text
  /** Claims that the server knows, a line for each lane. */
  #known = ["", "", ""];

  /** @param {import("./bench.js").Bench} bench @param {HTMLElement} stage @param {HTMLElement} strip */
  constructor(bench, stage, strip) {
    this.bench = bench;
    this.stage = stage;
    this.strip = strip;
    this.window = /** @type {HTMLElement} */ (strip.querySelector("div"));
    const [dim, active, ...lanes] = strip.querySelectorAll("path");
    this.dim = dim;
    this.active = active;
    this.lanes = lanes;
  }

  draw() {
    const height = this.strip.clientHeight;
    if (!height) return; // a phone has none
    const sheet = this.stage.querySelector(".sheet") ?? this.bench.root;
    this.#scale = Math.min(1, height / (sheet.getBoundingClientRect().bottom - this.#zero()));
    this.#known = this.#rows(Math.ceil(height)).map((row, lane) => lines(row, 3 + 6 * lane));
    this.dim.setAttribute("d", this.#passages());
    this.window.style.blockSize = `${this.stage.clientHeight * this.#scale}px`;
    this.mine();
    this.move();
  }

  /** The active claim, and those that wait for the server. */
  mine() {
    if (!this.strip.clientHeight) return;
    const active = this.bench.active();
    const waiting = this.bench.all().filter((claim) => claim.live && claim.waits);
    this.active.setAttribute("d", active ? this.#line(active, 9, 6) : "");
    this.lanes.forEach((path, lane) => {
      const drafts = waiting.filter((claim) => claim.status === LANES[lane]);
      path.setAttribute("d", this.#known[lane] + drafts.map((claim) => this.#line(claim, 3 + 6 * lane, LEAST)).join(""));
    });
  }

  move() {
    this.window.style.translate = `0 ${this.stage.scrollTop * this.#scale}px`;
  }

  /** Goes there, and on while the button is down. @param {PointerEvent} press */
  grab(press) {
    if (press.button) return;
    press.preventDefault(); // the focus and the selection stay in the text
    const { top, height } = this.window.getBoundingClientRect();
    const held = press.clientY - top;
    const at = held > 0 && held < height ? held : height / 2;
    const go = (/** @type {PointerEvent} */ { clientY }) => {
      this.stage.scrollTop = (clientY - at - this.strip.getBoundingClientRect().top) / this.#scale;
    };
    this.strip.setPointerCapture(press.pointerId);
    this.strip.addEventListener("pointermove", go);
    this.strip.addEventListener("lostpointercapture", () => this.strip.removeEventListener("pointermove", go), { once: true });
    go(press);
  }

  /** Where the top of the stage would be seen if nothing were scrolled. */
  #zero() {
    return this.stage.getBoundingClientRect().top - this.stage.scrollTop;
  }

  /** What is repeated or belongs to the page around the text. */
  #passages() {
    const zero = this.#zero();
    const boxes = [...this.bench.root.getElementsByClassName("passage")].map((one) => one.getBoundingClientRect());
    return boxes.map(({ top, bottom }) => `M9 ${(top - zero) * this.#scale}V${(bottom - zero) * this.#scale}`).join("");
  }

  /** Which pixels of the strip each lane fills. @param {number} height */
  #rows(height) {
    const rows = LANES.map(() => new Uint8Array(height + LEAST));
    const zero = this.#zero();
    for (const node of nodes(this.bench.root)) {
      const box = node.getBoundingClientRect();
      if (!box.height) continue; // folded away
      for (const [from, to, inside] of runs(node)) {
        const top = Math.round((box.top - zero + from * box.height) * this.#scale);
        const end = Math.max(top + LEAST, Math.round((box.top - zero + to * box.height) * this.#scale));
        rows.forEach((row, lane) => inside & (1 << lane) && row.fill(1, top, end));
      }
    }
    return rows;
  }

  /** @param {Place} place @param {number} x @param {number} least */
  #line({ start, end }, x, least) {
    const touched = paragraphs(this.bench.root, start, end);
    const [first, last] = [touched.at(0), touched.at(-1)];
    if (!first || !last) return "";
    const zero = this.#zero();
    /** @param {import("./offsets.js").Paragraph} one @param {number} at */
    const high = (one, at) => {
      const box = one.node.getBoundingClientRect();
      return (box.top - zero + (box.height * (at - one.start)) / (one.end - one.start)) * this.#scale;
    };
    const [from, to] = [high(first, Math.max(start, first.start)), high(last, Math.min(end, last.end))];
    return `M${x} ${from.toFixed(1)}V${Math.max(to, from + least).toFixed(1)}`;
  }
}

/** @type {WeakMap<Element, Run[]>} */
const read = new WeakMap();

/** @param {Element} paragraph */
function runs(paragraph) {
  const known = read.get(paragraph);
  if (known) return known;
  /** @type {Run[]} */
  const found = [];
  let length = 0;
  for (const node of paragraph.childNodes) {
    const from = length;
    length += node.textContent?.length ?? 0;
    if (!(node instanceof Element)) continue;
    const status = node.getAttribute("data-status") ?? "";
    const inside = LANES.reduce((bits, name, lane) => bits | (status.includes(name) ? 1 << lane : 0), 0);
    if (inside) found.push([from, length, inside]);
  }
  for (const run of found) {
    run[0] /= length;
    run[1] /= length;
  }
  read.set(paragraph, found);
  return found;
}

/** The filled stretches of a lane as an SVG path. @param {Uint8Array} row @param {number} x */
function lines(row, x) {
  let path = "";
  for (let from = row.indexOf(1); from >= 0; ) {
    const end = row.indexOf(0, from);
    path += `M${x} ${from}V${end < 0 ? row.length : end}`;
    from = end < 0 ? -1 : row.indexOf(1, end);
  }
  return path;
}
