/* The editor's toolbar, its keys, links, and what pasting brings. Loaded by rich-text.js with the editor itself. */

const SHAPES = {
  h2: "M5 5h14M12 5v14M9 19h6",
  h3: "M8 9h8M12 9v10M10 19h4",
  bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z",
  italic: "M10 5h8M6 19h8M14.5 5l-5 14",
  bulletList: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  orderedList: "M10 6h10M10 12h10M10 18h10M4 4.5 5.2 4v4M4 11.2c2.4-1.6 3 .6 0 3.3h2.2M4 17c2.6-.6 2.6 1.6.8 1.7 2 0 2 2.1-.8 1.6",
  blockquote: "M9.5 7C6 8 4.5 10.5 4.5 17h5v-5h-2.5M19 7c-3.5 1-5 3.5-5 10h5v-5h-2.5",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.3 1.3M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.3-1.3",
  table: "M4 5h16v14H4zM4 10h16M4 14.5h16M12 10v9",
  addRow: "M4 4h16v6H4zM12 13v8M8 17h8",
  addColumn: "M4 4h6v16H4zM17 8v8M13 12h8",
  deleteRow: "M4 4h16v6H4zM8 17h8",
  deleteColumn: "M4 4h6v16H4zM13 12h8",
  deleteTable: "M4 5h16v14H4zM9 9l6 6M15 9l-6 6",
  undo: "M8 5 4 9l4 4M4 9h10a5 5 0 0 1 0 10h-4",
  redo: "M16 5l4 4-4 4M20 9H10a5 5 0 0 0 0 10h4",
};

const TOOLS = [
  { name: "h2", needs: "headings", run: (c) => c.toggleHeading({ level: 2 }), on: (e) => e.isActive("heading", { level: 2 }) },
  { name: "h3", needs: "headings", run: (c) => c.toggleHeading({ level: 3 }), on: (e) => e.isActive("heading", { level: 3 }) },
  { name: "bold", keys: "B", run: (c) => c.toggleBold(), on: (e) => e.isActive("bold") },
  { name: "italic", keys: "I", run: (c) => c.toggleItalic(), on: (e) => e.isActive("italic") },
  { name: "bulletList", keys: "Shift+8", run: (c) => c.toggleBulletList(), on: (e) => e.isActive("bulletList") },
  { name: "orderedList", keys: "Shift+7", run: (c) => c.toggleOrderedList(), on: (e) => e.isActive("orderedList") },
  { name: "blockquote", keys: "Shift+B", run: (c) => c.toggleBlockquote(), on: (e) => e.isActive("blockquote") },
  { name: "link", keys: "K", dialog: true, on: (e) => e.isActive("link") },
  { name: "table", needs: "tables", run: (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), hidden: (e) => e.isActive("table") },
  ...[
    ["addRow", "addRowAfter"],
    ["addColumn", "addColumnAfter"],
    ["deleteRow", "deleteRow"],
    ["deleteColumn", "deleteColumn"],
    ["deleteTable", "deleteTable"],
  ].map(([name, command]) => ({ name, needs: "tables", run: (c) => c[command](), hidden: (e) => !e.isActive("table") })),
  { name: "undo", keys: "Z", run: (c) => c.undo() },
  { name: "redo", keys: "Shift+Z", run: (c) => c.redo() },
];

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(path);
  return svg;
}

function extensions(library, { headings, tables }) {
  const { Link, ListItem, Table, TableCell, TableHeader, TableRow } = library;
  return [
    library.Document,
    library.Paragraph,
    library.Text,
    library.HardBreak,
    library.Bold,
    library.Italic,
    library.BulletList,
    library.OrderedList.configure({ enableListAttributes: false }),
    // Tab leaves the field, as it does everywhere on the page; lists inside lists are not offered.
    ListItem.extend({
      addKeyboardShortcuts() {
        return { Enter: () => this.editor.commands.splitListItem(this.name) };
      },
    }),
    library.Blockquote,
    Link.extend({ addKeyboardShortcuts: () => ({}) }).configure({
      enableTarget: false,
      autolink: true,
      linkOnPaste: true,
    }),
    library.History,
    library.Gapcursor,
    headings && library.Heading.configure({ levels: [2, 3] }),
    ...(tables
      ? [
          Table.extend({
            // In the last cell Tab goes on to the next field instead of adding a row.
            addKeyboardShortcuts() {
              return {
                Tab: () => this.editor.commands.goToNextCell(),
                "Shift-Tab": () => this.editor.commands.goToPreviousCell(),
              };
            },
          }).configure({ resizable: false }),
          TableRow,
          TableHeader,
          TableCell,
        ]
      : []),
  ].filter(Boolean);
}

