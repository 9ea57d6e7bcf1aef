// Two people wrote the same thing differently: both texts beside each other, and a choice.

import { button, h, tell } from "./dom.js";
import { same } from "./heads.js";
import { day, moment, say } from "./words.js";

const TEXT = { remark: "text", note: "text", trouble: "text", outcome: "text", promise: "what" };

/** What a version says, for a person. */
export function words(book, kind, body) {
  if (body.removed) return say("is_taken_out");
  const label = (list, value) => list.find((one) => one.value === value)?.label ?? "";
  const lines = {
    presence: () => [body.organization_name, body.post_title, body.person_name,
      label(book.pack.statuses, body.status), body.group],
    remark: () => [body.kind === "response" ? "⇒" : "○", body.group ? `【${body.group}】` : "", body.text],
    outcome: () => [label(book.pack.outcomes, body.outcome), body.text],
    promise: () => [body.who, body.what, body.due_on ? say("until_day", { day: day(body.due_on) }) : ""],
    item: () => [body.title, body.minutes ? say("minutes", { minutes: body.minutes }) : ""],
    trouble: () => [body.text, body.raised_by ? say("raised", { who: body.raised_by }) : ""],
    note: () => [body.text],
    clock: () => [String(body.seconds)],
  }[kind];
  return lines().filter(Boolean).join(" ") || say("is_empty");
}

/** The body that keeps the words of all versions, or null where only one of them can hold. */
export function joined(kind, bodies) {
  const place = TEXT[kind];
  if (!place || bodies.some(({ removed }) => removed)) return null;
  const rest = bodies.map(({ [place]: _, ...others }) => others);
  if (!rest.every((others) => same(others, rest[0]))) return null; // one who, one day, one outcome
  return { ...bodies[0], [place]: [...new Set(bodies.map((body) => body[place]))].filter(Boolean).join(kind === "promise" ? " ／ " : "\n") };
}

export function choicePart(book, card) {
  const heads = book.conflict(card);
  const kind = heads[0].kind;
  const item = heads[0].body.item ? book.body(heads[0].body.item)?.title : "";
  const choose = async (body) => {
    await book.commit(card);
    await book.write(card, kind, body, { chosen: true });
    tell(say("chosen"));
  };
  const sides = heads.map((head) => h("div", { class: "card side" },
    h("h4", {}, head.by ? say("written_by", { who: head.by, when: moment(head.at) })
      : say("written_here", { when: moment(head.at) })),
    h("p", { class: "as-typed" }, words(book, kind, head.body)),
    button(head.body.removed ? say("choose_out") : say("choose_this"), () => choose(head.body))));
  const both = joined(kind, heads.map(({ body }) => body));
  return h("section", { class: "notice notice-warning" },
    h("h3", { class: "notice-title" }, say("two_texts", { kind: say(`card_${kind}`) })),
    item ? h("p", { class: "meta" }, say("about_item", { title: item })) : null,
    h("div", { class: "sides" }, sides),
    both ? button(say("choose_both"), () => choose(both)) : null);
}
