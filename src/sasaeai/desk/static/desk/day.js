// What is typed on the day is kept in this window until it is saved, whatever is pressed meanwhile.

const PREFIX = "draft:";

const fieldsOf = (form) =>
  [...form.elements].filter(
    (field) => field.name && (field.matches("textarea") || field.matches('input[type="text"]')),
  );

const keyOf = (form, field) => `${PREFIX}${form.getAttribute("action")}:${field.name}`;

for (const form of document.querySelectorAll("form[data-draft]")) {
  for (const field of fieldsOf(form)) {
    const kept = sessionStorage.getItem(keyOf(form, field));
    // What the page itself shows (a form that came back with mistakes) is newer.
    if (kept !== null && field.value === "") {
      field.value = kept;
      field.closest("details")?.setAttribute("open", "");
    }
  }
  form.addEventListener("input", (event) => {
    if (fieldsOf(form).includes(event.target)) {
      sessionStorage.setItem(keyOf(form, event.target), event.target.value);
    }
  });
  form.addEventListener("submit", () => {
    for (const field of fieldsOf(form)) sessionStorage.removeItem(keyOf(form, field));
  });
}