/** Word marks its lists with classes and characters instead of list elements; everything else the schema leaves out. */
export function tidyPasted(html) {
  // Styles and handlers go before anything is parsed: the policy of the page would complain about each of them.
  const plain = html
    .replace(/<!--[\s\S]*?-->|<!\[(?:if|endif)[^>]*>|<style[\s\S]*?<\/style>|<\/?o:p[^>]*>/gi, "")
    .replace(/(<p[^>]*?)\sstyle=(["'])([^"']*mso-list:\s*l\d+ level\d[^"']*)\2/gi, '$1 data-word-list="1"')
    .replace(/\s(?:style|on\w+)=("[^"]*"|'[^']*'|[^\s>]+)/gi, "");
  const parsed = new DOMParser().parseFromString(plain, "text/html");
  let list = null;
  for (const block of [...parsed.body.querySelectorAll("p, h1, h4, h5, h6, ul, ol, table")]) {
    const isItem =
      block.matches("p[data-word-list], p[class*=MsoListParagraph]") &&
      /^\s*([·•▪oо§ü–-]|\d{1,2}[.)]|[a-zа-я][.)])[\s\u00a0]+/i.exec(block.textContent);
    if (isItem) {
      const tag = /^\s*\d/.test(isItem[0]) ? "ol" : "ul";
      if (!list || list.localName !== tag || list.nextElementSibling !== block) {
        list = parsed.createElement(tag);
        block.before(list);
      }
      cut(block, isItem[0].length);
      const item = parsed.createElement("li");
      item.append(block);
      list.append(item);
      continue;
    }
    list = null;
    if (/^h[1456]$/.test(block.localName)) {
      const heading = parsed.createElement(block.localName === "h1" ? "h2" : "h3");
      heading.append(...block.childNodes);
      block.replaceWith(heading);
    }
  }
  return parsed.body.innerHTML;
}

/** Takes the first characters away, however many elements they are spread over. */
function cut(element, count) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (count > 0 && walker.nextNode()) {
    const text = walker.currentNode;
    const taken = Math.min(count, text.length);
    text.deleteData(0, taken);
    count -= taken;
  }
}

/** example.org → https://example.org, a@b.bg → mailto:a@b.bg; null for anything that is no address. */
export function linkAddress(typed) {
  const text = typed.trim();
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return "mailto:" + text;
  if (/^\+?[\d\s()/-]{5,}$/.test(text)) return "tel:" + text.replace(/[^\d+]/g, "");
  if (/^(mailto|tel):\S+$/i.test(text)) return text;
  try {
    const url = new URL(/^https?:\/\//i.test(text) ? text : "https://" + text);
    return /^https?:$/.test(url.protocol) && url.hostname.includes(".") && !/\s/.test(text) ? url.href : null;
  } catch {
    return null;
  }
}

function askForLink(editor, labels, id) {
  const isLink = editor.isActive("link");
  const input = make("input", { id: id + "-address", class: "rich-text__address", type: "text", inputmode: "url", autocomplete: "off" });
  const problem = make("p", { id: id + "-problem", class: "rich-text__problem", role: "alert" });
  input.setAttribute("aria-describedby", problem.id);
  input.value = editor.getAttributes("link").href ?? "";
  const button = (label, variant) => make("button", { type: "button", class: `button button--${variant}` }, label);
  const insert = button(labels.insert, "primary");
  const remove = button(labels.remove, "secondary");
  const cancel = button(labels.cancel, "quiet");
  const dialog = make(
    "dialog",
    { class: "rich-text__dialog", "aria-label": labels.link },
    make("label", { for: input.id }, labels.address),
    input,
    problem,
    make("div", { class: "rich-text__choices" }, insert, ...(isLink ? [remove] : []), cancel),
  );
  const save = () => {
    const href = linkAddress(input.value);
    if (!href) {
      problem.textContent = labels.badAddress;
      input.setAttribute("aria-invalid", "true");
      input.focus();
      return;
    }
    dialog.close();
    const chain = editor.chain().focus();
    if (isLink) chain.extendMarkRange("link").setLink({ href }).run();
    else if (editor.state.selection.empty) {
      chain.insertContent([{ type: "text", text: input.value.trim(), marks: [{ type: "link", attrs: { href } }] }]).run();
    } else chain.setLink({ href }).run();
  };
  insert.addEventListener("click", save);
  remove.addEventListener("click", () => {
    dialog.close();
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
  });
  cancel.addEventListener("click", () => dialog.close());
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // the form around it must not be sent
    save();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    editor.commands.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  input.select();
}

function buildToolbar(editor, offered, labels, id) {
  const bar = make("div", { class: "rich-text__tools", role: "toolbar", "aria-label": labels.toolbar, "aria-controls": id });
  const isApple = /Mac|iP/.test(navigator.platform);
  const tools = TOOLS.filter((tool) => !tool.needs || offered.includes(tool.needs)).map((tool) => {
    const keys = tool.keys && `${isApple ? "⌘" : "Ctrl+"}${tool.keys}`;
    const button = make("button", {
      type: "button",
      class: "rich-text__tool",
      "aria-label": labels[tool.name],
      title: keys ? `${labels[tool.name]} (${keys})` : labels[tool.name],
      tabindex: "-1",
      "data-tool": tool.name,
    });
    button.append(icon(tool.name));
    // The selection must stay where it is while a tool is pressed.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      if (tool.dialog) askForLink(editor, labels, id);
      else tool.run(editor.chain().focus()).run();
    });
    bar.append(button);
    return { ...tool, button };
  });
  const shown = () => tools.filter((tool) => !tool.button.hidden).map((tool) => tool.button);
  const refresh = () => {
    for (const tool of tools) {
      tool.button.hidden = tool.hidden?.(editor) ?? false;
      if (tool.on) tool.button.setAttribute("aria-pressed", String(tool.on(editor)));
      const works = !tool.run || tool.run(editor.can().chain()).run();
      tool.button.setAttribute("aria-disabled", String(!works));
    }
    const buttons = shown();
    const current = buttons.find((button) => button.tabIndex === 0) ?? buttons[0];
    for (const tool of tools) tool.button.tabIndex = tool.button === current ? 0 : -1;
  };
  bar.addEventListener("keydown", (event) => {
    const buttons = shown();
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "Escape") editor.commands.focus();
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  });
  editor.on("transaction", refresh);
  refresh();
  return { bar, goToTools: () => shown().find((button) => button.tabIndex === 0)?.focus() };
}

