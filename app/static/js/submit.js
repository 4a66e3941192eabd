// A form is sent once. Coming back by the browser's history makes it usable again. One whose answer is
// a file (data-stays) leaves the page as it is, and may be sent again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "stays" in form.dataset) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  // Disabled only after the browser has gathered the fields, or the button's own value is lost.
  setTimeout(() => form.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = true; }));
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = false; });
  });
});
