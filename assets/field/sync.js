// Sending what the device has and taking what the others wrote: one question at a time, repeated
// until it is answered. An entry that was taken twice is one entry, so repeating is safe.

import * as store from "./store.js";
import { ask } from "./wire.js";

const MOST_ENTRIES = 200;
const MOST_BYTES = 2_000_000;
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 300_000;
const LISTEN = 60_000; // what others wrote comes at least so often while the page is looked at

const size = (value) => new TextEncoder().encode(JSON.stringify(value)).length;

function chunk(entries, most) {
  const taken = [];
  let bytes = 0;
  for (const entry of entries) {
    const { id, card, kind, follows, body, at, by, number } = entry;
    const plain = { id, card, kind, follows, body, at, by, number };
    bytes += size(plain);
    if (taken.length && (bytes > most || taken.length >= MOST_ENTRIES)) break;
    taken.push(plain);
  }
  return taken;
}

const isAnswer = (data) =>
  [data.taken, data.refused, data.entries, data.cards].every(Array.isArray)
  && Number.isInteger(data.number);

export class Sync extends EventTarget {
  constructor(book, addresses) {
    super();
    this.book = book;
    this.addresses = addresses;
    this.pause = FIRST_PAUSE;
    this.most = MOST_BYTES;
    this.standing = { kind: "new" };
    this.running = null;
    this.ended = false;
    this.whenOnline = () => this.send();
    addEventListener("online", this.whenOnline);
    book.addEventListener("change", () => this.#soon());
    this.#later(0);
  }

  /** Send now; several callers share one attempt, and what came meanwhile goes along. */
  send() {
    if (this.ended) return Promise.resolve();
    if (this.running) {
      this.again = true;
      return this.running;
    }
    clearTimeout(this.timer);
    this.running = this.#all().finally(() => {
      this.running = null;
      if (this.again) {
        this.again = false;
        this.#soon();
      }
    });
    return this.running;
  }

  #soon() {
    if (this.book.unsent.length && this.standing.kind !== "sign-in") this.#later(1_500);
  }

  #later(pause) {
    clearTimeout(this.timer);
    if (!this.ended) this.timer = setTimeout(() => this.send(), pause);
  }

  async #all() {
    this.#stand({ kind: "sending" });
    try {
      await this.book.commitAll({ settled: true });
      let left = true;
      while (left && !this.ended) {
        const wanted = chunk(this.book.unsent, this.most);
        const answer = await ask(this.addresses.sync, {
          entries: wanted,
          have: this.book.told.number,
        });
        if (!(await this.#heard(answer, wanted))) return;
        left = this.book.unsent.length > 0 && wanted.length > 0;
      }
      this.pause = FIRST_PAUSE;
      this.#later(document.visibilityState === "visible" ? LISTEN : LONGEST_PAUSE);
    } catch (error) {
      this.book.dispatchEvent(new CustomEvent("full", { detail: error }));
      this.#stand({ kind: "store" });
      this.#backOff();
    }
  }

  /** Take an answer in; whether to go on. */
  async #heard({ status, data, seen }, wanted) {
    if (seen) await this.#sawTime(seen);
    if (status === 410) return this.#toWipe(data);
    if (status === 200 && isAnswer(data)) {
      await this.book.hear(data, new Date().toISOString());
      if (data.wipe && !this.book.unsent.length) return this.#toWipe(data);
      this.#stand({ kind: "done" });
      const answered = new Set([...data.taken, ...data.refused.map(({ id }) => id)]);
      if (wanted.length && !wanted.some(({ id }) => answered.has(id))) {
        this.#stand({ kind: "unreadable" }); // it would be asked the same for ever
        this.#backOff();
        return false;
      }
      return true;
    }
    if (status === 413 && wanted.length) { // what stands before the server may allow less than it
      this.most /= 2;
      if (wanted.length === 1) await this.#setAside(wanted[0], data.reason ?? "");
      return true;
    }
    const kind = { 0: "offline", 401: "sign-in", 403: "forbidden", 404: "gone", 409: "refused",
      413: "too-much", 422: "refused", 429: "busy" }[status]
      ?? (status === -1 || status === 200 ? "unreadable" : "broken");
    this.#stand({ kind, reason: data.reason ?? "" });
    this.#backOff();
    return false;
  }

  async #sawTime(seen) {
    if (seen <= (this.book.record.server_time ?? 0)) return;
    this.book.record.server_time = seen;
    await store.changeCarry(this.book.carry, { server_time: seen });
  }

  async #setAside({ id }, reason) {
    await this.book.hear({
      taken: [], refused: [{ id, reason }], entries: [],
      number: this.book.told.number, cards: this.book.told.cards, state: this.book.told.state,
    }, this.book.record.sent_at ?? null);
  }

  /** Gone is only what the server has: half a word and what it refused are for the person to drop. */
  async #toWipe(data) {
    await this.book.commitAll();
    const count = await store.dropSent(this.book.carry);
    if (count) {
      this.#stand({ kind: "to-drop", reason: data.reason ?? "", count });
      this.#backOff();
      return false;
    }
    this.end();
    this.book.close();
    this.#stand({ kind: "wiped", reason: data.reason ?? "" });
    await ask(this.addresses.returned, { wiped: true });
    return false;
  }

  #backOff() {
    this.#later(this.pause * (0.8 + Math.random() * 0.4));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  #stand(standing) {
    this.standing = standing;
    this.dispatchEvent(new Event("standing"));
  }

  end() {
    this.ended = true;
    clearTimeout(this.timer);
    removeEventListener("online", this.whenOnline);
  }
}
