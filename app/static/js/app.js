// Three comforts. Without them every page still works.

// A message is put away; the focus goes to the page instead of getting lost.
document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-dismiss]");
  if (!close) return;
  const list = close.closest(".flashes");
  close.closest(".note").remove();
  if (!list.querySelector(".note")) list.remove();
  document.getElementById("main").focus();
});

// A password is shown while it is typed, and hidden again before it is sent.
const reveal = (button) => {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  const { otherLabel, otherText } = button.dataset;
  input.type = input.type === "password" ? "text" : "password";
  button.dataset.otherLabel = button.getAttribute("aria-label");
  button.dataset.otherText = button.textContent;
  button.setAttribute("aria-label", otherLabel);
  button.textContent = otherText;
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  if (button) reveal(button);
});

// A form is sent once. Coming back by the browser's history makes it usable again. One whose answer is
// a file (data-stays) leaves the page as it is, and may be sent again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "stays" in form.dataset) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  form.querySelectorAll(".revealing:has(input[type=text]) [data-reveal]").forEach(reveal);
  // Disabled only after the browser has gathered the fields, or the button's own value is lost.
  setTimeout(() => form.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = true; }));
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = false; });
  });
});

// After a refused form, the summary is where reading should start. The gallery only shows one.
document.querySelector(".error-summary:not(.gallery *)")?.focus();
