// Two strokes a reply: a number (the next silent person's is there already), then one key.
// Without this script every button of the page sends the form and the page comes back.

const form = document.getElementById("reply-form");
const box = document.getElementById("who");
const said = form.querySelector("[data-said]");
const whoLine = form.querySelector("[data-who]");
const undoButton = form.querySelector("[data-undo]");
const rows = [...form.querySelectorAll("tr[data-row]")];

// By the place of the key, so that it works while a Japanese input method is on.
const PLACES = {
  KeyS: "attend",
  NumpadAdd: "attend",
  KeyK: "absent",
  NumpadSubtract: "absent",
  Minus: "absent",
  KeyD: "substitute",
  NumpadMultiply: "substitute",
  KeyZ: "undo",
};
const SIGNS = {
  "+": "attend", "＋": "attend",
  "-": "absent", "－": "absent",
  "*": "substitute", "＊": "substitute",
};
// A scanner types a whole code within a few milliseconds a letter; K and - occur in codes.
const SCAN_GAP_MS = 120;
const CODE_LETTERS = /^[0-9A-Za-z-]$/;

// With a finger nobody wants the keyboard to come up or the page to run away.
const hasKeys = matchMedia("(hover: hover) and (pointer: fine)").matches;

let queue = Promise.resolve();
let lastUndo = null;
let waiting = [];
let waitTimer = 0;
let selecting = true;

const plain = (text) =>
  text.normalize("NFKC").toUpperCase().replace(/[\s\-‐‑–—−ー]/g, "");

function findRow(text) {
  const wanted = plain(text).replace(/^0+(?=\d{1,4}$)/, "");
  if (!wanted) return null;
  return rows.find((row) =>
    row.dataset.numbers.split(" ").includes(wanted) || row.dataset.codes.split(" ").includes(wanted));
}

function nextSilent(after) {
  const start = rows.indexOf(after) + 1;
  const order = [...rows.slice(start), ...rows.slice(0, start)];
  return order.find((row) => row.dataset.state === "") ?? null;
}

function say(sentence, wrong = false) {
  said.textContent = sentence;
  said.classList.toggle("keyed-wrong", wrong);
}

function show(row) {
  rows.forEach((other) => other.classList.toggle("row-next", other === row));
  box.value = row ? row.dataset.number : "";
  whoLine.textContent = row ? `${row.dataset.number}${form.dataset.mark} ${row.dataset.name}` : form.dataset.finished;
  if (!hasKeys) return;
  row?.scrollIntoView({ block: "nearest" });
  focusBox();
}

function focusBox() {
  box.focus({ preventScroll: true });
  box.select();
  selecting = true;
}

function paint(row, answer, label) {
  row.dataset.state = answer;
  row.querySelector("[data-answer-label]").textContent = label;
  row.querySelectorAll("[data-row-answer]").forEach((button) => {
    const chosen = button.dataset.rowAnswer === answer;
    button.classList.toggle("is-chosen", chosen);
    button.setAttribute("aria-pressed", String(chosen));
  });
}

// A short tone that tells from across the table: high for entered, low for not. It can be switched
// off, and the choice stays with this computer. Browsers let a page sound only after a key or click.
const soundBox = document.querySelector("[data-sound]");
let audio = null;

function remembered() {
  try {
    return localStorage.getItem("reply-sound") !== "off";
  } catch {
    return true; // a browser that keeps nothing
  }
}

if (soundBox) {
  soundBox.checked = remembered();
  soundBox.addEventListener("change", () => {
    try {
      localStorage.setItem("reply-sound", soundBox.checked ? "on" : "off");
    } catch { /* it holds for this page then */ }
    if (soundBox.checked) tone(true);
  });
}

function tone(entered) {
  if (!soundBox?.checked || !window.AudioContext) return;
  audio ??= new AudioContext();
  audio.resume();
  const sound = audio.createOscillator();
  const volume = audio.createGain();
  const [pitch, seconds] = entered ? [880, 0.09] : [220, 0.35];
  sound.frequency.value = pitch;
  volume.gain.setValueAtTime(0.2, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + seconds);
  sound.connect(volume).connect(audio.destination);
  sound.start();
  sound.stop(audio.currentTime + seconds);
}

function newKey() {
  // crypto.randomUUID exists only on https and localhost; halls also use a plain local network.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function post(url, values, key) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("once", key);
  Object.entries(values).forEach(([name, value]) => body.set(name, value));
  // One repeat with the same key: a lost answer is carried out once all the same.
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await fetch(url, {
        method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin",
      });
    } catch (error) {
      if (attempt) throw error;
    }
  }
}

async function carryOut(row, url, values, before) {
  row.classList.add("row-saving");
  try {
    const response = await post(url, values, newKey());
    const isJson = (response.headers.get("content-type") ?? "").includes("application/json");
    if (!isJson) {
      const signedOut = response.redirected || response.status === 403;
      throw new Error(signedOut ? form.dataset.signedOut : form.dataset.lost);
    }
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.sentence);
    paint(row, answer.answer, answer.label);
    Object.entries(answer.counts).forEach(([name, count]) => {
      document.querySelector(`[data-count="${name}"]`).textContent = count;
    });
    lastUndo = answer.undo.url ? { row, ...answer.undo } : null;
    undoButton.hidden = !lastUndo;
    say(answer.sentence);
    tone(true);
  } catch (error) {
    paint(row, before.answer, before.label);
    // A broken line speaks the browser's language; ours says what to do.
    const reason = error instanceof TypeError ? form.dataset.lost : error.message;
    say(`${row.dataset.number}${form.dataset.mark} ${row.dataset.name}：${reason}`, true);
    tone(false);
    show(row);
  } finally {
    row.classList.remove("row-saving");
  }
}

