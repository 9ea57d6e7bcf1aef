// Decisions: who does what by when. Who is suggested from the people and organisations called.

import { area, button, h, keyed, labelled, line, newName, put, tell } from "./dom.js";
import { follow, warned } from "./fields.js";
import { newId } from "./ids.js";
import { mark } from "./marks.js";
import { phrases } from "./remarks.js";
import { day, say } from "./words.js";

function promiseFields(book, names, start) {
  const who = line({ list: names.id, value: start.who ?? "" });
  const what = area({ value: start.what ?? "" });
  const due = h("input", { type: "date", value: start.due_on ?? "" });
  const warning = warned(what, book);
  return {
    who,
    what,
    parts: [labelled(say("who"), who), labelled(say("what"), what), warning,
      labelled(say("due"), due)],
    read: () => ({ who: who.value, what: what.value, due_on: due.value || null }),
    clear: () => {
      [who, what, due].forEach((field) => { field.value = ""; });
      warning.look();
    },
    show: (body) => {
      put(who, body.who);
      put(what, body.what);
      put(due, body.due_on ?? "");
    },
  };
}

export function promisesPart(book, item) {
  const names = h("datalist", { id: newName("names") }, [...new Set(book.pack.people.map((person) =>
    [person.organization, person.post].filter(Boolean).join(" ")))].map((value) => h("option", { value })));
  let card = newId();
  const fields = promiseFields(book, names, {});
  const filled = () => fields.what.value.trim() || fields.who.value.trim();
  const form = h("details", { class: "card" }, h("summary", {}, say("promise_new")), names,
    fields.parts, phrases(book.pack.phrases?.decision, fields.what),
    button(say("promise_add"), async () => {
      if (!fields.what.value.trim()) {
        tell(say("promise_empty"));
        fields.what.focus();
        return;
      }
      typed();
      const done = card;
      card = newId();
      fields.clear();
      await book.commit(done);
      tell(say("promise_kept"), () => book.write(done, "promise", { ...book.body(done), removed: true }));
      update();
    }));
  const typed = follow(form, book, {
    card: () => card,
    kind: "promise",
    body: () => (filled() || book.versions.has(card)
      ? { item, ...fields.read(), removed: !filled() } : {}),
  });
  const list = h("ul", { class: "remarks" });
  const rows = keyed(list, ({ key }) => promiseRow(book, names, key));
  function update() {
    rows(book.cards("promise", (one) => one.item === item)
      .filter((one) => one.card !== card || !filled())
      .map((one) => ({ ...one, key: one.card })));
  }
  return { element: h("div", {}, h("h3", {}, say("promises")), list, form), update };
}

function promiseRow(book, names, card) {
  const words = h("p", { class: "as-typed" });
  const note = mark();
  const place = h("div", { hidden: true });
  let fields = null;
  let typed = null;
  const open = () => {
    const now = book.body(card);
    if (!fields) {
      fields = promiseFields(book, names, now);
      typed = follow(place, book, {
        card: () => card,
        kind: "promise",
        body: () => ({ ...book.body(card), ...fields.read(), removed: false }),
      });
      place.append(...fields.parts, button(say("done"), () => {
        book.commit(card);
        place.hidden = true;
        actions.hidden = false;
      }));
    }
    typed.fill(() => fields.show(now));
    place.hidden = false;
    actions.hidden = true;
  };
  const actions = h("div", { class: "row" }, button(say("correct"), open, { kind: "quiet" }),
    button(say("take_out"), () => {
      const before = book.body(card);
      book.write(card, "promise", { ...before, removed: true });
      tell(say("promise_taken"), () => book.write(card, "promise", { ...before, removed: false }));
    }, { kind: "quiet" }));
  return {
    element: h("li", { class: "card" }, words, note.element, place, actions),
    update: ({ body }) => {
      words.textContent = [body.who, body.what, body.due_on ? say("until_day", { day: day(body.due_on) }) : ""]
        .filter(Boolean).join("／");
      note.update(book, card);
      if (!place.hidden && !book.drafts.has(card)) typed.fill(() => fields.show(body));
    },
  };
}
