// Runs in <head> before the first paint, so it is a classic script: a module would flash the wrong colours.
// Without a stored choice the page follows the system; a choice equal to the system's is forgotten again.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  /** @param {string | null} theme */
  const store = (theme) => {
    try {
      if (theme) localStorage.setItem("theme", theme);
      else localStorage.removeItem("theme");
    } catch {
      /* Storage is switched off: the choice lasts as long as the page. */
    }
  };
  /** @param {string | null} theme */
  const show = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  show(stored());
  root.classList.add("js");
  addEventListener("storage", (event) => {
    if (event.key === "theme") show(event.newValue);
  });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-theme-toggle]")) return;
    const dark = (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
    const next = dark ? "light" : "dark";
    const chosen = (next === "dark") === system.matches ? null : next;
    store(chosen);
    show(chosen);
  });
})();
