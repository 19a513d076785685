// The workbench: the hub and the features that hang on it, in the order in which they are told of what happens.

import "./page.js";
import { Bench } from "./bench.js";
import { install as arrive } from "./arrive.js";
import { install as attributes } from "./attributes.js";
import { install as bar } from "./bar.js";
import { install as bindings } from "./bindings.js";
import { install as citing } from "./citing.js";
import { install as commands } from "./commands.js";
import { install as comments } from "./comments.js";
import { install as conflict } from "./conflict.js";
import { install as details } from "./details.js";
import { install as find } from "./find.js";
import { install as handin } from "./handin.js";
import { install as live } from "./live.js";
import { install as minimap } from "./minimap.js";
import { readOn } from "./more.js";
import { install as passages } from "./passages.js";
import { install as samewords } from "./samewords.js";
import { install as suggestions } from "./suggestions.js";
import { install as waiting } from "./waiting.js";

const FEATURES = [commands, passages, samewords, suggestions, bar, bindings, attributes, citing, details, arrive, conflict, live, waiting, minimap, find, comments, handin];

const root = /** @type {HTMLElement} */ (document.querySelector("[data-document]"));
export const bench = new Bench(root);
for (const install of FEATURES) install(bench);
bench.render();
readOn(bench.list, () => bench.render());
bench.sender.start();
