/* What a form keeps on this device, and how it goes when one signs out. */
const PREFIX = "megdan:draft:";

export function draftKey(name) {
  return PREFIX + name;
}

export function clearDrafts() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

/* Signing out is a form that is sent to allauth's address. */
document.addEventListener("submit", (event) => {
  if ((event.target.getAttribute("action") || location.pathname).endsWith("/accounts/logout/")) clearDrafts();
});
