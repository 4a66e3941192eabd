// Runs before the first paint: Bootstrap's theme follows the system, and what needs a script may show.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
  root.classList.add("js");
  follow();
  dark.addEventListener("change", follow);
})();
