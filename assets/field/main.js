// The hall page: a list of what can be carried and what is here, or one carried meeting.

import { Book } from "./book.js";
import { carryForm, openCarry } from "./door.js";
import { button, h, notice } from "./dom.js";
import { isOver, meetingPage } from "./meeting.js";
import { watchSigningOut } from "./leaving.js";
import * as store from "./store.js";
import { Sync } from "./sync.js";
import { onlyHere } from "./tabs.js";
import { moment, say } from "./words.js";
import { ask, QUICK } from "./wire.js";

const root = document.getElementById("hall");
const list = document.getElementById("list");
const written = JSON.parse(document.getElementById("addresses").textContent);
const { page, carry, worker, login } = written;
const ANY = "00000000-0000-0000-0000-000000000000"; // stands in the addresses for a carry

const of = (id) => Object.fromEntries(
  ["key", "package", "sync", "returned"].map((name) => [name, written[name].replace(ANY, id)]));
const addresses = { page, carry, of, signIn: `${login}?next=${encodeURIComponent(page)}` };

let open = null; // {carry, book, sync, view, release}

function shut() {
  open?.sync.end();
  open?.book.close();
  open?.release();
  open = null;
}

/** Back to the list with a word about what happened. */
function leave(title, reason = "") {
  shut();
  history.replaceState(null, "", page);
  root.replaceChildren(notice("info", title, reason ? h("p", {}, reason) : ""));
  root.hidden = false;
  list.hidden = false;
  showHere();
}

async function route() {
  const [id, ...path] = location.hash.slice(1).split("/");
  if (open?.carry === id) {
    await open.view.show(path);
    return;
  }
  await open?.book.commitAll();
  shut();
  const record = id ? await store.carryOf(id) : null;
  list.hidden = Boolean(record);
  root.hidden = !record && !id;
  if (!record) {
    root.replaceChildren(...(id ? [notice("warning", say("not_here"))] : []));
    showHere();
    return;
  }
  await openCarry(root, record, addresses, (key, online) => enter(record, key, online), leave);
}

/** Only who holds the lock reads the store: what another tab is still writing belongs to it. */
async function enter(record, key, online = false) {
  let book = null;
  let lost = false;
  const release = await onlyHere(record.carry, {
    lost: async () => {
      lost = true;
      open?.sync.end();
      await book?.commitAll();
      book?.close();
      open = null;
      root.replaceChildren(notice("warning", say("other_tab"),
        h("p", {}, button(say("other_tab_take"), () => location.reload()))));
    },
  });
  const here = { ...addresses, ...of(record.carry) };
  book = await Book.open(record, key);
  if (online) await renewed(book, here);
  if (lost) {
    book.close();
    return;
  }
  const sync = new Sync(book, here);
  const view = await meetingPage(root, book, sync, here, leave);
  open = { carry: record.carry, book, sync, view, release };
  await view.show(location.hash.slice(1).split("/").slice(1));
}

/** The list of people is the one of today. */
async function renewed(book, here) {
  const told = await ask(here.package, undefined, QUICK);
  if (told.status === 200 && Array.isArray(told.data.people)) await book.renew(told.data);
}

/** What is on this device, on the list. Titles are locked, so that only a signed-in page knows them. */
async function showHere() {
  const place = document.getElementById("here");
  if (!place) return;
  const titles = JSON.parse(document.getElementById("titles")?.textContent ?? "{}");
  const records = (await store.carries()).sort((one, other) => other.carried_at.localeCompare(one.carried_at));
  const counts = await Promise.all(records.map(({ carry: id }) => store.countUnsent(id)));
  place.replaceChildren(...(records.length ? [h("ul", { class: "card-list" },
    records.map((record, index) => h("li", { class: "card" },
      h("h3", {}, titles[record.carry] ?? say("carried_locked")),
      h("p", { class: "meta" }, say("carried_as", { device: record.device, when: moment(record.carried_at) })),
      h("p", {}, counts[index] ? say("here_unsent", { count: counts[index] }) : say("saved_all"), " ",
        isOver(record) ? say("locked", { when: moment(record.until) })
          : say("keep_until", { when: moment(record.until) })),
      h("a", { class: "button button-primary", href: `#${record.carry}` }, say("open_it")))))]
    : [h("p", { class: "meta" }, say("here_none"))]));
}

function offerCarrying() {
  document.querySelectorAll("[data-meeting]").forEach((place) => {
    const opener = place.querySelector("[data-carry]");
    if (!opener) return;
    opener.hidden = false;
    opener.addEventListener("click", () => {
      const form = carryForm(place.dataset.meeting, addresses, async (id) => {
        await ready();
        location.hash = `#${id}`;
      });
      opener.replaceWith(form.element);
      form.focus();
    });
  });
  const asked = document.querySelector(`[data-meeting="${CSS.escape(new URLSearchParams(location.search).get("meeting") ?? "")}"] [data-carry]`);
  asked?.click();
}

/** The page itself is on the device; without that a meeting on it could not be opened. */
async function ready() {
  await Promise.race([navigator.serviceWorker.ready, new Promise((done) => { setTimeout(done, 10_000); })]);
}

function largeText() {
  const toggle = document.querySelector("[data-large-text]");
  if (!toggle) return;
  const put = (large) => {
    document.documentElement.classList.toggle("large-text", large);
    toggle.setAttribute("aria-pressed", String(large));
  };
  put(/(?:^|; )sasaeai_text=large/.test(document.cookie));
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    const large = !document.documentElement.classList.contains("large-text");
    document.cookie = `sasaeai_text=${large ? "large" : "normal"}; path=/; max-age=31536000; samesite=lax`;
    put(large);
  });
}

function keepAtLeaving() {
  const keep = () => open?.book.commitAll();
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      keep();
    } else if (open) {
      if (isOver(open.book.record)) location.reload(); // a tab left open beyond its time
      else open.sync.send();
    }
  });
  setInterval(() => {
    if (open && isOver(open.book.record)) {
      open.book.commitAll().then(() => location.reload());
    }
  }, 60_000);
}

async function start() {
  if (!globalThis.isSecureContext || !navigator.serviceWorker || !crypto.subtle) {
    list.prepend(notice("warning", say("no_secure"), h("p", {}, say("no_secure_hint"))));
    return;
  }
  largeText();
  watchSigningOut();
  offerCarrying();
  keepAtLeaving();
  addEventListener("hashchange", route);
  navigator.serviceWorker.register(worker, { scope: page }).catch(() => {});
  try {
    await route();
  } catch (error) {
    root.hidden = false;
    root.replaceChildren(notice("error", say("broken_title"), h("p", {}, say("broken_store"))));
    throw error;
  }
}

start();
