// Runs before the first paint: Bootstrap's theme follows the system, unless the server wrote down another choice;
// and what needs a script may show.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  root.classList.add("js");
  if ("bsTheme" in root.dataset) return;
  follow();
  dark.addEventListener("change", follow);
})();
