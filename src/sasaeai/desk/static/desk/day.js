// What is typed on the day is kept in this window until the site has answered, whatever is pressed
// meanwhile and whatever the network of the hall does.

const DRAFT = "draft:";
const SENT = "sent:";

const fieldsOf = (form) =>
  [...form.elements].filter(
    (field) => field.name && (field.matches("textarea") || field.matches('input[type="text"]')),
  );

const keyOf = (form, field) => `${DRAFT}${form.getAttribute("action")}:${field.name}`;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const sent = SENT + form.getAttribute("action");
  // A page that came after a submission has either saved the words or shows them itself.
  const answered = sessionStorage.getItem(sent) !== null;
  sessionStorage.removeItem(sent);
  for (const field of fieldsOf(form)) {
    const kept = sessionStorage.getItem(keyOf(form, field));
    if (answered) {
      sessionStorage.removeItem(keyOf(form, field));
    } else if (kept && field.value === "") {
      field.value = kept;
      field.closest("details")?.setAttribute("open", "");
    }
  }
  form.addEventListener("input", (event) => {
    if (fieldsOf(form).includes(event.target)) {
      sessionStorage.setItem(keyOf(form, event.target), event.target.value);
    }
  });
  form.addEventListener("submit", () => sessionStorage.setItem(sent, "yes"));
}

// A phrase that is chosen stands in the text at once, where it can be changed before saving.
for (const choice of document.querySelectorAll("select[data-phrase-for]")) {
  choice.addEventListener("change", () => {
    const text = document.getElementById(choice.dataset.phraseFor);
    if (!text || choice.value === "") return;
    text.value += choice.value;
    choice.value = "";
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  });
}
