// 困りごと, 次回 and 前回から.

import { area, button, h, keyed, labelled, line, newName, put, tell } from "./dom.js";
import { follow, warned } from "./fields.js";
import { cardOf, newId } from "./ids.js";
import { mark } from "./marks.js";
import { day, say } from "./words.js";

function troubleFields(book, names, start) {
  const text = area({ value: start.text ?? "" });
  const raised = line({ value: start.raised_by ?? "", list: names.id });
  const warning = warned(text, book);
  return {
    text,
    raised,
    warning,
    parts: [labelled(say("trouble_text"), text, say("trouble_hint")), warning,
      labelled(say("raised_by"), raised)],
    read: () => ({ text: text.value, raised_by: raised.value }),
    clear: () => {
      text.value = "";
      raised.value = "";
      warning.look();
    },
    show: (body) => {
      put(text, body.text);
      put(raised, body.raised_by);
    },
  };
}

export function troublesPanel(book) {
  const names = h("datalist", { id: newName("raisers") },
    [...new Set(book.pack.people.map(({ organization }) => organization).filter(Boolean))]
      .map((value) => h("option", { value })));
  let card = newId();
  const fields = troubleFields(book, names, {});
  const form = h("div", { class: "card" }, h("h3", {}, say("trouble_new")), names, fields.parts,
    button(say("trouble_add"), async () => {
      if (!fields.text.value.trim()) {
        tell(say("trouble_empty"));
        fields.text.focus();
        return;
      }
      if (!fields.raised.value.trim()) {
        tell(say("raised_missing"));
        fields.raised.focus();
        return;
      }
      typed();
      const done = card;
      card = newId();
      fields.clear();
      await book.commit(done);
      tell(say("trouble_kept"), () => book.write(done, "trouble", { ...book.body(done), removed: true }));
      update();
    }, { kind: "primary" }));
  const typed = follow(form, book, {
    card: () => card,
    kind: "trouble",
    body: () => (fields.text.value.trim() || book.versions.has(card)
      ? { ...fields.read(), removed: !fields.text.value.trim() } : {}),
  });
  const list = h("ul", { class: "remarks" });
  const rows = keyed(list, ({ key }) => troubleRow(book, names, key));
  function update() {
    rows(book.cards("trouble").filter((one) => one.card !== card || !fields.text.value)
      .map((one) => ({ ...one, key: one.card })));
  }
  return { element: h("div", {}, form, list), update };
}

function troubleRow(book, names, card) {
  const words = h("p", { class: "as-typed" });
  const from = h("p", { class: "meta" });
  const note = mark();
  const place = h("div", { hidden: true });
  let fields = null;
  let typed = null;
  const actions = h("div", { class: "row" }, button(say("correct"), () => {
    const now = book.body(card);
    if (!fields) {
      fields = troubleFields(book, names, now);
      typed = follow(place, book, {
        card: () => card,
        kind: "trouble",
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
    fields.text.focus();
  }, { kind: "quiet" }), button(say("take_out"), () => {
    const before = book.body(card);
    book.write(card, "trouble", { ...before, removed: true });
    tell(say("trouble_taken"), () => book.write(card, "trouble", { ...before, removed: false }));
  }, { kind: "quiet" }));
  return {
    element: h("li", { class: "card" }, words, from, note.element, place, actions),
    update: ({ body }) => {
      words.textContent = body.text;
      from.textContent = body.raised_by ? say("raised", { who: body.raised_by }) : "";
      note.update(book, card);
      if (!place.hidden && !book.drafts.has(card)) typed.fill(() => fields.show(body));
    },
  };
}

export async function notePanel(book) {
  const card = await cardOf(book.pack.meeting.id, "note");
  const field = area({ rows: 5, value: book.body(card)?.text ?? "" });
  const warning = warned(field, book);
  const note = mark();
  const element = h("div", {}, labelled(say("note_text"), field, say("note_hint")), warning, note.element);
  const typed = follow(element, book, { card: () => card, kind: "note", body: () => ({ text: field.value }) });
  return {
    element,
    update: () => {
      note.update(book, card);
      if (!book.drafts.has(card)) typed.fill(() => put(field, book.body(card)?.text ?? ""));
    },
  };
}

export function beforePanel(book) {
  const open = book.pack.left_open ?? [];
  return {
    element: h("div", {}, open.length ? null : h("p", { class: "meta" }, say("before_none")),
      h("ul", { class: "remarks" }, open.map((one) => h("li", { class: "card" },
        h("h3", {}, one.title), one.on ? h("p", { class: "meta" }, day(one.on)) : null,
        one.text ? h("p", { class: "as-typed" }, one.text) : null)))),
    update: () => {},
  };
}
