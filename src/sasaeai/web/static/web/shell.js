// Small comforts; every page works without them.

// After a form came back with mistakes, the list of them is read first.
document.querySelector("[data-focus]")?.focus();

// The weekday of a split date while it is typed is said by the page that owns the field;
// here: a second click on a slow line must not send a form again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

// Coming back with the browser's own button shows a form that may be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});
