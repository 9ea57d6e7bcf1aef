// 送信: what is where, in plain sentences, and what can be done with it.

import { choicePart, words } from "./choices.js";
import { button, h, notice, save, tell } from "./dom.js";
import * as store from "./store.js";
import { moment, say } from "./words.js";
import { ask } from "./wire.js";

/** One sentence on how the last sending went. */
export function standingWords(sync) {
  const { kind, reason } = sync.standing;
  const words = say(`standing_${kind}`);
  return reason && kind !== "sign-in" ? `${words} ${reason}` : words;
}

export function sendingPanel(book, sync, addresses, leave) {
  const kept = h("p", { class: "lead" });
  const facts = h("ul");
  const standing = h("p", { role: "status" });
  const door = h("p", { hidden: true }, h("a", { class: "button button-secondary", href: addresses.signIn },
    say("sign_in")));
  const choices = h("div");
  const waiting = h("div");
  const refused = h("div");
  const away = h("div");
  let permanent = null;
  navigator.storage?.persisted?.().then((is) => {
    permanent = is;
    update();
  });

  const now = button(say("send_now"), () => sync.send(), { kind: "primary" });
  const file = button(say("save_file"), async () => {
    save(await book.file(), say("file_name", { day: new Date().toISOString().slice(0, 10) }));
    tell(say("file_saved"));
  });
  const element = h("div", {}, choices, kept, facts, standing, door,
    h("div", { class: "actions" }, now, file), h("p", { class: "meta" }, say("file_hint")),
    waiting, refused, away);

  function update() {
    const mine = [...book.entries.values()].filter((entry) => entry.number === null
      || entry.seq > 0);
    const unsent = book.unsent.length + book.drafts.size;
    kept.textContent = unsent ? say("kept", { count: mine.length + book.drafts.size, unsent })
      : say("kept_all", { count: mine.length });
    facts.replaceChildren(...[
      book.record.sent_at ? say("last_sent", { when: moment(book.record.sent_at) }) : say("never_sent"),
      say("keep_until", { when: moment(book.record.until) }),
      say("locked_by_word"),
      permanent === null ? "" : permanent ? say("store_permanent") : say("store_may_go"),
    ].filter(Boolean).map((sentence) => h("li", {}, sentence)));
    standing.textContent = standingWords(sync);
    door.hidden = sync.standing.kind !== "sign-in";
    choices.replaceChildren(...book.conflicts().map((card) => choicePart(book, card)));
    showWaiting();
    showRefused();
    showAway(unsent);
  }

  function showWaiting() {
    const cards = book.told.cards.filter(({ state, card }) => state === "waiting" && book.versions.has(card));
    waiting.replaceChildren(...(cards.length ? [notice("warning", say("waiting_title"),
      h("ul", {}, cards.map(({ card, reason }) => h("li", {},
        h("p", { class: "as-typed" }, words(book, book.versions.get(card)[0].kind, book.body(card))),
        h("p", { class: "meta" }, reason)))))] : []));
  }

  function showRefused() {
    refused.replaceChildren(...(book.refused.length ? [notice("warning", say("refused_title"),
      h("ul", {}, book.refused.map((entry) => h("li", {},
        h("p", { class: "as-typed" }, words(book, entry.kind, entry.body)),
        h("p", { class: "meta" }, book.told.refused[entry.id] ?? "")))))] : []));
  }

  function showAway(unsent) {
    if (unsent || book.refused.length) {
      away.replaceChildren(h("p", { class: "meta" }, say("away_later")));
      return;
    }
    if (away.querySelector("button")) return;
    away.replaceChildren(button(say("away"), () => {
      const sure = h("div", { class: "notice", role: "alertdialog", "aria-label": say("away") },
        h("p", {}, say("away_ask")), button(say("away_yes"), putAway, { kind: "danger" }),
        button(say("away_no"), () => {
          sure.remove();
        }, { kind: "quiet" }));
      away.append(sure);
      sure.querySelector("button").focus();
    }));
  }

  async function putAway() {
    await sync.send();
    if (book.unsent.length || book.drafts.size || sync.standing.kind !== "done") {
      tell(say("away_not_yet"));
      update();
      return;
    }
    if (await store.dropSent(book.carry)) { // another tab wrote what this one has not read
      location.reload();
      return;
    }
    sync.end();
    book.close();
    const answer = await ask(addresses.returned, { wiped: false });
    leave(answer.status === 200 ? say("away_done") : say("away_done_alone"));
  }
  return { element, update };
}
