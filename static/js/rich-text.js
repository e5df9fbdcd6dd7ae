/* Puts the editor in the place of a rich-text textarea when that is first focused. Until then, and without JavaScript,
   the textarea is an ordinary one. Fields that are added to the page later need nothing. */
"use strict";

const script = document.getElementById("rich-text-script");
const SELECTOR = "textarea[data-rich-text]";
const active = new WeakMap(); // textarea → the editor's promise
let modules;

/** Both modules and the style, fetched once; a failed fetch may be tried again. */
function load() {
  modules ??= (async () => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = script.dataset.style;
    const styled = new Promise((resolve) => {
      style.onload = style.onerror = resolve;
    });
    document.head.append(style);
    const [library, toolbar] = await Promise.all([
      import(script.dataset.editor),
      import(script.dataset.toolbar),
      styled,
    ]);
    return { library, toolbar };
  })();
  modules.catch(() => {
    modules = undefined;
  });
  return modules;
}

const sibling = (textarea, suffix) => textarea.form?.elements[textarea.name + suffix];

/** Typed text as HTML: a blank line begins a paragraph, a line end breaks the line. The same as core.sanitising does. */
function paragraphs(text) {
  const box = document.createElement("div");
  for (const part of text.trim().split(/\n\s*\n/)) {
    if (!part.trim()) continue;
    const paragraph = document.createElement("p");
    part
      .trim()
      .split("\n")
      .forEach((line, number) => {
        if (number) paragraph.append(document.createElement("br"));
        paragraph.append(line);
      });
    box.append(paragraph);
  }
  return box.innerHTML;
}

/** After "back" the browser fills in what an editor had put there: markup, and the word that it is. */
const isMarkup = (textarea) => sibling(textarea, "-format")?.value === "html";

/** What the editor begins with: the HTML as long as its text version is untouched, else what was typed. */
function beginning(textarea) {
  if (isMarkup(textarea)) return textarea.value;
  const html = sibling(textarea, "-html")?.value;
  return html && textarea.value === textarea.defaultValue ? html : paragraphs(textarea.value);
}

async function bringIn(textarea) {
  if (textarea.disabled || textarea.readOnly) return null;
  const { library, toolbar } = await load();
  // Letters that are being composed (an input method, a dead key) must not be cut in two.
  if (textarea.dataset.composing) {
    await new Promise((resolve) => textarea.addEventListener("compositionend", resolve, { once: true }));
  }
  if (!textarea.isConnected) return null;
  const hadFocus = document.activeElement === textarea;
  const before = textarea.value.slice(0, textarea.selectionStart);
  const editor = toolbar.createEditor({
    library,
    textarea,
    html: beginning(textarea),
    labels: JSON.parse(script.dataset.labels),
    onChange(html, length) {
      textarea.value = html;
      textarea.dataset.textLength = length;
      sibling(textarea, "-format").value = "html";
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  textarea.dataset.textLength = editor.textLength();
  if (hadFocus) editor.takeFocus(before);
  return editor;
}

function begin(textarea) {
  if (!active.has(textarea)) {
    const coming = bringIn(textarea);
    active.set(textarea, coming);
    // The textarea goes on working if the editor can't be fetched; the next focus tries again.
    coming.catch(() => active.delete(textarea));
  }
  return active.get(textarea);
}

document.addEventListener("focusin", (event) => {
  if (event.target.matches?.(SELECTOR)) begin(event.target);
});
document.addEventListener("compositionstart", (event) => {
  if (event.target.matches?.(SELECTOR)) event.target.dataset.composing = "1";
});
document.addEventListener("compositionend", (event) => {
  delete event.target.dataset?.composing;
});

/* Other scripts put a text in (a draft that was kept on the device): new CustomEvent("rich-text:set", {detail: {html}}) */
document.addEventListener(
  "rich-text:set",
  async (event) => {
    const textarea = event.target;
    const editor = await (active.get(textarea) ?? begin(textarea));
    editor?.setHtml(event.detail.html);
  },
  true,
);

/* A form that is emptied or put back takes its editors along. */
document.addEventListener("reset", (event) => {
  for (const textarea of event.target.querySelectorAll(SELECTOR)) {
    active.get(textarea)?.then((editor) => setTimeout(() => editor?.setHtml(beginning(textarea)), 0));
  }
});

/* Somebody who began to type before this script was there; and nobody shall see markup. */
if (document.activeElement?.matches?.(SELECTOR)) begin(document.activeElement);
window.addEventListener("pageshow", () => {
  for (const textarea of document.querySelectorAll(SELECTOR)) if (isMarkup(textarea)) begin(textarea);
});
