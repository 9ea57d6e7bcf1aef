// The sentences stand in the page, so that the server translates them; none is written here.

const sentences = JSON.parse(document.getElementById("sentences")?.textContent ?? "{}");

/** The sentence of that name with its {places} filled. */
export function say(name, values = {}) {
  const sentence = sentences[name] ?? name;
  return sentence.replace(/\{(\w+)\}/g, (whole, place) => values[place] ?? whole);
}

const day = new Intl.DateTimeFormat(document.documentElement.lang || "ja", {
  month: "long", day: "numeric", weekday: "short", hour: "numeric", minute: "2-digit",
  timeZone: "Asia/Tokyo",
});

/** A moment as a person says it; empty for none. */
export const moment = (when) => (when ? day.format(new Date(when)) : "");
