// Signing out on this device: what was sent goes, what was not stays locked until somebody signs in.
// The words stand on the form, so that every page with such a form can say them.

import * as store from "./store.js";
import { onlyHere, SIGNING_OUT } from "./tabs.js";

/** Drop what the server has; of the rest drop the key that the word opens. */
async function leave() {
  for (const { carry } of await store.carries()) {
    // An open book first keeps what is being typed, here or in another tab, and closes.
    await onlyHere(carry, { lost: async () => {}, why: SIGNING_OUT }).catch(() => {});
    if (await store.countUnsent(carry)) {
      await store.changeCarry(carry, { wrapped: null, salt: null, iv: null });
    } else {
      await store.drop(carry);
    }
  }
}

async function unsent() {
  const all = await store.carries();
  const counts = await Promise.all(all.map(({ carry }) => store.countUnsent(carry)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Whether this browser ever kept a meeting; asking the store itself would make one. */
async function keepsAny() {
  const known = await globalThis.indexedDB?.databases?.();
  return known?.some(({ name }) => name === store.NAME) ?? false;
}

/** Open what has something unsent: an open meeting sends by itself. */
async function send(page) {
  for (const { carry } of await store.carries()) {
    if (await store.countUnsent(carry)) {
      location.assign(`${page}#${carry}/sending`);
      return;
    }
  }
}

function asking({ unsent: words, stay, go, page }, count, leaveNow) {
  const dialog = document.createElement("dialog");
  const said = document.createElement("p");
  said.textContent = words.replace("{count}", count);
  const choices = document.createElement("div");
  choices.className = "actions";
  [[stay, "primary", () => send(page)], [go, "secondary", leaveNow]].forEach(([word, kind, act]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `button button-${kind}`;
    button.textContent = word;
    button.addEventListener("click", () => {
      dialog.remove();
      act();
    });
    choices.append(button);
  });
  dialog.append(said, choices);
  document.body.append(dialog);
  dialog.showModal();
}

/** Look after the device before a form that signs out is sent. */
export function watchSigningOut() {
  document.querySelectorAll("form[data-signs-out]").forEach((form) => {
    let sure = false;
    form.addEventListener("submit", async (event) => {
      if (sure) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const go = async (clean = leave) => {
        await clean().catch(() => {});
        sure = true;
        form.requestSubmit();
      };
      if (!(await keepsAny().catch(() => false))) {
        await go(async () => {});
        return;
      }
      const count = await unsent().catch(() => 0);
      if (count) asking(form.dataset, count, go);
      else await go();
    }, true);
  });
}
