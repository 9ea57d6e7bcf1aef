// Scanned slips: one key a slip; the list follows while files are being read.
// Without this script every button and link does the same.

const slip = document.querySelector("[data-slip]");
const isTyping = (element) => element.matches("input, textarea, select") && element.type !== "hidden";

document.addEventListener("keydown", (event) => {
  if (!slip || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.isComposing || isTyping(event.target)) return;
  if (event.key === "Enter" && event.target === document.body) {
    slip.querySelector("[data-proposed]")?.click();
    return;
  }
  // By the place too, so that it works while a Japanese input method is on.
  const key = /^(?:Digit|Numpad)\d$/.test(event.code) ? event.code.slice(-1) : event.key;
  const target = key === "0"
    ? document.querySelector("[data-later]")
    : slip.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});

// Somebody who is choosing files is not disturbed.
if (document.querySelector("[data-job-open]")) {
  setInterval(() => {
    const chosen = document.querySelector("[data-upload] input[type=file]")?.files.length;
    if (!chosen && !document.hidden) location.reload();
  }, 3000);
}
