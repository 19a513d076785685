// The selection in the text: the one state behind mouse, touch, keys and buttons, kept as code points, so that it
// outlives a swap of paragraphs and a focus that moves into a note.

import { follow } from "./paint.js";
import { quote, toOffsets, toRange } from "./offsets.js";
import { reveal } from "./reveal.js";
import { trimmed } from "./edges.js";

/** @typedef {import("./offsets.js").Place} Place */

const SETTLED = 150; // milliseconds without a change: a finger has let go of the handle

export class Selected {
  /** @type {Place | null} */
  place = null;
  /** The edge that keys move. @type {"start" | "end"} */
  edge = "end";
  dragging = false;
  #timer = 0;
  #unread = false;
  /** @type {(() => void)[]} */
  #afterDrag = [];
  /** What was selected by us, not by the reader. @type {Range | null} */
  #drawn = null;
  #followed = false;

  /** @param {HTMLElement} root @param {() => void} onChange */
  constructor(root, onChange) {
    this.root = root;
    this.onChange = onChange;
    root.addEventListener("pointerdown", (event) => {
      this.dragging = event.pointerType === "mouse" && event.button === 0;
      // A press on selected text would drag that text away instead of selecting anew.
      if (this.dragging && !event.shiftKey) getSelection()?.removeAllRanges();
    });
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => this.#dropped());
    document.addEventListener("selectionchange", () => {
      this.#follow();
      if (this.dragging) clearTimeout(this.#timer);
      else this.#readIn(SETTLED);
    });
    // A key means what is selected when it is pressed, however soon that is.
    document.addEventListener("keydown", () => this.#settle(), { capture: true });
  }

  /** @param {Place} place @param {{show?: boolean}} [how] show: scroll there */
  set(place, { show = true } = {}) {
    const range = toRange(this.root, place);
    if (!range) return;
    this.#draw(range);
    if (show) reveal(range, this.root);
    this.#become(place);
  }

  clear() {
    getSelection()?.removeAllRanges();
    this.#become(null);
  }

  switchEdge() {
    this.edge = this.edge === "end" ? "start" : "end";
  }

  /** The place with its quote and what stands around it. @param {Place} place */
  quoted(place) {
    return { ...place, ...quote(this.root, place.start, place.end) };
  }

  /** Where stepping starts without a selection: the caret, else the first line in sight. @returns {Place} */
  caret() {
    const selection = getSelection();
    const rest = document.createRange();
    rest.selectNodeContents(this.root);
    if (selection?.anchorNode && this.root.contains(selection.anchorNode))
      rest.setStart(selection.anchorNode, selection.anchorOffset);
    else {
      const top = Math.max(0, this.root.closest(".stage")?.getBoundingClientRect().top ?? 0);
      const seen = [...this.root.children].find((node) => node.getBoundingClientRect().bottom > top + 20);
      if (seen) rest.setStartBefore(seen);
    }
    const at = toOffsets(this.root, rest)?.start ?? 0;
    return { start: at, end: at };
  }

  /** Changes the text's DOM without losing the selection; waits for the end of a drag. @param {() => void} change */
  keep(change) {
    if (this.dragging) return void this.#afterDrag.push(() => this.keep(change));
    const selection = getSelection();
    const inText = selection?.rangeCount && this.root.contains(selection.anchorNode);
    change();
    const range = inText && this.place ? toRange(this.root, this.place) : null;
    if (range) this.#draw(range);
  }

  /** Paints what is being selected until it is read; the browser's own paint, which would hide marks, is off. */
  #follow() {
    const selection = getSelection();
    const range = selection?.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
    if (!range || range.collapsed || !range.intersectsNode(this.root) || same(range, this.#drawn)) return;
    const last = this.root.childNodes.length;
    if (range.comparePoint(this.root, 0) >= 0) range.setStart(this.root, 0);
    if (range.comparePoint(this.root, last) <= 0) range.setEnd(this.root, last);
    follow("picked", range);
    this.#followed = true;
  }

  #dropped() {
    if (!this.dragging) return;
    this.dragging = false;
    this.#readIn(0); // the browser empties the selection of a plain click only after this event
  }

  /** @param {number} wait milliseconds */
  #readIn(wait) {
    clearTimeout(this.#timer);
    this.#unread = true;
    this.#timer = setTimeout(() => this.#settle(), wait);
  }

  #settle() {
    if (!this.#unread || this.dragging) return;
    clearTimeout(this.#timer);
    this.#unread = false;
    this.#read();
    for (const change of this.#afterDrag.splice(0)) change();
  }

  #read() {
    const selection = getSelection();
    if (!selection?.rangeCount || this.dragging) return;
    const range = selection.getRangeAt(0);
    const inText = range.intersectsNode(this.root);
    if (range.collapsed && !inText) return;
    this.#become(inText && !range.collapsed ? trimmed(this.root, toOffsets(this.root, range)) : null);
  }

  /** @param {Place | null} place */
  #become(place) {
    if (!this.#followed && place?.start === this.place?.start && place?.end === this.place?.end) return;
    this.#followed = false;
    this.place = place && { start: place.start, end: place.end };
    this.onChange();
  }

  /** @param {Range} range */
  #draw(range) {
    const ends = [range.startContainer, range.startOffset, range.endContainer, range.endOffset];
    const [a, b, c, d] = /** @type {[Node, number, Node, number]} */ (ends);
    if (this.edge === "end") getSelection()?.setBaseAndExtent(a, b, c, d);
    else getSelection()?.setBaseAndExtent(c, d, a, b);
    this.#drawn = range;
    this.#followed = false;
  }
}

/** @param {Range} a @param {Range | null} b */
const same = (a, b) =>
  b !== null &&
  a.startContainer === b.startContainer &&
  a.startOffset === b.startOffset &&
  a.endContainer === b.endContainer &&
  a.endOffset === b.endOffset;
