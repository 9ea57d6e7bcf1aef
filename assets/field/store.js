// The store on the device. In clear are only ids, the device's name, dates and whether something
// was sent; everything that somebody wrote or that the server told is locked (crypt.js).

import { openDB } from "idb";

export const NAME = "sasaeai-field";
const SAFE = { durability: "strict" }; // a dead battery after the answer loses nothing

export const UNSENT = 1;
export const SENT = 0;
export const REFUSED = 2;

let opened;

const database = () =>
  (opened ??= openDB(NAME, 1, {
    upgrade(db) {
      db.createObjectStore("carries", { keyPath: "carry" });
      db.createObjectStore("packages", { keyPath: "carry" });
      db.createObjectStore("cards", { keyPath: "carry" });
      const entries = db.createObjectStore("entries", { keyPath: ["carry", "id"] });
      entries.createIndex("carry", "carry");
      entries.createIndex("state", ["carry", "state"]);
      db.createObjectStore("drafts", { keyPath: ["carry", "card"] }).createIndex("carry", "carry");
    },
    blocking: async () => (await opened).close(),
    terminated() {
      opened = undefined;
    },
  }));

export const carries = async () => (await database()).getAll("carries");
export const carryOf = async (carry) => (await database()).get("carries", carry);
export const putCarry = async (record) => (await database()).put("carries", record);

export async function changeCarry(carry, changes) {
  const tx = (await database()).transaction("carries", "readwrite");
  const record = await tx.store.get(carry);
  if (record) await tx.store.put({ ...record, ...changes });
  await tx.done;
}

export async function load(carry) {
  const db = await database();
  const [pack, cards, entries, drafts] = await Promise.all([
    db.get("packages", carry),
    db.get("cards", carry),
    db.getAllFromIndex("entries", "carry", carry),
    db.getAllFromIndex("drafts", "carry", carry),
  ]);
  return { pack, cards, entries, drafts };
}

/** A package as it came: itself and its entries, all or nothing. */
export async function putPackage(record, pack, entries) {
  const tx = (await database()).transaction(["carries", "packages", "entries"], "readwrite", SAFE);
  tx.objectStore("carries").put(record);
  tx.objectStore("packages").put(pack);
  entries.forEach((entry) => tx.objectStore("entries").put(entry));
  await tx.done;
}

export async function putDraft(draft) {
  const tx = (await database()).transaction("drafts", "readwrite", SAFE);
  tx.store.put(draft);
  await tx.done;
}

export async function dropDraft(carry, card) {
  const tx = (await database()).transaction("drafts", "readwrite", SAFE);
  tx.store.delete([carry, card]);
  await tx.done;
}

/** An entry comes and its draft goes in one step: a kill leaves the one or the other, never none. */
export async function putEntry(entry, card) {
  const tx = (await database()).transaction(["entries", "drafts"], "readwrite", SAFE);
  tx.objectStore("entries").put(entry);
  tx.objectStore("drafts").delete([entry.carry, card]);
  await tx.done;
}

/** What an answer brought, in one step: versions, what was taken and refused, how far it reached. */
export async function putAnswer(carry, { entries, states, cards, changes }) {
  const stores = ["entries", "cards", "carries"];
  const tx = (await database()).transaction(stores, "readwrite", SAFE);
  const kept = tx.objectStore("entries");
  entries.forEach((entry) => kept.put(entry));
  for (const [id, state] of states) {
    const entry = await kept.get([carry, id]);
    if (entry) kept.put({ ...entry, state });
  }
  tx.objectStore("cards").put(cards);
  const record = await tx.objectStore("carries").get(carry);
  if (record) tx.objectStore("carries").put({ ...record, ...changes });
  await tx.done;
}

/** How much of a carry the server has not got yet. */
export async function countUnsent(carry) {
  return counted((await database()).transaction(["entries", "drafts"]), carry);
}

async function counted(tx, carry) {
  const states = tx.objectStore("entries").index("state");
  const counts = await Promise.all([states.count([carry, UNSENT]), states.count([carry, REFUSED]),
    tx.objectStore("drafts").index("carry").count(carry)]);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A carry goes if the server has everything of it. Returns how much it has not: 0 is gone. */
export const dropSent = (carry) => drop(carry, { unsent: false });

/** Everything of a carry goes: its key first. */
export async function drop(carry, { unsent = true } = {}) {
  const stores = ["carries", "packages", "cards", "entries", "drafts"];
  const tx = (await database()).transaction(stores, "readwrite", SAFE);
  const left = unsent ? 0 : await counted(tx, carry);
  if (left) return left;
  ["carries", "packages", "cards"].forEach((name) => tx.objectStore(name).delete(carry));
  for (const name of ["entries", "drafts"]) {
    const keys = await tx.objectStore(name).index("carry").getAllKeys(carry);
    keys.forEach((key) => tx.objectStore(name).delete(key));
  }
  await tx.done;
  return 0;
}
