/* Small behaviours, each hung on a data- attribute. Everything works without them. */
import { startMenus } from "./menus.js";
import { startForms } from "./forms.js";
import { startTheme } from "./theme-switch.js";
import "./drafts.js";

startTheme();
startMenus();
startForms();

document.addEventListener("click", async (event) => {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;

  const dismiss = target.closest("[data-dismiss]");
  if (dismiss) {
    const notice = dismiss.closest(".notice");
    (notice.closest("li") || notice).remove();
    document.getElementById("main")?.focus({ preventScroll: true });
    return;
  }

  const copy = target.closest("[data-copy], [data-copy-text]");
  if (copy) {
    const source = document.getElementById(copy.dataset.copyText);
    const text = source ? source.textContent.trim() : new URL(copy.dataset.copy, location.href).href;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // The browser refuses, or knows no clipboard on this address: what was meant stands selected, for Ctrl+C.
      if (source) getSelection()?.selectAllChildren(source);
      return;
    }
    const label = copy.querySelector("span") || copy;
    const before = (copy.dataset.label ||= label.textContent);
    label.setAttribute("aria-live", "polite"); // and no role of its own, which would take the name off the button
    label.textContent = copy.dataset.copied;
    setTimeout(() => {
      label.textContent = before;
    }, 2500);
    return;
  }

  if (target.closest("[data-print]")) window.print();
});

for (const button of document.querySelectorAll("[data-print][hidden]")) button.hidden = false;
