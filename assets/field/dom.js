// Building the page without ever touching the field that somebody types into.

import { say } from "./words.js";

/** An element: h("button", {class: "button", onclick}, "…", child). Empty children are left out. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value") element.value = value;
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  });
  element.append(...children.flat().filter((child) => child !== null && child !== undefined
    && child !== ""));
  return element;
}

export const button = (word, act, { kind = "secondary", ...more } = {}) =>
  h("button", { type: "button", class: `button button-${kind}`, onclick: act, ...more }, word);

let counted = 0;
export const newName = (base) => `${base}-${(counted += 1)}`;

/** A label with its field. */
export function labelled(word, field, hint = "") {
  field.id ||= newName("field");
  const note = hint ? h("p", { class: "field-hint", id: `${field.id}-hint` }, hint) : null;
  if (note) field.setAttribute("aria-describedby", note.id);
  return h("div", { class: "field field-single" },
    h("label", { class: "field-label", for: field.id }, word), note, field);
}

/** Buttons of which one is chosen; `choose` gets its value, or "" when it is let go again. */
export function chips(word, choices, chosen, choose) {
  const group = h("div", { class: "chips", role: "group", "aria-label": word });
  const put = (value) => group.querySelectorAll("button").forEach((one) =>
    one.setAttribute("aria-pressed", String(one.dataset.value === value)));
  choices.forEach(({ value, label }) => group.append(h("button", {
    type: "button", class: "chip", "data-value": value,
    onclick: ({ currentTarget }) => {
      const next = currentTarget.getAttribute("aria-pressed") === "true" ? "" : value;
      put(next);
      choose(next);
    },
  }, label)));
  put(chosen);
  group.put = put;
  return group;
}

const growsByItself = CSS.supports("field-sizing", "content");

/** A field for longer words: it grows, and it tells when an input method is still at work. */
export function area(attributes = {}) {
  const field = h("textarea", { rows: 2, maxlength: 10_000, autocomplete: "off", ...attributes });
  if (!growsByItself) {
    field.addEventListener("input", () => {
      field.style.blockSize = "auto";
      field.style.blockSize = `${field.scrollHeight + 4}px`;
    });
  }
  return composing(field);
}

export const line = (attributes = {}) =>
  composing(h("input", { type: "text", maxlength: 120, autocomplete: "off", ...attributes }));

function composing(field) {
  field.addEventListener("compositionstart", () => { field.composing = true; });
  field.addEventListener("compositionend", () => { field.composing = false; });
  return field;
}

/** Put a text where it is shown, unless somebody is typing there. */
export function put(field, text) {
  if (field === document.activeElement || field.value === (text ?? "")) return;
  field.value = text ?? "";
}

/** A list whose rows stay the same elements as long as their keys are there. */
export function keyed(list, make) {
  const rows = new Map();
  return (items) => {
    const wanted = new Set(items.map(({ key }) => key));
    rows.forEach((row, key) => {
      if (wanted.has(key) || row.element.contains(document.activeElement)) return;
      row.element.remove();
      rows.delete(key);
    });
    let before = null;
    items.forEach((item) => {
      let row = rows.get(item.key);
      if (!row) {
        row = make(item);
        rows.set(item.key, row);
      }
      row.update?.(item);
      const place = before ? before.nextSibling : list.firstChild;
      if (place !== row.element && !row.element.contains(document.activeElement)) {
        list.insertBefore(row.element, place);
      }
      before = row.element;
    });
  };
}

const LOOKED_AT = 12_000;
let told = 0;

/** Say what was done, with a way back, where it is seen wherever the page is scrolled to. */
export function tell(sentence, undo = null) {
  const place = document.getElementById("spoken");
  if (!place) return;
  place.replaceChildren(h("span", {}, sentence));
  if (undo) {
    place.append(button(say("undo"), () => {
      undo();
      tell(say("undone"));
    }, { kind: "quiet" }));
  }
  clearTimeout(told);
  told = setTimeout(() => {
    if (!place.contains(document.activeElement)) place.replaceChildren();
  }, LOOKED_AT);
}

export function notice(kind, title, ...children) {
  return h("section", { class: `notice notice-${kind}`, role: kind === "error" ? "alert" : null },
    h("h2", { class: "notice-title" }, title), children);
}

export const save = (blob, name) => {
  const address = URL.createObjectURL(blob);
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
