// 議題: the list, and one item with its clock, remarks, outcome and decisions.

import { area, button, chips, h, keyed, labelled, line, put, tell } from "./dom.js";
import { follow, warned } from "./fields.js";
import { cardOf, newId } from "./ids.js";
import { mark } from "./marks.js";
import { promisesPart } from "./promises.js";
import { phrases, remarksPart } from "./remarks.js";
import { say } from "./words.js";

const KEEP_CLOCK = 5_000;

const agenda = (book) => book.cards("item")
  .filter(({ body }) => !body.removed)
  .sort((one, other) => (one.body.position ?? 1e6) - (other.body.position ?? 1e6));

const clockText = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export function itemsPanel(book, go) {
  const outcomeName = (value) => book.pack.outcomes.find((one) => one.value === value)?.label ?? "";
  const list = h("ol", { class: "items" });
  const none = h("p", { class: "meta" }, say("items_none"));
  const overview = h("div", {}, list, none, newItem(book));
  const place = h("div", { hidden: true });
  const views = new Map();
  const outcomes = new Map(); // item → its outcome card
  let shown = null;

  const rows = keyed(list, ({ key }) => {
    const title = h("span", { class: "item-title" });
    const state = h("span", { class: "item-state" });
    return {
      element: h("li", {}, h("button", { type: "button", class: "item-tap", onclick: () => go(`items/${key}`) },
        title, state)),
      update: ({ body, place: number }) => {
        title.textContent = `${number}　${body.title}`;
        const said = book.cards("remark", (one) => one.item === key)
          .filter((one) => !one.body.removed).length;
        const outcome = book.body(outcomes.get(key))?.outcome;
        state.textContent = [
          body.kind ? say(`kind_${body.kind}`) : "",
          body.minutes ? say("minutes", { minutes: body.minutes }) : "",
          said ? say("remark_count", { count: said }) : "",
          outcome ? outcomeName(outcome) : say("no_outcome"),
        ].filter(Boolean).join("・");
        state.classList.toggle("is-open", !outcome);
      },
    };
  });

  async function update() {
    const items = agenda(book);
    for (const { card } of items) {
      if (!outcomes.has(card)) outcomes.set(card, await cardOf(card, "outcome"));
    }
    none.hidden = items.length > 0;
    rows(items.map((item, index) => ({ ...item, key: item.card, place: index + 1 })));
    views.get(shown)?.update();
  }

  async function show(card) {
    shown = card && book.versions.has(card) ? card : null;
    if (shown && !views.has(shown)) views.set(shown, await itemView(book, shown, go));
    overview.hidden = Boolean(shown);
    place.hidden = !shown;
    if (shown) {
      const view = views.get(shown);
      if (place.firstChild !== view.element) place.replaceChildren(view.element);
      view.update();
      view.heading.focus({ preventScroll: true });
    }
  }
  return { element: h("div", {}, overview, place), update, show };
}

function newItem(book) {
  let card = newId();
  const title = line();
  const minutes = h("input", { type: "number", min: 1, max: 600, inputmode: "numeric" });
  const body = () => (title.value.trim() || book.versions.has(card)
    ? { title: title.value, kind: "discuss", minutes: Number(minutes.value) || null,
      position: (Math.max(0, ...agenda(book).filter((one) => one.card !== card)
        .map((one) => one.body.position ?? 0)) + 1),
      removed: !title.value.trim() } : {});
  const form = h("details", { class: "card" }, h("summary", {}, say("item_new")),
    labelled(say("item_title"), title), labelled(say("item_minutes"), minutes),
    button(say("item_add"), async () => {
      if (!title.value.trim()) {
        tell(say("item_empty"));
        title.focus();
        return;
      }
      typed();
      const done = card;
      card = newId();
      title.value = "";
      minutes.value = "";
      form.open = false;
      await book.commit(done);
      tell(say("item_added"), () => book.write(done, "item", { ...book.body(done), removed: true }));
    }));
  const typed = follow(form, book, { card: () => card, kind: "item", body });
  return form;
}

