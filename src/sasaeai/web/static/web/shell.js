// Small comforts; every page works without them.

// After a form came back with mistakes, the list of them is read first.
document.querySelector("[data-focus]")?.focus();

// What only a script can do is not offered where there is none.
document.querySelectorAll("[data-needs-script]").forEach((part) => {
  part.hidden = false;
});

// A double click on a slow line sends a form once. (The server would carry it out once anyway.)
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 3000);
});

// After the browser's way back the words are still there, under a new key. The old key is put back,
// so that sending the same words again makes no second row (other words do: desk.gate).
const written = [...document.forms].filter((form) =>
  form.elements.once && form.querySelector("textarea, input[type=text]"));
const keyName = (form) => `${form.action}#${form.id}`;
written.forEach((form) => {
  form.elements.once.value = history.state?.sent?.[keyName(form)] ?? form.elements.once.value;
});
document.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (defaultPrevented || !written.includes(target)) return;
  const sent = { ...history.state?.sent, [keyName(target)]: target.elements.once.value };
  history.replaceState({ ...history.state, sent }, "");
});

// The weekday and holiday of a date, as soon as year, month and day are there.
document.querySelectorAll("[data-date-parts]").forEach((parts) => {
  const note = parts.querySelector(".date-parts__note");
  const inputs = [...parts.querySelectorAll("select, input")];
  if (!note || inputs.length !== 4) return;
  let asked = 0;
  parts.addEventListener("change", async () => {
    const [era, year, month, day] = inputs.map((input) => input.value.trim());
    if (!year || (!(month && day) && year.length < 6)) {
      note.textContent = "";
      return;
    }
    asked += 1;
    const mine = asked;
    const answer = await fetch(`/day-note/?${new URLSearchParams({ era, year, month, day })}`)
      .then((response) => (response.ok ? response.text() : ""))
      .catch(() => "");
    if (mine === asked) note.textContent = answer;
  });
});