function later(task) {
  queue = queue.then(task, task);
}

function send(row, url, values, answer, label) {
  const before = { answer: row.dataset.state, label: row.querySelector("[data-answer-label]").textContent };
  if (answer !== null) paint(row, answer, label);
  later(() => carryOut(row, url, values, before));
}

function record(row, answer) {
  const label = row.querySelector(`[data-row-answer="${answer}"]`).textContent;
  const via = form.elements.via.value;
  send(row, form.action, { row: `${row.dataset.row}:${answer}`, via }, answer, label);
  show(nextSilent(row));
}

function undo() {
  // What was pressed last may still be on its way; it is taken back once it has arrived.
  later(() => {
    if (!lastUndo) return undefined;
    const { row, url, ...values } = lastUndo;
    lastUndo = null;
    const before = { answer: row.dataset.state, label: row.querySelector("[data-answer-label]").textContent };
    return carryOut(row, url, values, before).then(() => show(row));
  });
}

function act(name) {
  if (name === "undo") {
    undo();
    return;
  }
  const row = findRow(box.value);
  if (row) {
    record(row, name);
    return;
  }
  const typed = plain(box.value);
  if (!typed) {
    say(nextSilent(null) ? form.dataset.empty : form.dataset.finished);
    return;
  }
  tone(false);
  say(/^\d{1,4}$/.test(typed) ? `${typed}${form.dataset.nobody}` : form.dataset.strange, true);
  box.select();
  selecting = true;
}

function lookUp() {
  const row = findRow(box.value);
  if (row) {
    say(`${row.dataset.number}${form.dataset.mark} ${row.dataset.name}${form.dataset.follow}`);
    show(row);
  } else {
    say(plain(box.value) ? form.dataset.strange : "", true);
    box.select();
    selecting = true;
  }
}

// K and - wait a moment: the next letter of a scanned code would follow at once.
function settle() {
  clearTimeout(waitTimer);
  const keys = waiting;
  waiting = [];
  const insideCode = !selecting && /[^\d]/.test(box.value);
  if (!insideCode && keys.every((key) => key.action)) {
    keys.forEach((key) => act(key.action));
    return;
  }
  box.value = (selecting ? "" : box.value) + keys.map((key) => key.letter).join("");
  selecting = false;
}

function wait(key) {
  waiting.push(key);
  clearTimeout(waitTimer);
  waitTimer = setTimeout(settle, SCAN_GAP_MS);
}

function letterOf(event) {
  if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3);
  if (/^(Digit|Numpad)\d$/.test(event.code)) return event.code.slice(-1);
  return CODE_LETTERS.test(event.key) ? event.key : "";
}

box.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "Enter" || event.code === "Enter" || event.code === "NumpadEnter") {
    event.preventDefault();
    if (waiting.length) settle();
    lookUp();
    return;
  }
  const action = SIGNS[event.key] ?? PLACES[event.code];
  if (!action) {
    // Inside a burst every letter belongs to the code; alone it is simply typed.
    if (waiting.length && letterOf(event)) {
      event.preventDefault();
      wait({ letter: letterOf(event) });
    }
    return;
  }
  event.preventDefault();
  swallowComposition(event);
  if (action === "absent") {
    wait({ action, letter: event.code === "KeyK" ? "K" : "-" });
    return;
  }
  if (waiting.length) settle();
  act(action);
});

// An input method may still put the letter into the box; it is taken out again.
function swallowComposition(event) {
  if (!event.isComposing && event.keyCode !== 229) return;
  const kept = box.value;
  const restore = () => {
    if (document.activeElement === box && /[^\d]/.test(box.value)) {
      box.value = /^\d+$/.test(kept) ? box.value.replace(/[^\d]/g, "") || kept : box.value;
      box.select();
    }
  };
  box.addEventListener("compositionend", restore, { once: true });
  box.blur();
  box.focus({ preventScroll: true });
  setTimeout(restore, 0);
}

box.addEventListener("input", () => {
  selecting = false;
  const row = findRow(box.value);
  rows.forEach((other) => other.classList.toggle("row-next", other === row));
  whoLine.textContent = row ? `${row.dataset.number}${form.dataset.mark} ${row.dataset.name}` : "";
});

box.addEventListener("focus", () => { selecting = true; box.select(); });

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button) return;
  event.preventDefault();
  if (button.dataset.answer) act(button.dataset.answer);
  if (button.dataset.rowAnswer) record(button.closest("tr"), button.dataset.rowAnswer);
});

undoButton.addEventListener("click", undo);
window.addEventListener("beforeunload", (event) => {
  if (form.querySelector(".row-saving")) event.preventDefault();
});
if (hasKeys) focusBox();
