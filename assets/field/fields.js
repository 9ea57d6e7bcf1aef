// Fields of one card: each keystroke is on the device, leaving them makes a version.

import { h } from "./dom.js";
import { say } from "./words.js";

/** Follow what is typed inside `place`. card, body: asked anew at each keystroke.

 Words are written on top of the versions that the fields were filled with: what others wrote while
 somebody types stands beside it. `typed.fill(show)` fills them anew, all or none. */
export function follow(place, book, { card, kind, body }) {
  let shown = { card: card(), ids: book.seen(card()) };
  const filled = () => {
    if (shown.card !== card()) shown = { card: card(), ids: book.seen(card()) };
    return shown.ids;
  };
  const typed = () => book.type(card(), kind, body(), { filled: filled() }).catch(() => {});
  typed.fill = (show) => {
    const busy = document.activeElement;
    if (place.contains(busy) && busy.matches("input, textarea")) return;
    show();
    shown = { card: card(), ids: book.seen(card()) };
  };
  book.addEventListener("written", ({ detail: { id, card: of, follows } }) => {
    const mine = of === shown.card && follows.length === shown.ids.length;
    if (mine && follows.every((one) => shown.ids.includes(one))) shown.ids = [id];
  });
  place.addEventListener("input", ({ target }) => {
    target.dataset.card = card();
    typed();
  });
  place.addEventListener("focusout", ({ relatedTarget }) => {
    if (place.contains(relatedTarget)) return;
    const left = card();
    book.commit(left).then(() => book.changed([left])).catch(() => {}); // what came meanwhile shows
  });
  return typed;
}

const digits = (text) => text.normalize("NFKC").replace(/[‐-―ー−]/g, "-");
const PHONE = /(?:^|\D)(0\d{1,4}-?\d{1,4}-?\d{3,4})(?:\D|$)/;

/** What in a text looks like a telephone number or the name of somebody on the list. */
export function personal(text, people) {
  const plain = digits(text);
  const found = PHONE.exec(plain)?.[1];
  if (found && found.replaceAll("-", "").length >= 9) return found;
  const close = text.replace(/\s/g, "");
  return people
    .map(({ name }) => (name ?? "").replace(/\s/g, ""))
    .find((name) => name.length >= 3 && close.includes(name)) ?? "";
}

/** A gentle word below a field; it stops nobody. No meeting that is carried is about persons. */
export function warned(field, book) {
  const note = h("p", { class: "field-hint warn", hidden: true, role: "status" });
  const look = () => {
    const found = personal(field.value, book.pack.people);
    note.hidden = !found;
    if (found) note.textContent = say("personal", { found });
  };
  field.addEventListener("input", look);
  note.look = look;
  return note;
}
