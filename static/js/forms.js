/* Forms: one submit each, a question before what can't be undone, counters, focus on what went wrong. */
function guardSubmits() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      return;
    }
    if (!form.hasAttribute("data-once")) return;
    if (form.dataset.once === "sent") {
      event.preventDefault();
      return;
    }
    form.dataset.once = "sent";
    // Not `disabled`: a disabled button's name and value would not be sent.
    event.submitter?.setAttribute("aria-disabled", "true");
  });

  // The page may come back from the browser's memory after "back".
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-once='sent']")) {
      form.dataset.once = "";
      form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
    }
  });
}

function showCount(counter, field) {
  const limit = Number(counter.dataset.limit);
  // Code points, as the server counts them; line breaks arrive there as two characters.
  // A rich-text field carries markup and says itself how much text that is.
  const length = Number(field.dataset.textLength ?? [...field.value].length);
  const rest = limit - length;
  const template = rest < 0 ? counter.dataset.over : counter.dataset.left;
  counter.textContent = template.replace("{n}", Math.abs(rest).toLocaleString(document.documentElement.lang));
  counter.toggleAttribute("data-too-many", rest < 0);
}

export function attachCounters(root = document) {
  for (const counter of root.querySelectorAll("[data-counter]")) {
    const field = document.getElementById(counter.dataset.counter);
    if (!field || field.dataset.counted) continue;
    field.dataset.counted = "yes";
    // The counter tells how much is too much; a field that just stops taking letters does not.
    field.removeAttribute("maxlength");
    field.addEventListener("input", () => showCount(counter, field));
    showCount(counter, field);
  }
}

function submitOnChange() {
  for (const select of document.querySelectorAll("select[data-autosubmit]")) {
    select.form.querySelector("[data-nojs]")?.setAttribute("hidden", "");
    select.addEventListener("change", () => select.form.requestSubmit());
  }
}

export function startForms() {
  guardSubmits();
  attachCounters();
  submitOnChange();
  document.querySelector("[data-form-errors]")?.focus();
}
