// A password is shown while it is typed, and hidden again before it is sent.
(() => {
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
  document.addEventListener("submit", (event) => {
    event.target.querySelectorAll(".revealing:has(input[type=text]) [data-reveal]").forEach(reveal);
  });
})();
