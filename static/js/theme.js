/* Runs before the first paint: says that scripts work, and brings back the colours that were chosen. */
(function () {
  "use strict";
  const root = document.documentElement;
  root.dataset.js = "";
  try {
    const chosen = localStorage.getItem("megdan-theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    // Storage may be switched off; the system's wish then decides.
  }
})();
