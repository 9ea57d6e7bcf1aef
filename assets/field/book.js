// One carried meeting in memory: what the server told, every version of every card, and the drafts
// that are being typed. Each write is on the device before anything else happens with it.

import { seal, sealedFile, unseal } from "./crypt.js";
import { differing, headsOf, same } from "./heads.js";
import { idBytes, newId } from "./ids.js";
import * as store from "./store.js";

const REST = 4000; // after so many milliseconds without a keystroke a draft becomes an entry

const isNothing = ({ item, kind, group, ...body }) =>
  Object.values(body).every((value) => value === "" || value === null || value === undefined
    || value === false);

export class Book extends EventTarget {
  constructor(record, key) {
    super();
    this.carry = record.carry;
    this.record = record;
    this.key = key;
    this.entries = new Map();
    this.versions = new Map(); // card → its entries
    this.drafts = new Map();
    this.told = { number: 0, cards: [], refused: {}, state: "" };
    this.found = 0;
    this.closed = false;
    this.lines = new Map(); // card → the end of its queue of writes
    this.waiting = new Map();
    this.rests = new Map();
    this.seq = 0;
  }

  /** Everything of the carry from the store; what was being typed when it broke off is kept. */
  static async open(record, key) {
    const book = new Book(record, key);
    const { pack, cards, entries, drafts } = await store.load(record.carry);
    book.pack = await unseal(key, pack, `package ${record.carry}`);
    if (cards) book.told = await unseal(key, cards, `cards ${record.carry}`);
    else book.told.number = book.pack.number ?? 0;
    const told = await Promise.all(entries.map((row) => book.#read(row)));
    told.forEach((entry) => book.#learn(entry));
    book.seq = Math.max(0, ...entries.map((row) => row.seq));
    for (const row of drafts) {
      const draft = await unseal(key, row, `draft ${record.carry} ${row.card}`);
      book.drafts.set(row.card, draft);
      if (await book.commit(row.card)) book.found += 1;
    }
    return book;
  }

  async #read(row) {
    const entry = await unseal(this.key, row, `entry ${this.carry} ${row.id}`);
    return { ...entry, seq: row.seq, state: row.state };
  }

  #learn(entry) {
    const known = this.entries.has(entry.id);
    this.entries.set(entry.id, entry);
    const versions = this.versions.get(entry.card) ?? [];
    this.versions.set(entry.card, known
      ? versions.map((one) => (one.id === entry.id ? entry : one))
      : [...versions, entry]);
  }

  async #sealed(entry, state) {
    const { id, card, kind, follows, body, at, by, number } = entry;
    const data = { id, card, kind, follows, body, at, by, number };
    const locked = await seal(this.key, data, `entry ${this.carry} ${id}`);
    return { carry: this.carry, id, seq: entry.seq, state, ...locked };
  }

  // ── Reading ────────────────────────────────────────────────────────────────────────────────

  heads(card) {
    return headsOf(this.versions.get(card) ?? []);
  }

  /** What a card says now: the draft before the version that stands; null for an unknown card. */
  body(card) {
    return this.drafts.get(card)?.body ?? this.#shown(card)?.body ?? null;
  }

