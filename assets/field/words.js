// The sentences stand in the page, so that the server translates them; none is written here.

const sentences = JSON.parse(document.getElementById("sentences")?.textContent ?? "{}");

/** The sentence of that name with its {places} filled. */
export function say(name, values = {}) {
  const sentence = sentences[name] ?? name;
  return sentence.replace(/\{(\w+)\}/g, (whole, place) => values[place] ?? whole);
}

const language = document.documentElement.lang || "ja";
const japanese = language.startsWith("ja");
const stamp = new Intl.DateTimeFormat(language, {
  month: "long", day: "numeric", weekday: "short", hour: "numeric", minute: "2-digit",
  timeZone: "Asia/Tokyo",
});
const date = new Intl.DateTimeFormat(japanese ? "ja-JP-u-ca-japanese" : language, {
  ...(japanese ? { era: "long" } : {}),
  year: "numeric", month: "long", day: "numeric", weekday: "short", timeZone: "UTC",
});

/** A moment as a person says it; empty for none. */
export const moment = (when) => (when ? stamp.format(new Date(when)) : "");

/** A day, from its ISO form. */
export const day = (iso) => (iso ? date.format(new Date(`${iso}T00:00:00Z`)) : "");
