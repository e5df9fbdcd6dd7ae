/* The practice form saves itself: on the server at each pause, on this device while the network is away.
   The device's copy is written at each change and removed once the server has it; signing out clears it (drafts.js).
   A copy that comes back brings what it began with: what others saved meanwhile is then shown beside it, not overwritten. */
import { draftKey } from "./drafts.js";
import { attachCounters } from "./forms.js";

const PAUSE_MS = 1500;
const RETRY_MS = 10000;
/* In the device's copy: the version that was sent by a button. A higher one on the page means that it has arrived. */
const SENT = "draft-sent";

const form = document.querySelector("[data-draft-form]");
if (form) start(form);

function start(form) {
  const state = form.querySelector("[data-save-state]");
  const key = draftKey(form.dataset.draftKey);
  let timer = 0;
  let isSaving = false;
  let isDirty = false;
  let isStopped = false;
  /* What was last sent to the server. Leaving a field fires "change" once more for what has saved itself already. */
  let sent = "";

  const show = (name) => {
    state.dataset.state = name;
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date());
    state.textContent = (state.dataset[name] || "").replace("{time}", time);
  };

  // --- this device ---
  const typed = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  // What is empty doesn't count: the server adds an empty row to each group.
  const shown = (values) =>
    JSON.stringify(values.filter(([name, value]) => value && !["version", "base", SENT].includes(name)));
  const keep = (isSent) => {
    const values = typed();
    if (isSent) values.push([SENT, form.elements.version.value]);
    try {
      localStorage.setItem(key, JSON.stringify(values));
    } catch {
      /* Private windows may refuse; the server still has what it has. */
    }
  };
  const forget = () => localStorage.removeItem(key);

  const restore = () => {
    const values = JSON.parse(localStorage.getItem(key) || "null");
    if (!values) return;
    const version = values.find(([name]) => name === SENT)?.[1];
    const hasArrived = version && Number(form.elements.version.value) > Number(version);
    if (hasArrived || shown(values) === shown(typed())) return forget();
    const byName = new Map();
    for (const [name, value] of values) byName.set(name, [...(byName.get(name) || []), value]);
    for (const group of form.querySelectorAll("[data-repeat]")) {
      const last = Math.max(-1, ...[...byName.keys()].map((name) => rowNumber(group, name)));
      while (rows(group).length <= last) addRow(group);
    }
    for (const field of form.elements) {
      if (!field.name || ["csrfmiddlewaretoken", "version", "base", "text", "step"].includes(field.name)) continue;
      const kept = byName.get(field.name);
      if (field.type === "checkbox") field.checked = Boolean(kept?.includes(field.value));
      else if (field.matches("[data-rich-text]")) {
        if (byName.get(`${field.name}-format`)?.[0] === "html") {
          field.dispatchEvent(new CustomEvent("rich-text:set", { detail: { html: kept[0] } }));
        } else if (kept) field.value = kept[0];
      } else if (kept && !field.name.endsWith("-format") && !field.name.endsWith("-html")) field.value = kept[0];
    }
    form.elements.version.value = byName.get("version")[0];
    form.elements.base.value = byName.get("base")?.[0] ?? "";
    const note = document.createElement("p");
    note.className = "notice notice--info";
    note.setAttribute("role", "status");
    note.textContent = form.dataset.offlineFound;
    form.prepend(note);
    changed();
  };

  // --- the server ---
  const save = async () => {
    if (isSaving || isStopped || !isDirty) return;
    isSaving = true;
    isDirty = false;
    show("saving");
    sent = shown(typed());
    try {
      // Not form.action: the buttons are called "action", and shadow it.
      const response = await fetch(location.pathname, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (response.status === 409) {
        isStopped = true;
        show("conflict");
      } else if (response.ok) {
        const saved = await response.json();
        form.elements.version.value = saved.version;
        form.elements.base.value = saved.base;
        if (!isDirty) forget();
        show("saved");
      } else {
        // Signed out meanwhile, or the server is unwell: the text stays here and comes back after signing in.
        isDirty = true;
        sent = "";
        show("error");
        timer = setTimeout(save, RETRY_MS);
      }
    } catch {
      isDirty = true;
      sent = "";
      show("offline");
      timer = setTimeout(save, RETRY_MS);
    } finally {
      isSaving = false;
    }
    if (isDirty && state.dataset.state === "saved") timer = setTimeout(save, PAUSE_MS);
  };

  const changed = () => {
    if (shown(typed()) === sent) return;
    isDirty = true;
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE_MS);
  };

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  addEventListener("online", save);
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    // What is on the server already needs no copy: it would come back as text that had not arrived.
    if (isDirty || isSaving || localStorage.getItem(key)) keep(navigator.onLine);
    if (!navigator.onLine) {
      // The browser would replace the page by its own about the network.
      event.preventDefault();
      event.stopPropagation();
      isDirty = true;
      show("offline");
      return;
    }
    isStopped = true;
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) isStopped = false;
  });

  // --- repeated groups ---
  form.addEventListener("click", (event) => {
    const group = event.target.closest("[data-repeat]");
    const add = event.target.closest("[data-repeat-add]");
    const tool = event.target.closest("[data-row-tool]");
    if (!group || !(add || tool)) return;
    event.preventDefault();
    if (add) addRow(group).querySelector("input:not([type=hidden]), textarea, select").focus();
    else if (tool.ariaDisabled !== "true") useTool(group, tool.closest("[data-repeat-row]"), tool.dataset.rowTool);
    if (tool) changed();
  });
  form.addEventListener("input", (event) => {
    event.target.closest("[data-repeat-row]")?.querySelector("[data-row-tools]").removeAttribute("data-spare");
  });

  // --- what the device still holds when the page opens ---
  // An answer to what was sent shows it already; only in a conflict the server has not stored it.
  if (form.dataset.draftForm === "conflict") keep();
  else if (form.dataset.draftForm === "answered") forget();
  else restore();
}

