// Coming in: carrying a meeting onto the device, and opening it with the network or with the word.

import { Book, packed } from "./book.js";
import { keyBytes, unwrap, usable, wrap } from "./crypt.js";
import { button, h, labelled, newName, notice, save } from "./dom.js";
import { dropped, toDrop } from "./dropping.js";
import { isOver, overSince } from "./meeting.js";
import { newId } from "./ids.js";
import * as store from "./store.js";
import { Sync } from "./sync.js";
import { moment, say } from "./words.js";
import { ask, QUICK } from "./wire.js";

const SHORTEST_WORD = 6;

const secret = (more = {}) =>
  h("input", { type: "password", autocomplete: "off", minlength: SHORTEST_WORD, ...more });

/** Why an answer of the server brought nothing, as a sentence. */
function why({ status, data }) {
  if (data.reason) return data.reason;
  return say({ 0: "standing_offline", 401: "standing_sign-in" }[status] ?? "standing_broken");
}

/** The form that carries one meeting onto this device. */
export function carryForm(meeting, addresses, done) {
  const device = h("input", { type: "text", maxlength: 80, autocomplete: "off", required: true });
  const [word, again] = [secret({ required: true }), secret({ required: true })];
  const shown = h("input", { type: "checkbox", id: newName("show") });
  const wrong = h("div", { role: "alert" });
  const id = newId(); // pressed twice, or after a lost answer, it is one carry
  const go = h("button", { type: "submit", class: "button button-primary" }, say("carry_do"));
  shown.addEventListener("change", () => [word, again].forEach((field) => {
    field.type = shown.checked ? "text" : "password";
  }));
  const fault = (sentence, field) => {
    const said = h("p", { class: "field-error" }, sentence);
    wrong.replaceChildren(...(field ? [] : [said]));
    form.querySelectorAll(".field > .field-error").forEach((old) => old.remove());
    if (!field) return;
    field.before(said);
    field.focus();
  };
  const form = h("form", { class: "card", novalidate: true },
    labelled(say("device"), device, say("device_hint")),
    labelled(say("word"), word, say("word_hint")), labelled(say("word_again"), again),
    h("p", { class: "row" }, shown, h("label", { for: shown.id }, say("word_show"))),
    h("p", { class: "field-hint" }, say("word_why")), wrong, h("div", { class: "actions" }, go));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!device.value.trim()) return fault(say("device_missing"), device);
    if ([...word.value.normalize("NFKC").trim()].length < SHORTEST_WORD) return fault(say("word_short"), word);
    if (word.value !== again.value) return fault(say("word_differs"), again);
    go.disabled = true;
    wrong.replaceChildren(h("p", { role: "status" }, say("carrying")));
    try {
      const sentence = await carry({ meeting, device: device.value.trim(), carry: id },
        word.value, addresses, done);
      if (sentence) fault(sentence);
    } catch (error) {
      fault(say(error?.name === "QuotaExceededError" ? "full" : "broken"));
    }
    go.disabled = false;
    return undefined;
  });
  return { element: form, focus: () => device.focus() };
}

async function carry(wanted, word, addresses, done) {
  const carried = await ask(addresses.carry, wanted);
  if (carried.status !== 200) return why(carried);
  const { carry: id, key: text, until } = carried.data;
  const told = await ask(addresses.of(id).package);
  if (told.status !== 200) return why(told);
  const raw = keyBytes(text);
  const { device } = wanted;
  const record = { carry: id, device, until, carried_at: new Date().toISOString(), ...(await wrap(raw, word)) };
  const key = await usable(raw);
  raw.fill(0);
  const [pack, rows] = await packed(key, record, told.data);
  await store.putPackage(record, pack, rows);
  navigator.storage?.persist?.().catch(() => {});
  await done(id);
  return "";
}

/** Ask the server for the key again: {key} or {status, sentence}. */
async function keyOfServer(record, addresses) {
  const answer = await ask(addresses.of(record.carry).key, undefined, QUICK);
  if (answer.seen > (record.server_time ?? 0)) {
    await store.changeCarry(record.carry, { server_time: answer.seen });
    record.server_time = answer.seen;
  }
  if (answer.status !== 200 || !answer.data.key) return { status: answer.status, data: answer.data };
  const raw = keyBytes(answer.data.key);
  const key = await usable(raw);
  raw.fill(0);
  if (answer.data.until && answer.data.until !== record.until) {
    record.until = answer.data.until;
    await store.changeCarry(record.carry, { until: record.until });
  }
  return { status: 200, key };
}

