// Single keys. A key is the data-key of a real button or link: pressing it clicks that, nothing else, so the
// keys can never drift from the page. They rest while somebody types, in dialogs, and when switched off.

const TYPING = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]";

function nameOf(event) {
  if (event.ctrlKey || event.metaKey) return "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const letter = event.code?.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
  // On a Cyrillic or Greek keyboard the key in A's place is A, too.
  const name = letter && !/^[a-z]$/.test(key) && key.length === 1 ? letter : key;
  return `${event.altKey ? "alt+" : ""}${event.shiftKey && name.length > 0 && /^[a-z]$|^Arrow/.test(name) ? "shift+" : ""}${name}`.toLowerCase();
}

// A person's own keys: "aq xr" means that Q does what A does for everybody else, and R what X does.
const own = new Map(), others = new Map();
for (const pair of (document.body.dataset.ownKeys ?? "").split(" ").filter(Boolean)) {
  own.set(pair[0], pair.slice(1));
  others.set(pair.slice(1), pair[0]);
}
// The name on the button of the key that was pressed; "" for one that does nothing for this person.
function meant(name) {
  const [, held, key] = name.match(/^(shift\+)?(.)$/) ?? [];
  if (!key) return name;
  if (others.has(key)) return `${held ?? ""}${others.get(key)}`;
  return own.has(key) ? "" : name;
}
// How the key of a button is shown and read out.
function shown(name) {
  const [, held, key] = name.match(/^(shift\+)?(.)$/) ?? [];
  return key ? `${held ?? ""}${own.get(key) ?? key}` : name;
}
function nameKeys(root = document) {
  for (const element of root.querySelectorAll("[data-key][aria-keyshortcuts]")) element.setAttribute("aria-keyshortcuts", shown(element.dataset.key.toLowerCase()));
}

function visible(element) {
  return element.getClientRects().length > 0 && !element.disabled && element.getAttribute("aria-disabled") !== "true";
}

function findByKey(name) {
  const scope = document.querySelector("dialog[open]") ?? document.querySelector(".popup[data-open]") ?? document;
  const inScope = [...scope.querySelectorAll("[data-key]")].filter(visible);
  return inScope.find((element) => element.dataset.key.toLowerCase() === name);
}

// Press the button of a key, wherever on the page it is; returns whether there was one.
export function press(name) {
  const element = findByKey(name.toLowerCase());
  element?.click();
  return Boolean(element);
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing || event.repeat && !["j", "k"].includes(meant(event.key))) return;
  if (event.key === "Escape") { const popup = document.querySelector(".popup[data-open]"); if (popup) { closePopup(popup); event.preventDefault(); } return; }
  if (event.target.closest?.(TYPING)) {
    // A form may ask to be sent with Ctrl+Enter from within its text.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.target.form?.requestSubmit(); event.preventDefault(); }
    return;
  }
  if (document.body.dataset.keys === "off") return;
  const pressed = nameOf(event);
  const name = pressed && meant(pressed);
  if (!name) return;
  if (name === "?" || name === "shift+?") { showLegend(); event.preventDefault(); return; }
  if (!findByKey(name)) return;
  event.preventDefault();
  if (asking || locked) return; // the next card is not there yet: nobody decides what they have not seen
  if (settling) waiting = name; else act(name);
}

function act(name) {
  const element = findByKey(name);
  if (!element) return;
  if (element.matches("input, textarea, select")) element.focus(); else element.click();
}

// While the server is asked, a key would decide the same claim twice. For a moment after the page or an answer is
// shown its buttons are not yet htmx's, and a click would leave the page: a key pressed then waits for that moment
// to pass.
let asking = 0, settling = document.readyState !== "complete", waiting = "", locked = "";
export const lock = (why) => { locked = why; };
// What is loaded into the card beside the work (data-quiet) keeps nobody waiting.
const ofCard = (event) => !event.detail.elt?.closest?.("[data-quiet]") && event.detail.elt?.closest?.("#card, #progress, .para");
function settled() {
  settling = false;
  const name = waiting;
  waiting = "";
  if (name) act(name);
}
// htmx takes the page over when the document tells that it is there; the window hears that after the document.
addEventListener("DOMContentLoaded", settled);
document.addEventListener("htmx:beforeRequest", (event) => { if (ofCard(event)) asking += 1; });
document.addEventListener("htmx:afterSwap", () => { settling = true; });
document.addEventListener("htmx:afterRequest", (event) => { if (!event.detail.elt?.closest?.("[data-quiet]")) asking = 0; });
document.addEventListener("htmx:afterSettle", settled);

// A popup is a menu beside its button: `data-popup="#id"` opens it, a choice or Escape closes it.
function closePopup(popup) {
  popup.hidden = true;
  delete popup.dataset.open;
  const button = document.querySelector(`[data-popup="#${popup.id}"]`);
  button?.setAttribute("aria-expanded", "false");
  button?.focus();
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-popup]");
  const open = document.querySelector(".popup[data-open]");
  if (button) {
    event.preventDefault();
    const popup = document.querySelector(button.dataset.popup);
    if (popup.hidden) {
      popup.hidden = false;
      popup.dataset.open = "yes";
      button.setAttribute("aria-expanded", "true");
      popup.tabIndex = -1;
      popup.focus(); // none of the choices is highlighted before the person moves
    } else closePopup(popup);
  } else if (open && !open.contains(event.target)) closePopup(open);
});
document.addEventListener("keydown", (event) => {
  const popup = event.target.closest?.(".popup[data-open]");
  if (!popup || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const items = [...popup.querySelectorAll("button, a")];
  const at = items.indexOf(document.activeElement);
  const next = event.key === "ArrowDown" ? at + 1 : at <= 0 ? items.length - 1 : at - 1;
  items[next % items.length].focus();
  event.preventDefault();
});

function showLegend() {
  const dialog = document.getElementById("key-legend");
  const list = dialog.querySelector("[data-key-list]");
  list.replaceChildren();
  const seen = new Set();
  for (const element of document.querySelectorAll("[data-key]")) {
    const key = element.dataset.key;
    if (seen.has(key)) continue;
    seen.add(key);
    const cap = document.createElement("kbd");
    const name = shown(key.toLowerCase());
    cap.textContent = name.length === 1 ? name.toUpperCase() : name.replace(/^shift\+(.)$/, (_, letter) => `⇧${letter.toUpperCase()}`);
    const words = document.createElement("span");
    words.textContent = element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? element.textContent.replace(/\s+/g, " ").trim().replace(new RegExp(`^${cap.textContent.replace(/[^\w]/g, "\\$&")}\\s+`), "");
    list.append(cap, words);
  }
  dialog.showModal();
}

export function startKeys() {
  if (own.size) { nameKeys(); document.addEventListener("htmx:afterSettle", () => nameKeys()); }
  document.addEventListener("keydown", onKey);
  document.querySelector("[data-shows-keys]")?.addEventListener("click", showLegend);
}