function rows(group) {
  return [...group.children].filter((child) => child.matches("[data-repeat-row]"));
}

function rowNumber(group, name) {
  const [group_name, number] = name.split("-");
  return group_name === group.dataset.repeat && /^\d+$/.test(number || "") ? Number(number) : -1;
}

function addRow(group) {
  const template = group.querySelector("template");
  const row = template.content.firstElementChild.cloneNode(true);
  template.before(row);
  number(group);
  attachCounters(row);
  return row;
}

/** Moves or removes a row; the focus stays on the button that was pressed, or goes to the next row. */
function useTool(group, row, tool) {
  const others = rows(group);
  const at = others.indexOf(row);
  if (tool === "remove") {
    row.remove();
    const next = rows(group)[Math.min(at, rows(group).length - 1)];
    (next?.querySelector("input:not([type=hidden]), textarea, select") ?? group.querySelector("[data-repeat-add]")).focus();
  } else {
    if (tool === "up") others[at - 1]?.before(row);
    else others[at + 1]?.after(row);
    row.querySelector(`[data-row-tool=${tool}]`).focus();
  }
  number(group);
}

/** Gives each row its number: in what is read, and in the names and ids of its fields. */
function number(group) {
  const name = group.dataset.repeat;
  const pattern = new RegExp(`(${name}[-:])(\\d+|__row__)`, "g");
  const all = rows(group);
  all.forEach((row, index) => {
    row.querySelector("[data-repeat-number]").textContent = String(index + 1);
    for (const element of row.querySelectorAll("*")) {
      for (const attribute of ["name", "id", "for", "aria-describedby", "data-counter", "value"]) {
        if (attribute === "value" && element.localName !== "button") continue;
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(pattern, `$1${index}`));
      }
    }
    row.querySelector("[data-row-tool=up]").setAttribute("aria-disabled", String(index === 0));
    row.querySelector("[data-row-tool=down]").setAttribute("aria-disabled", String(index === all.length - 1));
  });
}
