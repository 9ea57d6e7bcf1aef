// What a device is told to drop: only what the server has goes unasked.

import { button, h, notice } from "./dom.js";
import * as store from "./store.js";
import { say } from "./words.js";
import { ask } from "./wire.js";

/** Say that the meeting is gone from here, to the server and to the person. */
export async function dropped(record, addresses, leave, reason) {
  await store.drop(record.carry);
  await ask(addresses.of(record.carry).returned, { wiped: true });
  return leave(say("dropped"), reason);
}

/** It is to be gone, and the server does not have everything: only the person may drop that. */
export const toDrop = (record, addresses, leave, { reason = "", count, hint = "" }) =>
  notice("warning", say("locked_unsent", { count }), reason ? h("p", {}, reason) : "",
    hint ? h("p", {}, hint) : "",
    button(say("drop_do"), () => dropped(record, addresses, leave, reason), { kind: "danger" }));
