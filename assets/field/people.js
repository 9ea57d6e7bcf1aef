// 出席: names to tap, who came unasked, how many there are; the last tap can be taken back.

import { button, chips, h, keyed, labelled, line, newName, put, tell } from "./dom.js";
import { follow } from "./fields.js";
import { cardOf, newId } from "./ids.js";
import { say } from "./words.js";

const COUNTED = new Set(["present", "late", "substitute"]);
const ROWS = ["あいうえお", "かきくけこ", "さしすせそ", "たちつてと", "なにぬねの", "はひふへほ",
  "まみむめも", "やゆよ", "らりるれろ", "わをん"];

function rowOf(kana) {
  const first = (kana ?? "").normalize("NFKD").charAt(0)
    .replace(/[\u30a1-\u30f6]/, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60))
    .replace(/[ぁぃぅぇぉゃゅょっ]/, (sign) => "あいうえおやゆよつ"["ぁぃぅぇぉゃゅょっ".indexOf(sign)]);
  return ROWS.find((row) => row.includes(first))?.charAt(0) ?? "";
}

const there = (body) => (body && !body.removed ? body : null);

export async function peoplePanel(book) {
  const { people, statuses, groups } = book.pack;
  const label = (status) => statuses.find(({ value }) => value === status)?.label ?? "";
  const called = await Promise.all(people.map(async (person) =>
    ({ ...person, key: person.expected, card: await cardOf(person.expected, "presence") })));
  const counts = h("p", { class: "counts", "aria-live": "polite" });
  const list = h("ul", { class: "people" });
  const none = h("p", { class: "meta", hidden: true }, say("people_none"));
  let shown = "";

  const bodyOf = (person) => ({
    expected: person.expected,
    status: "present",
    organization_name: person.organization ?? "",
    post_title: person.post ?? "",
    person_name: person.name ?? "",
    group: person.group ?? "",
    companions: 0,
    removed: false,
  });

  function set(person, changes) {
    const before = book.body(person.card);
    const next = { ...(there(before) ?? bodyOf(person)), ...changes };
    book.write(person.card, "presence", next);
    const back = () => book.write(person.card, "presence", before ?? { ...next, removed: true });
    const name = nameOf(person);
    tell(next.removed ? say("presence_taken", { name })
      : say("presence_set", { name, status: label(next.status) }), back);
  }

  /** Somebody else came: the record has a name of its own only for a substitute. */
  function statusWith(person, name) {
    const status = there(book.body(person.card))?.status;
    if (name && name !== (person.name ?? "").trim()) return "substitute";
    return !status || (name && status === "substitute") ? "present" : status;
  }

  const makeRow = keyed(list, ({ key }) => personRow(key));
  const byKey = new Map(called.map((person) => [person.key, person]));

  function personRow(key) {
    const person = byKey.get(key);
    const state = h("span", { class: "person-state" });
    const tap = h("button", {
      type: "button", class: "person-tap",
      onclick: () => {
        const now = there(book.body(person.card));
        set(person, now?.status === "present" ? { removed: true } : { status: "present", removed: false });
      },
    }, h("span", { class: "person-name" }, nameOf(person)),
    h("span", { class: "person-post" }, postOf(person)), state);
    const more = h("div", { class: "person-more", hidden: true, id: newName("more") });
    const opener = button(say("more"), () => {
      more.hidden = !more.hidden;
      opener.setAttribute("aria-expanded", String(!more.hidden));
      if (!more.hidden && !more.childElementCount) fill();
    }, { kind: "quiet", "aria-expanded": "false", "aria-controls": more.id,
      "aria-label": say("more_of", { name: nameOf(person) }) });
    let parts = null;

    function fill() {
      const choice = chips(say("status"), statuses, there(book.body(person.card))?.status ?? "",
        (status) => set(person, status ? { status, removed: false } : { removed: true }));
      const name = line({ value: "" });
      const substitute = h("div", {}, labelled(say("who_came"), name, say("who_came_hint")));
      const typed = follow(substitute, book, {
        card: () => person.card,
        kind: "presence",
        body: () => ({ ...(there(book.body(person.card)) ?? bodyOf(person)), removed: false,
          status: statusWith(person, name.value.trim()), person_name: name.value }),
      });
      more.append(choice, substitute);
      parts = { choice, name, typed };
      update();
    }

    function update() {
      const body = there(book.body(person.card));
      state.textContent = body ? label(body.status) : person.answer ?? "";
      state.className = `person-state${body ? COUNTED.has(body.status) ? " is-there" : " is-away" : ""}`;
      tap.setAttribute("aria-pressed", String(Boolean(body && COUNTED.has(body.status))));
      const another = body && body.person_name && body.person_name !== person.name;
      if (another) state.append(` ${body.person_name}`);
      if (parts) {
        parts.choice.put(body?.status ?? "");
        if (!book.drafts.has(person.card)) {
          parts.typed.fill(() => put(parts.name, body?.person_name ?? person.name));
        }
      }
    }
    return { element: h("li", { class: "person" }, tap, opener, more), update };
  }

  const rows = [...new Set(called.map(({ kana }) => rowOf(kana)))];
  const letters = ROWS.map((row) => row.charAt(0)).filter((row) => rows.includes(row));
  const filter = chips(say("filter"), [
    { value: "open", label: say("not_yet") },
    ...letters.map((row) => ({ value: row, label: say("kana_row", { row }) })),
  ], "", (value) => {
    shown = value;
    update();
  });

  const walkIns = walkInPart(book, groups, label);

  function update() {
    const bodies = called.map(({ card }) => there(book.body(card))).filter(Boolean);
    const guests = book.cards("presence", (body) => !body.expected).map(({ body }) => body)
      .filter((body) => !body.removed);
    const all = [...bodies, ...guests];
    const number = (wanted) => all.filter(({ status }) => wanted(status)).length;
    const total = all.filter(({ status }) => COUNTED.has(status))
      .reduce((sum, { companions }) => sum + 1 + (Number(companions) || 0), 0);
    counts.textContent = say("counts", {
      total,
      listed: called.length,
      substitutes: number((status) => status === "substitute"),
      late: number((status) => status === "late"),
      walk_ins: guests.length,
      away: number((status) => !COUNTED.has(status)),
    });
    const visible = called.filter((person) => !shown
      || (shown === "open" ? !there(book.body(person.card)) : rowOf(person.kana) === shown));
    none.hidden = visible.length > 0;
    none.textContent = called.length ? say("people_all_done") : say("people_none");
    makeRow(visible);
    walkIns.update();
  }
  const element = h("div", {}, counts, called.length > 8 ? filter : null, none, list,
    walkIns.element);
  return { element, update };
}

