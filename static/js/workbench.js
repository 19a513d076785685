// The workbench: the hub and the features that hang on it, in the order in which they are told of what happens.

import "./page.js";
import { Bench } from "./bench.js";
import * as arrive from "./arrive.js";
import * as attributes from "./attributes.js";
import * as bar from "./bar.js";
import * as bindings from "./bindings.js";
import * as citing from "./citing.js";
import * as commands from "./commands.js";
import * as comments from "./comments.js";
import * as conflict from "./conflict.js";
import * as details from "./details.js";
import * as find from "./find.js";
import * as handin from "./handin.js";
import * as live from "./live.js";
import * as minimap from "./minimap.js";
import { readOn } from "./more.js";
import * as passages from "./passages.js";
import * as samewords from "./samewords.js";
import * as suggestions from "./suggestions.js";
import * as waiting from "./waiting.js";

const FEATURES = [commands, passages, samewords, suggestions, bar, bindings, attributes, citing, details, arrive, conflict, live, waiting, minimap, find, comments, handin];

const root = /** @type {HTMLElement} */ (document.querySelector("[data-document]"));
export const bench = new Bench(root);
for (const feature of FEATURES) feature.install(bench);
bench.render();
readOn(bench.list, () => bench.render());
bench.sender.start();
