// Names of cards. A card that two devices may begin apart has a name both can reckon (RFC 9562, 5).

const bytesOf = (id) => Uint8Array.from(id.replaceAll("-", "").match(/../g), (two) => parseInt(two, 16));

const written = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

export const newId = () => crypto.randomUUID();

export const idBytes = bytesOf;

/** The card of one kind that belongs to a row or to another card. */
export async function cardOf(row, kind) {
  const named = new Uint8Array([...bytesOf(row), ...new TextEncoder().encode(kind)]);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-1", named)).slice(0, 16);
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  return written(hash);
}
