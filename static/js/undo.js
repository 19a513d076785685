// Undo is a further write, never a deletion: it works offline, and the history keeps both. Each act leaves here the
// write that takes it back.

export class History {
  /** @type {(() => void)[]} */
  #back = [];

  /** @param {(any: boolean) => void} onChange whether there is something to undo */
  constructor(onChange) {
    this.onChange = onChange;
  }

  /** @param {() => void} takeBack */
  did(takeBack) {
    this.#back.push(takeBack);
    this.onChange(true);
  }

  /** @returns {boolean} whether something was undone */
  undo() {
    const takeBack = this.#back.pop();
    takeBack?.();
    this.onChange(this.#back.length > 0);
    return takeBack !== undefined;
  }
}
