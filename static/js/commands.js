// The commands of the workbench that deal with selecting and marking; other features add theirs.

import { neighbour } from "./claims.js";
import { widen } from "./edges.js";
import { reach } from "./more.js";
import { editNote } from "./forms.js";
import { nextClause, step, stretch } from "./steps.js";
import { SAY, STATUS } from "./words.js";
import { say } from "./view.js";

/** @typedef {import("./words.js").Status} Status */
/** @typedef {import("./claims.js").Claim} Claim */

/** @param {import("./bench.js").Bench} bench */
export function install(bench) {
  const { root, locale, selected, acts } = bench;
  /** @param {import("./offsets.js").Place | null} place @param {string} [otherwise] */
  const go = (place, otherwise = "") => {
    if (place) selected.set(place);
    else if (otherwise) say(otherwise);
  };
  const here = () => selected.place ?? selected.caret();
  /** @param {import("./offsets.js").Place | null} next */
  const stepTo = (next) => {
    selected.edge = "end";
    go(next);
  };
  /** @param {1 | -1} way */
  const moveEdge = (way) => go(stretch(root, here(), selected.edge, way, locale));
  /** The way of an arrow key in the paragraph where the edge is. @param {1 | -1} way */
  const seen = (way) => {
    const node = getSelection()?.focusNode;
    const paragraph = (node instanceof Element ? node : node?.parentElement)?.closest("p");
    return paragraph && getComputedStyle(paragraph).direction === "rtl" ? /** @type {1 | -1} */ (-way) : way;
  };
  /** @param {1 | -1} way */
  const toClaim = async (way) => {
    await reach(bench, selected.place, way);
    const { claim, round } = neighbour(bench.all(), selected.place, way);
    if (claim && round && selected.place) say(way > 0 ? SAY.firstClaim : SAY.lastClaim);
    go(claim, SAY.noClaim);
  };
  /** @param {Claim | undefined | null} claim @param {"retract" | "restore"} what @param {string} words */
  const turn = (claim, what, words) => {
    if (!claim || bench.readonly) return say(SAY.selectFirst);
    acts[what](claim);
    bench.wrote();
    say(words);
  };
  /** @param {Claim | null | undefined} claim */
  const note = (claim) => {
    if (!claim || bench.readonly) return say(selected.place ? SAY.markFirst : SAY.selectFirst);
    selected.set(claim, { show: false });
    const card = bench.cards.of(claim.id);
    if (!card) return;
    editNote(card, claim.note, {
      save: (text) => {
        acts.change(bench.all().find((one) => one.id === claim.id) ?? claim, { note: text });
        bench.wrote();
        say(text ? SAY.noted : SAY.unnoted);
      },
      left: () => bench.home(),
    });
  };
  /** @param {Claim} claim @param {Status} status */
  const change = (claim, status) => {
    if (claim.status === status) return say(SAY.already(status));
    acts.change(claim, { status });
    bench.wrote();
    say(SAY.changed(status));
  };

  /** @param {"undo" | "redo"} way */
  const turnBack = (way) => {
    if (bench.readonly) return say(SAY.closed);
    const done = way === "undo" ? SAY.undone : SAY.redone;
    const none = way === "undo" ? SAY.nothingToUndo : SAY.nothingToRedo;
    say({ done, none, gone: SAY.gone, unread: SAY.unread }[acts.turn(way)]);
    bench.wrote();
  };

  /** @param {Status} status */
  const mark = (status) => {
    if (bench.readonly) return;
    const place = selected.place;
    if (!place) return say(SAY.selectFirst);
    const claim = bench.active();
    if (claim) change(claim, status);
    else {
      acts.mark(place, status);
      bench.wrote();
      say(SAY.marked(status));
    }
    const tag = bench.active()?.id;
    if (tag) bench.tell("marked", { tag, place, status });
  };

  /** @type {Record<string, (claim?: Claim) => void>} */
  const named = {
    "next-sentence": () => stepTo(step(root, here(), 1, "sentence", locale)),
    "previous-sentence": () => stepTo(step(root, here(), -1, "sentence", locale)),
    "next-clause": () => stepTo(nextClause(root, here(), locale)),
    "arrow-right": () => moveEdge(seen(1)),
    "arrow-left": () => moveEdge(seen(-1)),
    longer: () => moveEdge(selected.edge === "end" ? 1 : -1),
    shorter: () => moveEdge(selected.edge === "end" ? -1 : 1),
    edge: () => {
      selected.switchEdge();
      say(SAY.edge(selected.edge));
    },
    "snap-word": () => go(selected.place && widen(root, selected.place, "word", locale), SAY.selectFirst),
    "snap-sentence": () => go(selected.place && widen(root, selected.place, "sentence", locale), SAY.selectFirst),
    "next-claim": () => toClaim(1),
    "previous-claim": () => toClaim(-1),
    go: (claim) => go(claim ?? null),
    note: (claim) => note(claim ?? bench.active()),
    retract: (claim) => turn(claim ?? bench.active(), "retract", SAY.retracted),
    restore: (claim) => turn(claim, "restore", SAY.restored),
    retry: (claim) => {
      if (claim) bench.outbox.retry(claim.id);
      bench.wrote();
    },
    discard: (claim) => {
      if (claim) bench.outbox.discard(claim.id);
      say(SAY.discarded);
    },
    undo: () => turnBack("undo"),
    redo: () => turnBack("redo"),
    "let-go": () => selected.clear(),
  };
  for (const status of /** @type {Status[]} */ (Object.keys(STATUS))) {
    named[status] = () => mark(status);
    named[`to-${status}`] = (claim) => claim && change(claim, status);
  }
  Object.assign(bench.commands, named);
}