  /** The head that the fields of a card show: the one written here, else the first to arrive. */
  #shown(card) {
    const heads = this.heads(card);
    if (heads.length < 2) return heads[0];
    const best = (value) => heads.reduce((one, other) => (value(other) > value(one) ? other : one));
    // Of two clocks the longer stands.
    return best(heads[0].kind === "clock" ? ({ body }) => body.seconds : ({ seq }) => seq ?? 0);
  }

  /** The versions that a field shows which is filled now. Between two texts only a choice decides,
   which saw them all. */
  seen(card) {
    const heads = this.conflict(card).length ? [this.#shown(card)] : this.heads(card);
    return this.drafts.get(card)?.follows ?? heads.map(({ id }) => id);
  }

  /** What a field showed that was filled with some versions; those that say no other word count. */
  #shownIn(card, filled) {
    const now = this.seen(card);
    const before = this.entries.get(filled?.[0]);
    const alike = before && now.every((id) => same(this.entries.get(id)?.body, before.body));
    return filled && !alike ? filled : now;
  }

  /** The cards of one kind that are not taken out, in the order they were begun. */
  cards(kind, wanted = () => true) {
    const found = [];
    this.versions.forEach((versions, card) => {
      if (versions[0].kind !== kind) return;
      const body = this.body(card);
      const open = this.conflict(card).length > 0;
      if (wanted(body) && (!body.removed || open)) found.push({ card, body, first: versions[0] });
    });
    return found.sort((one, other) => (one.first.number ?? Infinity) - (other.first.number ?? Infinity)
      || (one.first.seq ?? 0) - (other.first.seq ?? 0));
  }

  /** The versions between which somebody has to choose; empty when there is one.

   What the server has seen in full it judges itself: it also knows what brings no new word. */
  conflict(card) {
    const heads = this.heads(card);
    if (heads.length < 2 || heads[0].kind === "clock") return [];
    const seen = heads.every(({ number }) => number !== null);
    const judged = this.told.cards.some((one) => one.card === card && one.state === "conflict");
    if (seen && this.told.state && !judged) return [];
    const different = differing(heads);
    return different.length > 1 ? different : [];
  }

  conflicts() {
    return [...this.versions.keys()].filter((card) => this.conflict(card).length);
  }

  get unsent() {
    return [...this.entries.values()]
      .filter((entry) => entry.state === store.UNSENT)
      .sort((one, other) => one.seq - other.seq);
  }

  get refused() {
    return [...this.entries.values()].filter((entry) => entry.state === store.REFUSED);
  }

  // ── Writing ────────────────────────────────────────────────────────────────────────────────

  /** A keystroke: the body of a card as it is in the field now. Resolves when the device has it.

   It follows what the field showed (`filled`: its versions), not what came since then. */
  type(card, kind, body, { rest = true, chosen = false, filled = null } = {}) {
    if (this.closed) return Promise.resolve();
    const begun = this.drafts.get(card);
    const follows = begun?.follows
      ?? (chosen ? this.heads(card).map(({ id }) => id) : this.#shownIn(card, filled));
    this.drafts.set(card, { card, kind, follows, body: { ...body }, at: new Date().toISOString() });
    clearTimeout(this.rests.get(card));
    if (rest) this.rests.set(card, setTimeout(() => this.#rested(card), REST));
    return this.#keep(card);
  }

  /** A tap: the version is made at once. */
  write(card, kind, body, options = {}) {
    this.type(card, kind, body, options).catch(() => {});
    return this.commit(card);
  }

  #rested(card) {
    if (this.#composing(card)) {
      this.rests.set(card, setTimeout(() => this.#rested(card), REST));
    } else {
      this.commit(card).catch(() => {});
    }
  }

  /** Whether an input method is still at work in a field of the card. */
  #composing(card) {
    const busy = document.activeElement;
    return Boolean(busy?.composing && busy.dataset.card === card);
  }

  /** Writes of one card stand in a line, so that an older text never lands after a newer one. */
  #after(card, job) {
    const next = (this.lines.get(card) ?? Promise.resolve()).then(job);
    this.lines.set(card, next.catch(() => {}));
    next.catch((error) => this.dispatchEvent(new CustomEvent("full", { detail: error })));
    return next;
  }

  #keep(card) {
    if (this.waiting.has(card)) return this.waiting.get(card); // it will take the newest text along
    const begun = performance.now();
    const kept = this.#after(card, async () => {
      this.waiting.delete(card);
      const draft = this.drafts.get(card);
      if (!draft || this.closed) return;
      const locked = await seal(this.key, draft, `draft ${this.carry} ${card}`);
      await store.putDraft({ carry: this.carry, card, ...locked });
      if (performance.getEntriesByName("kept").length >= 200) performance.clearMeasures("kept");
      performance.measure("kept", { start: begun, end: performance.now() });
      this.dispatchEvent(new Event("kept"));
    });
    this.waiting.set(card, kept);
    return kept;
  }

  /** A draft becomes a version. Returns the entry, or null when there was nothing new in it. */
  commit(card) {
    clearTimeout(this.rests.get(card));
    if (!this.drafts.has(card)) return this.lines.get(card) ?? Promise.resolve(null);
    return this.#after(card, async () => {
      const draft = this.drafts.get(card);
      if (!draft || this.closed) return null;
      if (this.#saysNothingNew(draft)) {
        await store.dropDraft(this.carry, card);
        if (this.drafts.get(card) === draft) this.drafts.delete(card);
        return null;
      }
      this.seq += 1;
      const { kind, follows, body, at } = draft;
      const entry = { id: newId(), card, kind, follows, body, at, by: null, number: null };
      entry.seq = this.seq;
      await store.putEntry(await this.#sealed(entry, store.UNSENT), card);
      this.#learn({ ...entry, state: store.UNSENT });
      this.dispatchEvent(new CustomEvent("written", { detail: entry }));
      this.#goOn(card, draft, entry);
      this.changed([card]);
      return entry;
    });
  }

  #saysNothingNew({ card, follows, body }) {
    if (!follows.length) return isNothing(body);
    const before = follows.map((id) => this.entries.get(id)).filter(Boolean);
    return follows.length === before.length && before.length === 1 && same(before[0].body, body)
      && this.versions.has(card);
  }

  /** What was typed while a version was being written is a new draft on top of it. */
  #goOn(card, draft, entry) {
    const newest = this.drafts.get(card);
    if (newest === draft) {
      this.drafts.delete(card);
    } else if (newest) {
      this.type(card, newest.kind, newest.body).catch(() => {});
      this.drafts.set(card, { ...this.drafts.get(card), follows: [entry.id] });
    }
  }

  /** All drafts become versions. settled: half a word of an input method may wait. */
  commitAll({ settled = false } = {}) {
    const cards = [...this.drafts.keys()].filter((card) => !settled || !this.#composing(card));
    return Promise.allSettled(cards.map((card) => this.commit(card)));
  }

  changed(cards) {
    this.dispatchEvent(new CustomEvent("change", { detail: new Set(cards) }));
  }

  /** The list of people and the rest of the package as the server has them today. */
  async renew({ entries, ...rest }) {
    this.pack = { ...rest, number: this.pack.number }; // sync brings the entries since then
    const locked = await seal(this.key, this.pack, `package ${this.carry}`);
    await store.putPackage(this.record, { carry: this.carry, ...locked }, []);
  }

  // ── With the server ────────────────────────────────────────────────────────────────────────

  /** What an answer of the server brought. */
  async hear({ taken, refused, entries, number, cards, state, until }, at) {
    const fresh = entries
      .filter((entry) => this.entries.get(entry.id)?.number == null || !this.entries.has(entry.id))
      .map((entry) => ({ ...entry, seq: this.entries.get(entry.id)?.seq ?? 0 }));
    const states = taken.map((id) => [id, store.SENT])
      .concat(refused.map(({ id }) => [id, store.REFUSED]));
    const told = {
      number,
      cards,
      state,
      refused: {
        ...this.told.refused,
        ...Object.fromEntries(refused.map(({ id, reason }) => [id, reason])),
      },
    };
    const changes = { sent_at: at, ...(until ? { until } : {}) };
    await store.putAnswer(this.carry, {
      entries: await Promise.all(fresh.map((entry) => this.#sealed(entry, store.SENT))),
      states,
      cards: { carry: this.carry, ...(await seal(this.key, told, `cards ${this.carry}`)) },
      changes,
    });
    this.told = told;
    Object.assign(this.record, changes);
    fresh.forEach((entry) => this.#learn({ ...entry, state: store.SENT }));
    states.forEach(([id, one]) => {
      const entry = this.entries.get(id);
      if (entry) this.#learn({ ...entry, state: one });
    });
    this.changed([...fresh.map(({ card }) => card), ...cards.map(({ card }) => card)]);
  }

  /** Everything that the server may not have, as a file that only the server can open. */
  async file() {
    await this.commitAll();
    const entries = [...this.entries.values()]
      .filter((entry) => entry.state !== store.SENT)
      .sort((one, other) => one.seq - other.seq)
      .map(({ id, card, kind, follows, body, at, by, number }) =>
        ({ id, card, kind, follows, body, at, by, number }));
    const drafts = [...this.drafts.values()].map(({ card, kind, follows, body, at }) =>
      ({ id: newId(), card, kind, follows, body, at, by: null, number: null }));
    const all = { entries: [...entries, ...drafts] };
    return sealedFile(this.key, idBytes(this.carry), all);
  }

  close() {
    this.closed = true;
    this.rests.forEach((timer) => clearTimeout(timer));
  }
}

/** The rows of a package for the store. */
export async function packed(key, record, pack) {
  const { entries, ...rest } = pack;
  const rows = await Promise.all(
    entries.map(async (entry) => ({
      carry: record.carry,
      id: entry.id,
      seq: 0,
      state: store.SENT,
      ...(await seal(key, entry, `entry ${record.carry} ${entry.id}`)),
    })),
  );
  const locked = await seal(key, rest, `package ${record.carry}`);
  return [{ carry: record.carry, ...locked }, rows];
}