const nameOf = (person) => person.name || person.post || person.organization || "";
const postOf = (person) =>
  [person.organization, person.name ? person.post : ""].filter(Boolean).join(" ");

function walkInPart(book, groups, label) {
  let card = newId();
  const [organization, post, name] = [line(), line(), line()];
  let group = "";
  const list = h("ul", { class: "people" });
  const seats = groups.length ? chips(say("group"), groups.map((value) => ({ value, label: value })),
    "", (value) => {
      group = value;
      if (name.value || organization.value) typed();
    }) : null;
  const form = h("div", { class: "card" }, h("h3", {}, say("walk_in")),
    labelled(say("person_name"), name), labelled(say("organization"), organization),
    labelled(say("post"), post), seats,
    button(say("walk_in_add"), async () => {
      if (!name.value && !organization.value) {
        tell(say("walk_in_empty"));
        name.focus();
        return;
      }
      typed();
      const done = name.value || organization.value;
      const written = card;
      card = newId();
      [name, organization, post].forEach((field) => { field.value = ""; });
      group = "";
      seats?.put("");
      await book.commit(written);
      tell(say("walk_in_added", { name: done }));
      update();
    }));
  const typed = follow(form, book, {
    card: () => card,
    kind: "presence",
    body: () => (name.value || organization.value || post.value || book.versions.has(card)
      ? { expected: null, status: "present", organization_name: organization.value,
        post_title: post.value, person_name: name.value, group, companions: 0,
        removed: !(name.value || organization.value || post.value) }
      : {}),
  });
  const rows = keyed(list, ({ key }) => {
    const words = h("span", { class: "person-name" });
    const detail = h("span", { class: "person-post" });
    const out = button(say("take_out"), () => {
      const before = book.body(key);
      book.write(key, "presence", { ...before, removed: true });
      tell(say("presence_taken", { name: words.textContent }),
        () => book.write(key, "presence", { ...before, removed: false }));
    }, { kind: "quiet" });
    return {
      element: h("li", { class: "person" }, h("div", { class: "person-words" }, words, detail), out),
      update: ({ body }) => {
        words.textContent = body.person_name || body.organization_name;
        detail.textContent = [body.person_name ? body.organization_name : "", body.post_title,
          body.group, label(body.status)].filter(Boolean).join(" ");
      },
    };
  });
  function update() {
    rows(book.cards("presence", (body) => !body.expected && !body.removed)
      .filter((one) => one.card !== card).map((one) => ({ ...one, key: one.card })));
  }
  return { element: h("div", {}, list, form), update };
}
