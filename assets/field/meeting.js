// The page of one carried meeting: head, tabs, and what must be said at once.

import { button, h, notice, save, tell } from "./dom.js";
import { toDrop } from "./dropping.js";
import { itemsPanel } from "./items.js";
import { peoplePanel } from "./people.js";
import { sendingPanel, standingWords } from "./sending.js";
import { beforePanel, notePanel, troublesPanel } from "./troubles.js";
import { day, moment, say } from "./words.js";

const TABS = ["people", "items", "troubles", "note", "before", "sending"];

export async function meetingPage(root, book, sync, addresses, leave) {
  const { meeting } = book.pack;
  const go = (tab) => { location.hash = `#${book.carry}/${tab}`; };
  const panels = {
    people: await peoplePanel(book),
    items: itemsPanel(book, go),
    troubles: troublesPanel(book),
    note: await notePanel(book),
    before: beforePanel(book),
    sending: sendingPanel(book, sync, addresses, leave),
  };
  const saved = h("p", { class: "saved" });
  const full = h("div");
  const open = h("div");
  const links = new Map(TABS.map((tab) => [tab, h("a", { href: `#${book.carry}/${tab}` }, say(`tab_${tab}`))]));
  const nav = h("nav", { class: "field-tabs", "aria-label": say("tabs") }, [...links.values()]);
  const places = new Map(TABS.map((tab) => [tab, h("section", { class: "panel", "aria-label": say(`tab_${tab}`), hidden: true },
    h("h2", { class: tab === "items" ? "visually-hidden" : null, tabindex: -1 }, say(`tab_${tab}`)), panels[tab].element)]));
  const found = book.found ? notice("info", say("found_title"), h("p", {}, say("found", { count: book.found }))) : null;
  root.replaceChildren(
    h("h1", {}, meeting.title),
    h("p", { class: "meta" }, [day(meeting.on), [meeting.start, meeting.end].filter(Boolean).join("–"), meeting.venue ?? ""].filter(Boolean).join("　")),
    h("p", { class: "regime" }, meeting.regime_sentence),
    nav, saved, h("div", { class: "spoken", id: "spoken", role: "status" }), full, open,
    ...[found].filter(Boolean), ...places.values(),
    h("p", { class: "actions no-print" }, h("a", { href: addresses.page }, say("to_list"))));

  let planned = false;
  function refresh() {
    if (planned || book.closed) return;
    planned = true;
    setTimeout(() => {
      planned = false;
      if (book.closed) return;
      Object.values(panels).forEach((panel) => panel.update());
      const conflicts = book.conflicts().length;
      const { kind, reason, count } = sync.standing;
      open.replaceChildren(...(kind === "to-drop"
        ? [toDrop(book.record, addresses, leave, { reason, count })] : []), ...(conflicts ? [notice("warning", say("conflicts", { count: conflicts }),
        h("p", {}, h("a", { href: `#${book.carry}/sending` }, say("conflicts_see"))))] : []));
      sayWhatIsKept();
    }, 0);
  }
  function sayWhatIsKept() {
    const unsent = book.unsent.length + book.drafts.size;
    const words = unsent ? say("saved_unsent", { count: unsent }) : say("saved_all");
    const trouble = ["sign-in", "forbidden", "gone", "store", "to-drop"].includes(sync.standing.kind)
      ? ` ${standingWords(sync)}` : "";
    saved.textContent = `${words}${trouble}`;
    saved.classList.toggle("is-unsent", unsent > 0);
  }
  book.addEventListener("change", refresh);
  book.addEventListener("kept", () => {
    full.replaceChildren();
    sayWhatIsKept();
  });
  book.addEventListener("full", ({ detail }) => {
    if (full.childElementCount) return;
    const isFull = detail?.name === "QuotaExceededError";
    full.replaceChildren(notice("error", say(isFull ? "full_title" : "broken_title"),
      h("p", {}, say(isFull ? "full" : "broken")),
      button(say("save_file"), async () => {
        save(await book.file(), say("file_name", { day: new Date().toISOString().slice(0, 10) }));
        tell(say("file_saved"));
      })));
  });
  sync.addEventListener("standing", () => {
    refresh();
    if (sync.standing.kind === "wiped") leave(say("dropped"), sync.standing.reason);
  });

  async function show(path) {
    const [asked, card] = path;
    const tab = TABS.includes(asked) ? asked : "people";
    places.forEach((place, name) => { place.hidden = name !== tab; });
    links.forEach((link, name) => (name === tab ? link.setAttribute("aria-current", "page")
      : link.removeAttribute("aria-current")));
    await panels.items.show(tab === "items" ? card : null);
    document.getElementById("spoken").replaceChildren();
    if (asked) places.get(tab).scrollIntoView({ block: "start" });
    if (asked && !card) places.get(tab).firstChild.focus({ preventScroll: true });
    document.title = say("title", { tab: say(`tab_${tab}`), meeting: meeting.title });
    refresh();
  }
  refresh();
  return { show, refresh };
}

/** Whether the time for which the device may keep a meeting is over, by either clock. */
export const isOver = (record) =>
  Math.max(Date.now(), record.server_time ?? 0) > Date.parse(record.until);

export const overSince = (record) => say("locked", { when: moment(record.until) });