/** Puts an editor in the place of a textarea, which stays in the form, hidden, and carries the HTML. */
export function createEditor({ library, textarea, html, labels, onChange }) {
  const offered = textarea.dataset.richText.split(" ");
  const id = textarea.id + "-editor";
  const label = textarea.labels?.[0];
  if (label) label.id ||= textarea.id + "-label";
  const box = make("div", { class: "rich-text" });
  textarea.before(box);

  const textLength = (editor) => {
    const { doc } = editor.state;
    return [...doc.textBetween(0, doc.content.size, "\n", (node) => (node.type.name === "hardBreak" ? "\n" : ""))].length;
  };
  const editor = new library.Editor({
    element: box,
    injectCSS: false,
    content: html,
    extensions: extensions(library, { headings: offered.includes("headings"), tables: offered.includes("tables") }),
    editorProps: {
      attributes: {
        id,
        class: "rich-text__body prose",
        role: "textbox",
        "aria-multiline": "true",
        ...(label ? { "aria-labelledby": label.id } : { "aria-label": textarea.getAttribute("aria-label") ?? "" }),
        "aria-describedby": [textarea.getAttribute("aria-describedby"), id + "-help"].filter(Boolean).join(" "),
        ...(textarea.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
        "data-rows": textarea.rows,
      },
      transformPastedHTML: tidyPasted,
      handleKeyDown(_view, event) {
        if (event.altKey && event.key === "F10") goToTools();
        else if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.code === "KeyK") askForLink(editor, labels, id);
        else return false;
        event.preventDefault();
        return true;
      },
    },
    onUpdate: ({ editor: changed }) => onChange(changed.isEmpty ? "" : changed.getHTML(), textLength(changed)),
  });
  const { bar, goToTools } = buildToolbar(editor, offered, labels, id);
  box.prepend(bar);
  box.append(make("p", { id: id + "-help", class: "visually-hidden" }, labels.help));
  editor.view.dom.style.minHeight = `${Math.max(3, textarea.rows) * 1.6}em`;
  textarea.hidden = true;
  textarea.addEventListener("focus", () => editor.commands.focus());
  label?.addEventListener("click", (event) => {
    event.preventDefault();
    editor.commands.focus();
  });

  return {
    textLength: () => textLength(editor),
    setHtml: (markup) => editor.commands.setContent(markup, { emitUpdate: true }),
    /** Puts the caret where it was in the textarea, found again by the letters before it. */
    takeFocus(before) {
      const letters = before.replace(/\s/g, "").length;
      let place = "end";
      let seen = 0;
      editor.state.doc.descendants((node, position) => {
        if (place !== "end" || !node.isText) return place === "end";
        for (let i = 0; i < node.text.length; i += 1) {
          if (seen >= letters) {
            place = position + i;
            return false;
          }
          if (/\S/.test(node.text[i])) seen += 1;
        }
        return true;
      });
      // At once, and not with the next frame as `commands.focus` does: somebody is typing.
      editor.view.focus();
      if (place === "end") editor.commands.setTextSelection(editor.state.doc.content.size);
      else editor.commands.setTextSelection(place);
      if (/[ \u00a0]$/.test(before) && place === "end") editor.commands.insertContent(" ");
    },
  };
}
