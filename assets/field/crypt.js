// What the device keeps is locked: AES-GCM with the key of the carry, which the server made. The
// device holds that key in memory only, and beside it wrapped with the word that the person chose.

const ROUNDS = 600_000;
const utf8 = new TextEncoder();

export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** The bytes of a key as the server writes it (base64, either alphabet, or hex). */
export function keyBytes(text) {
  if (/^[0-9a-f]{64}$/i.test(text)) {
    return Uint8Array.from(text.match(/../g), (two) => parseInt(two, 16));
  }
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** The key as the browser uses it; nobody can read it out again. */
export const usable = (raw) =>
  crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

async function keyOfWord(word, salt, rounds) {
  const typed = utf8.encode(word.normalize("NFKC").trim());
  const base = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

/** The key locked with a word. */
export async function wrap(raw, word) {
  const [salt, iv] = [random(16), random(12)];
  const lock = await keyOfWord(word, salt, ROUNDS);
  const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, lock, raw);
  return { salt, iv, wrapped: new Uint8Array(wrapped), rounds: ROUNDS };
}

/** The key that a word opens, or null for a wrong word. */
export async function unwrap({ salt, iv, wrapped, rounds }, word) {
  const lock = await keyOfWord(word, salt, rounds);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, lock, wrapped));
  } catch {
    return null;
  }
}

/** A value locked with the key; `about` ties it to its place in the store. */
export async function seal(key, value, about) {
  const iv = random(12);
  const data = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: utf8.encode(about) },
    key,
    utf8.encode(JSON.stringify(value)),
  );
  return { iv, data: new Uint8Array(data) };
}

export async function unseal(key, { iv, data }, about) {
  const plain = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv, additionalData: utf8.encode(about) },
    key,
    data,
  );
  return JSON.parse(new TextDecoder().decode(plain));
}

/** A file for the desk: magic, carry (16 bytes), iv (12 bytes), AES-GCM of the JSON. */
export async function sealedFile(key, carryBytes, value) {
  const iv = random(12);
  const data = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv },
    key,
    utf8.encode(JSON.stringify(value)),
  );
  return new Blob([utf8.encode("SASAEAI1"), carryBytes, iv, data], {
    type: "application/octet-stream",
  });
}