async function itemView(book, card, go) {
  const heading = h("h2", { tabindex: -1 });
  const facts = h("p", { class: "meta" });
  const note = mark();
  const clock = clockPart(book, card, await cardOf(card, "clock"));
  const remarks = remarksPart(book, card);
  const outcome = outcomePart(book, card, await cardOf(card, "outcome"));
  const promises = promisesPart(book, card);
  const change = changePart(book, card, go);
  const next = button("", () => go(`items/${next.dataset.card}`));
  function update() {
    const body = book.body(card);
    const items = agenda(book);
    const place = items.findIndex((item) => item.card === card);
    heading.textContent = `${place >= 0 ? `${place + 1}　` : ""}${body.title}`;
    facts.textContent = [body.kind ? say(`kind_${body.kind}`) : "",
      body.minutes ? say("minutes", { minutes: body.minutes }) : "",
      body.removed ? say("item_is_out") : ""].filter(Boolean).join("・");
    const following = items[place + 1];
    next.hidden = !following;
    if (following) {
      next.dataset.card = following.card;
      next.textContent = say("item_next", { title: following.body.title });
    }
    note.update(book, card);
    [clock, remarks, outcome, promises, change].forEach((part) => part.update());
  }
  const element = h("div", {}, button(say("items_back"), () => go("items"), { kind: "quiet" }),
    heading, facts, note.element, clock.element, remarks.element, outcome.element,
    promises.element, h("div", { class: "actions" }, next), change.element);
  return { element, heading, update };
}

/** How long an item takes, beside what was planned. It runs on while another item is looked at. */
function clockPart(book, item, card) {
  const shown = h("span", { class: "clock" });
  let since = 0;
  let before = 0;
  let ticking = 0;
  let kept = 0;
  const seconds = () => (since ? before + Math.floor((Date.now() - since) / 1000)
    : book.body(card)?.seconds ?? 0);
  const keep = () => book.type(card, "clock", { item, seconds: seconds() }, { rest: false }).catch(() => {});
  const toggle = button("", () => {
    if (since) {
      before = seconds();
      since = 0;
      clearInterval(ticking);
      book.write(card, "clock", { item, seconds: before });
    } else {
      before = book.body(card)?.seconds ?? 0;
      since = Date.now();
      kept = since;
      ticking = setInterval(() => {
        if (Date.now() - kept >= KEEP_CLOCK) {
          kept = Date.now();
          keep();
        }
        update();
      }, 1000);
    }
    update();
  });
  function update() {
    const minutes = book.body(item)?.minutes;
    shown.textContent = say("clock", { time: clockText(seconds()) });
    shown.classList.toggle("is-over", Boolean(minutes && seconds() > minutes * 60));
    toggle.textContent = since ? say("clock_stop") : say("clock_start");
  }
  return { element: h("div", { class: "row clock-row" }, shown, toggle), update };
}

function outcomePart(book, item, card) {
  const start = book.body(card) ?? {};
  let outcome = start.outcome ?? "";
  const field = area({ value: start.text ?? "" });
  const warning = warned(field, book);
  const body = () => ({ item, outcome, text: field.value });
  const choice = chips(say("outcome"), book.pack.outcomes, outcome, (value) => {
    const before = book.body(card)?.outcome ?? "";
    decide(value);
    tell(say("outcome_set"), () => decide(before));
  });
  const decide = (value) => {
    outcome = value;
    typed();
    book.commit(card);
  };
  const note = mark();
  const element = h("div", {}, h("h3", {}, say("outcome")), choice,
    labelled(say("outcome_text"), field), warning,
    phrases(book.pack.phrases?.decision, field), note.element);
  const typed = follow(element, book, { card: () => card, kind: "outcome", body });
  function update() {
    note.update(book, card);
    const now = book.body(card);
    if (!now || book.drafts.has(card)) return;
    typed.fill(() => {
      outcome = now.outcome ?? "";
      choice.put(outcome);
      put(field, now.text);
    });
  }
  return { element, update };
}

function changePart(book, card, go) {
  const title = line({ value: book.body(card)?.title ?? "" });
  const minutes = h("input", { type: "number", min: 1, max: 600, inputmode: "numeric",
    value: book.body(card)?.minutes ?? "" });
  const element = h("details", { class: "card" }, h("summary", {}, say("item_change")),
    labelled(say("item_title"), title), labelled(say("item_minutes"), minutes),
    button(say("item_take_out"), () => {
      const before = book.body(card);
      book.write(card, "item", { ...before, removed: true });
      tell(say("item_taken"), () => book.write(card, "item", { ...before, removed: false }));
      go("items");
    }));
  const typed = follow(element, book, {
    card: () => card,
    kind: "item",
    body: () => ({ ...book.body(card), title: title.value.trim() || book.heads(card)[0].body.title,
      minutes: Number(minutes.value) || null, removed: false }),
  });
  function update() {
    if (book.drafts.has(card)) return;
    typed.fill(() => {
      put(title, book.body(card).title);
      put(minutes, book.body(card).minutes ? String(book.body(card).minutes) : "");
    });
  }
  return { element, update };
}
