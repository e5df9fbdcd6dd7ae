/* The switch between light and dark. The choice stays on this device; the system's wish is the start. */
const dark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : dark.matches;
}

export function startTheme() {
  const switches = document.querySelectorAll("[data-theme-switch]");
  const show = () => {
    for (const button of switches) button.setAttribute("aria-pressed", String(isDark()));
  };
  for (const button of switches) {
    button.addEventListener("click", () => {
      const next = isDark() ? "light" : "dark";
      document.documentElement.dataset.theme = next;
      try {
        localStorage.setItem("megdan-theme", next);
      } catch {
        // Without storage the choice lasts for this page.
      }
      show();
    });
  }
  dark.addEventListener("change", show);
  show();
}