/** Open a carried meeting: calls `done(key)` once it may be read, shows in `root` what is needed. */
export async function openCarry(root, record, addresses, done, leave) {
  root.replaceChildren(h("h1", {}, say("opening")));
  const answer = await keyOfServer(record, addresses);
  if (answer.key && !isOver(record)) {
    return done(answer.key, true);
  }
  if (answer.status === 410) {
    const { reason } = answer.data;
    const count = await store.shed(record.carry);
    if (!count) return dropped(record, addresses, leave, reason);
    const hint = say(record.wrapped ? "drop_hint" : "drop_waits");
    return locked(root, record, addresses, reason, leave,
      toDrop(record, addresses, leave, { count, hint }));
  }
  if (isOver(record)) {
    const sentence = overSince(record);
    if (await store.shed(record.carry)) return locked(root, record, addresses, sentence);
    return leave(say("dropped"), sentence);
  }
  if (answer.status === 403 || answer.status === 404) {
    return locked(root, record, addresses, answer.data?.reason || say("standing_forbidden"));
  }
  return wordForm(root, record, done, addresses,
    answer.status === 401 ? signInNotice(addresses) : null);
}

function wordForm(root, record, done, addresses, before) {
  const word = secret({ required: true });
  const wrong = h("div", { role: "alert" });
  const go = h("button", { type: "submit", class: "button button-primary" }, say("open_do"));
  const form = h("form", { class: "narrow", novalidate: true },
    labelled(say("word"), word, say("open_hint")), wrong, h("div", { class: "actions" }, go));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    wrong.replaceChildren(h("p", { role: "status" }, say("opening")));
    const key = await keyOfWord(record, word.value);
    if (key) return done(key);
    go.disabled = false;
    wrong.replaceChildren(h("p", { class: "field-error" }, say("word_wrong")));
    word.select();
    return undefined;
  });
  const known = record.wrapped;
  root.replaceChildren(h("h1", {}, say("open_title")), told(record),
    ...(before ? [before] : []),
    ...(known ? [form] : [h("p", {}, say("word_gone"))]),
    h("p", {}, h("a", { href: addresses.page }, say("to_list"))));
  if (known) word.focus();
}

async function keyOfWord(record, word) {
  const raw = record.wrapped ? await unwrap(record, word) : null;
  if (!raw) return null;
  const key = await usable(raw);
  raw.fill(0);
  return key;
}

const told = (record) => h("p", { class: "meta" },
  say("carried_as", { device: record.device, when: moment(record.carried_at) }));

const signInNotice = (addresses) => notice("warning", say("standing_sign-in"),
  h("p", {}, h("a", { class: "button button-secondary", href: addresses.signIn }, say("sign_in"))));

/** Shut: nothing is read here any more, but what was not sent can be taken out as a sealed file.

 leave: the desk may still take what is left, and then it goes. */
export function locked(root, record, addresses, sentence, leave = null, more = "") {
  const word = secret();
  const wrong = h("div", { role: "alert" });
  root.replaceChildren(h("h1", {}, say("locked_title")), told(record), notice("warning", sentence),
    ...(more ? [more] : [h("p", {}, say("locked_hint"))]), signInLink(addresses));
  store.countUnsent(record.carry).then((count) => {
    if (!count || !record.wrapped) return;
    root.append(h("section", {}, h("h2", {}, say("locked_unsent", { count })), wrong,
      labelled(say("word"), word), button(say("save_file"), async () => {
        const key = await keyOfWord(record, word.value);
        if (!key) {
          wrong.replaceChildren(h("p", { class: "field-error" }, say("word_wrong")));
          return;
        }
        const book = await Book.open(record, key);
        if (leave && await sentOff(book, addresses)) {
          leave(say("dropped"), sentence);
          return;
        }
        save(await book.file(), say("file_name", { day: new Date().toISOString().slice(0, 10) }));
        book.close();
        wrong.replaceChildren(h("p", {}, say("file_saved")));
      })));
  });
}

/** Whether the desk took everything that was left, so that nothing is here any more. */
async function sentOff(book, addresses) {
  const sync = new Sync(book, { ...addresses, ...addresses.of(book.carry) });
  await sync.send();
  sync.end();
  return !(await store.carryOf(book.carry));
}

const signInLink = (addresses) => h("p", { class: "row" },
  h("a", { class: "button button-secondary", href: addresses.signIn }, say("sign_in")),
  h("a", { href: addresses.page }, say("to_list")));
