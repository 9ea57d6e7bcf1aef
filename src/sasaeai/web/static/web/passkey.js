// Says in the page that a passkey did not work; the library would only write to the console.
(() => {
  const sentence = document.currentScript.dataset.failed;
  document.addEventListener("allauth.error", (event) => {
    const place = document.getElementById("passkey-error");
    if (!place) return;
    event.preventDefault();
    place.textContent = sentence;
  });
})();
