// Copies the words of a field; where the browser does not let a page copy, they are marked instead.
document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.focus();
  field.select();
  const copied = await (navigator.clipboard?.writeText(field.value) ?? Promise.reject())
    .then(() => true)
    .catch(() => document.execCommand("copy"));
  button.parentElement.querySelector("[data-copied]").hidden = !copied;
});
