// On every page but the workbench, which does it itself: sends what the workbench left to send, and says what waits.

import { Outbox } from "./outbox.js";
import { Sender } from "./sender.js";
import { user } from "./session.js";
import { showWaiting } from "./waiting.js";

if (user) {
  const show = () => showWaiting(outbox, sender, "");
  const outbox = new Outbox(user, show);
  const others = "BroadcastChannel" in window ? new BroadcastChannel(`annotator.${user}`) : null;
  const sender = new Sender(outbox, {
    saved: ({ document }, answer) => others?.postMessage({ document, answer }),
    state: show,
  });
  show();
  sender.start();
}
