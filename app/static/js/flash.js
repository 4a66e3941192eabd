// A message is put away; the focus goes to the page instead of getting lost.
document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-dismiss]");
  if (!close) return;
  const list = close.closest(".flashes");
  close.closest(".note").remove();
  if (!list.querySelector(".note")) list.remove();
  document.getElementById("main").focus();
});
