// What was said on one item: group, ○ or ⇒, the words. A remark is corrected where it stands.

import { area, button, chips, h, keyed, labelled, put, tell } from "./dom.js";
import { follow, warned } from "./fields.js";
import { newId } from "./ids.js";
import { mark } from "./marks.js";
import { say } from "./words.js";

const KINDS = () => [
  { value: "opinion", label: say("opinion") },
  { value: "response", label: say("response") },
];

/** Chips for group and kind, and the field; used for a new remark and for correcting one. */
function remarkFields(book, start, onChip) {
  const state = { group: start.group ?? "", kind: start.kind ?? "opinion" };
  const choices = [...new Set([...book.pack.groups, ...(start.group ? [start.group] : [])])]
    .map((value) => ({ value, label: value }));
  const groups = chips(say("group"), choices, state.group, (value) => {
    state.group = value;
    onChip();
  });
  const kinds = chips(say("remark_kind"), KINDS(), state.kind, (value) => {
    state.kind = value || "opinion";
    kinds.put(state.kind);
    onChip();
  });
  const field = area({ value: start.text ?? "" });
  const warning = warned(field, book);
  return {
    parts: [choices.length ? groups : null, kinds, labelled(say("remark"), field), warning],
    field,
    warning,
    read: () => ({ ...state, text: field.value }),
    show: (body) => {
      Object.assign(state, { group: body.group ?? "", kind: body.kind ?? "opinion" });
      groups.put(state.group);
      kinds.put(state.kind);
      put(field, body.text);
    },
  };
}

export function remarksPart(book, item) {
  let card = newId();
  const list = h("ul", { class: "remarks" });
  const fields = remarkFields(book, {}, () => fields.field.value && typed());
  const body = () => ({ item, ...fields.read(), removed: !fields.field.value.trim() });
  const form = h("div", { class: "card composer" }, h("h3", {}, say("remark_new")), fields.parts,
    phrases(book.pack.phrases?.remark, fields.field),
    button(say("remark_next"), async () => {
      const words = fields.field.value.trim();
      if (!words) {
        tell(say("remark_empty"));
        fields.field.focus();
        return;
      }
      typed();
      const done = card;
      card = newId();
      fields.field.value = "";
      fields.warning.look();
      await book.commit(done);
      tell(say("remark_kept"), () => book.write(done, "remark", { ...book.body(done), removed: true }));
      update();
    }, { kind: "primary" }));
  const typed = follow(form, book, {
    card: () => card,
    kind: "remark",
    body: () => (fields.field.value.trim() || book.versions.has(card) ? body() : {}),
  });

  const rows = keyed(list, ({ key }) => remarkRow(book, key));
  function update() {
    rows(book.cards("remark", (one) => one.item === item)
      .filter((one) => one.card !== card || !fields.field.value)
      .map((one) => ({ ...one, key: one.card })));
  }
  return { element: h("div", {}, form, h("h3", {}, say("remarks")), list), update };
}

function remarkRow(book, card) {
  const words = h("p", { class: "as-typed remark-words" });
  const note = mark();
  const place = h("div", { class: "remark-edit", hidden: true });
  let editing = null;
  let typed = null;
  const close = () => {
    book.commit(card);
    place.hidden = true;
    actions.hidden = false;
    words.hidden = false;
  };
  function open() {
    const now = book.body(card);
    if (!editing) {
      editing = remarkFields(book, now, () => typed());
      typed = follow(place, book, {
        card: () => card,
        kind: "remark",
        body: () => ({ ...book.body(card), ...editing.read(), removed: false }),
      });
      place.append(...editing.parts.filter(Boolean), button(say("done"), close));
    }
    typed.fill(() => editing.show(now));
    place.hidden = false;
    actions.hidden = true;
    words.hidden = true;
    editing.field.focus();
  }
  const actions = h("div", { class: "row" },
    button(say("correct"), open, { kind: "quiet" }),
    button(say("take_out"), () => {
      const before = book.body(card);
      book.write(card, "remark", { ...before, removed: true });
      tell(say("remark_taken"), () => book.write(card, "remark", { ...before, removed: false }));
    }, { kind: "quiet" }));
  return {
    element: h("li", { class: "card" }, words, note.element, place, actions),
    update: ({ body }) => {
      words.textContent = `${body.kind === "response" ? "⇒" : "○"} ${body.group ? `【${body.group}】` : ""}${body.text}`;
      note.update(book, card);
      if (!place.hidden && !book.drafts.has(card)) typed.fill(() => editing.show(body));
    },
  };
}

/** Phrases that are said again and again: a tap puts one behind what stands in the field. */
export function phrases(offered, field) {
  if (!offered?.length) return null;
  return h("details", { class: "phrases" }, h("summary", {}, say("phrases")),
    h("div", { class: "chips" }, offered.map((phrase) => h("button", {
      type: "button", class: "chip",
      onclick: () => {
        field.value = field.value ? `${field.value}${/[\s。、]$/.test(field.value) ? "" : " "}${phrase}` : phrase;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      },
    }, phrase))));
}
