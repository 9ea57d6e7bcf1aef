// Signing out on this device: what was sent goes, what was not stays locked until somebody signs in.

import { button, h } from "./dom.js";
import * as store from "./store.js";
import { say } from "./words.js";

/** Drop what the server has; of the rest drop the key. Returns how many records stay behind. */
export async function signedOut() {
  let left = 0;
  for (const record of await store.carries()) {
    const count = await store.countUnsent(record.carry);
    left += count;
    if (count) await store.changeCarry(record.carry, { wrapped: null, salt: null, iv: null });
    else await store.drop(record.carry);
  }
  return left;
}

const unsent = async () => {
  const counts = await Promise.all((await store.carries()).map(({ carry }) => store.countUnsent(carry)));
  return counts.reduce((sum, count) => sum + count, 0);
};

/** Before the form that signs out is sent. */
export function watchSigningOut() {
  document.querySelectorAll("form[data-signs-out]").forEach((form) => {
    let sure = false;
    form.addEventListener("submit", async (event) => {
      if (sure) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const count = await unsent().catch(() => 0);
      const go = async () => {
        await signedOut().catch(() => {});
        sure = true;
        form.requestSubmit();
      };
      if (!count) {
        await go();
        return;
      }
      const asked = h("dialog", { "aria-label": say("sign_out_title") },
        h("p", {}, say("sign_out_unsent", { count })),
        h("div", { class: "actions" }, button(say("sign_out_stay"), () => {
          asked.close();
          asked.remove();
        }, { kind: "primary" }), button(say("sign_out_go"), go)));
      document.body.append(asked);
      asked.showModal();
    }, true);
  });
}
