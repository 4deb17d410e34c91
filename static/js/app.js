// Small behaviours for whole pages. Everything here is a comfort: forms post and links lead without it.
import { press, startKeys } from "./keys.js";

const UNDO_MS = 8000;
const toasts = () => document.getElementById("toasts");

// --- Toasts: leave after eight seconds, wait while looked at; errors stay ---
function armToast(toast) {
  if (toast.dataset.armed || toast.classList.contains("error")) return;
  toast.dataset.armed = "yes";
  let left = UNDO_MS, since = performance.now(), timer = setTimeout(() => toast.remove(), left);
  const hold = () => { clearTimeout(timer); left -= performance.now() - since; };
  const go = () => { since = performance.now(); timer = setTimeout(() => toast.remove(), Math.max(left, 500)); };
  toast.addEventListener("mouseenter", hold);
  toast.addEventListener("mouseleave", go);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("focusout", go);
}

// Undo takes back the last decision only, so only the last one has a toast; errors stay.
export function showToast(toast) {
  for (const older of document.querySelectorAll("#toasts .toast:not(.error)")) older.remove();
  toasts().append(toast);
  armToast(toast);
}

// `name`: said once while it stands there; `link`: { href, words }; `deed`: { words, and data attributes }.
export function say(words, { error = false, name = "", link = null, deed = null } = {}) {
  if (name && document.querySelector(`.toast[data-name="${name}"]`)) return;
  const toast = document.createElement("div");
  toast.className = error ? "toast error" : "toast";
  toast.setAttribute("role", error ? "alert" : "status");
  if (name) toast.dataset.name = name;
  const text = document.createElement("span");
  text.className = "say";
  text.textContent = words;
  const close = document.createElement("button");
  close.className = "btn s";
  close.type = "button";
  close.dataset.dismiss = "";
  close.textContent = "Close";
  toast.append(text);
  if (link) { const to = document.createElement("a"); to.className = "btn s"; to.href = link.href; to.textContent = link.words; toast.append(to); }
  if (deed) {
    const { words: label, ...data } = deed;
    const button = document.createElement("button");
    button.className = "btn s";
    button.type = "button";
    button.textContent = label;
    Object.assign(button.dataset, data);
    toast.append(button);
  }
  toast.append(close);
  toasts().append(toast);
  armToast(toast);
}

// --- Somebody signed out, here or in another tab: nothing of the log-in page is swapped in ---
const atDoor = (url) => new URL(url, location.href).pathname.startsWith("/accounts/") && !location.pathname.startsWith("/accounts/");
// `unsaved` is how many decisions wait for it; what else met the door leaves that as it is.
export function signedOut(url, unsaved) {
  const door = new URL(url);
  door.searchParams.set("next", location.pathname + location.search);
  const dialog = document.getElementById("signed-out");
  dialog.querySelector("a").href = door.pathname + door.search;
  if (unsaved !== undefined) {
    dialog.querySelector("[data-unsaved]").hidden = !unsaved;
    dialog.querySelector("[data-unsaved-count]").textContent = unsaved;
  }
  if (!dialog.open) dialog.showModal();
}
document.addEventListener("htmx:beforeSwap", (event) => {
  const url = event.detail.xhr?.responseURL;
  if (!url || !atDoor(url)) return;
  event.detail.shouldSwap = false;
  signedOut(url);
});

// --- Clicks that need no server ---
document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-dismiss], [data-opens], [data-closes], [data-copy], [data-presses]");
  if (!target) return;
  if ("dismiss" in target.dataset) target.closest("[data-toast], .toast")?.remove();
  if (target.dataset.opens) { event.preventDefault(); document.querySelector(target.dataset.opens)?.showModal(); }
  if ("closes" in target.dataset) { event.preventDefault(); target.closest("dialog")?.close(); }
  if (target.dataset.copy) copy(target);
  // Undo on a toast presses the page's own Undo, which knows what to undo.
  if (target.dataset.presses) { press(target.dataset.presses); target.closest(".toast")?.remove(); }
});

// The eye beside a password is there only where it can work.
for (const eye of document.querySelectorAll("[data-reveals]")) {
  eye.hidden = false;
  eye.addEventListener("click", () => {
    const field = document.querySelector(eye.dataset.reveals);
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    eye.setAttribute("aria-pressed", String(!shown));
  });
}

// The inbox and the mark of running work ask again once a minute, while somebody looks at the page.
setInterval(() => {
  for (const name of ["#inbox", "#jobs-mark"]) if (document.querySelector(name)) window.htmx?.trigger(name, "look");
}, 60_000);

// --- What asks again by itself: quiet while nobody looks, patient without a network, never a log-in page ---
const live = (event) => event.detail.elt.closest?.("[data-live], #inbox");
document.addEventListener("htmx:beforeRequest", (event) => {
  if (live(event) && document.visibilityState === "hidden") event.preventDefault();
});
// Who comes back to the page sees at once how things stand.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") for (const each of document.querySelectorAll("[data-live]")) window.htmx?.trigger(each, "look");
});
document.addEventListener("htmx:beforeSwap", (event) => {
  if (live(event) && new URL(event.detail.xhr.responseURL, location.href).pathname.startsWith("/accounts/")) event.detail.shouldSwap = false;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const note = live(event)?.querySelector("[data-lost]");
  if (note) note.hidden = event.detail.xhr.status > 0 && event.detail.xhr.status < 500;
});

// A dialog that came with the page or a swap (a conflict) opens at once, above everything.
function openArrived() {
  for (const dialog of document.querySelectorAll("dialog[data-arrived]")) {
    dialog.removeAttribute("data-arrived");
    if (dialog.open) dialog.close();
    dialog.showModal();
  }
}

async function copy(button) {
  const words = document.querySelector(button.dataset.copy)?.textContent.trim() ?? "";
  try { await navigator.clipboard.writeText(words); } catch { return say("Could not copy. Select the text and copy it.", { error: true }); }
  const label = button.querySelector("[data-label]") ?? button;
  const before = label.textContent;
  label.textContent = "Copied";
  setTimeout(() => { label.textContent = before; }, 2000);
}

// A menu closes when something else is clicked, or on Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
});

// --- Ticked rows: count, bulk bar, select all ---
function countTicked(table) {
  const boxes = [...table.querySelectorAll("input[data-row]")];
  const ticked = boxes.filter((box) => box.checked).length;
  const bulk = document.querySelector(table.dataset.bulk);
  const many = table.dataset.allCount ?? (ticked + Number(table.dataset.more ?? 0)).toLocaleString("en"); // others beyond this page
  if (bulk) {
    const idle = bulk.dataset.idle; // what a bar says that stays when nothing is ticked
    bulk.hidden = ticked === 0 && !idle;
    bulk.querySelector("[data-count]").textContent = ticked === 0 && idle ? idle : `${many} selected`;
  }
  const all = table.querySelector("input[data-all]");
  if (all) { all.checked = ticked > 0 && ticked === boxes.length; all.indeterminate = ticked > 0 && ticked < boxes.length; }
}
document.addEventListener("change", (event) => {
  const table = event.target.closest("[data-bulk]");
  if (!table) return;
  if ("all" in event.target.dataset) for (const box of table.querySelectorAll("input[data-row]")) box.checked = event.target.checked;
  countTicked(table);
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-untick]")) return;
  for (const table of document.querySelectorAll("[data-bulk]")) {
    for (const box of table.querySelectorAll("input[data-row]")) box.checked = false;
    countTicked(table);
  }
});

// --- A file above the limit of its field is refused before it is sent ---
document.addEventListener("change", (event) => {
  const { files, dataset } = event.target;
  if (!files || !dataset.most) return;
  event.target.setCustomValidity([...files].some((file) => file.size > Number(dataset.most)) ? dataset.mostWords : "");
  event.target.reportValidity();
});

// --- What is typed in a form marked data-keeps survives a lost connection, a reload, a closed lid ---
const keptName = (form) => `kept:${form.dataset.keeps}`;
function keep(form) {
  const values = {};
  for (const field of form.elements) {
    if (field.name && ["text", "textarea", "search", "url", "date", "time", "datetime-local"].includes(field.type)) values[field.name] = field.value;
  }
  try { sessionStorage.setItem(keptName(form), JSON.stringify(values)); } catch { /* storage is full or off */ }
}
function restore(form) {
  let values;
  try { values = JSON.parse(sessionStorage.getItem(keptName(form)) ?? "null"); } catch { return; }
  if (!values) return;
  let changed = false;
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements[name];
    if (field && "value" in field && field.value === field.defaultValue && field.value !== value) { field.value = value; changed = true; }
  }
  if (changed) say("What you typed here before was kept.");
}
document.addEventListener("input", (event) => { const form = event.target.closest("form[data-keeps]"); if (form) keep(form); });
// A plain form is dropped when the next page is there, and that is not the log-in page.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-keeps]");
  if (form && !form.hasAttribute("hx-post")) { keep(form); sessionStorage.setItem("kept-sent", keptName(form)); }
});
function dropSent() {
  const sent = sessionStorage.getItem("kept-sent");
  if (sent && !location.pathname.startsWith("/accounts/")) {
    const again = [...document.querySelectorAll("form[data-keeps]")].some((form) => keptName(form) === sent);
    // The same form once more: the log-in page came between, or the server shows what was typed.
    if (!again) sessionStorage.removeItem(sent);
    sessionStorage.removeItem("kept-sent");
  }
}
// Leaving asks first while something typed in a form of a card is in no storage but this tab's.
let leaving = false;
document.addEventListener("submit", () => { leaving = true; setTimeout(() => { leaving = false; }, 3000); });
document.addEventListener("htmx:beforeOnLoad", (event) => { if (event.detail.xhr.getResponseHeader("HX-Redirect")) leaving = true; });
addEventListener("beforeunload", (event) => {
  const typed = [...document.querySelectorAll("form[data-keeps] :is(input:not([type=hidden]), textarea)")];
  if (!leaving && typed.some((field) => field.value !== field.defaultValue)) event.preventDefault();
});

// --- Source completion: an input with a listbox that the server fills ---
document.addEventListener("keydown", (event) => {
  const input = event.target.closest?.("[data-combobox]");
  if (!input) return;
  const box = document.getElementById(input.getAttribute("aria-controls"));
  const options = [...(box?.querySelectorAll('[role="option"]') ?? [])];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "Escape" && options.length) { event.stopPropagation(); box.replaceChildren(); }
  else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(input, options[at]); }
  else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
    event.preventDefault();
    const next = (at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === next)));
    input.setAttribute("aria-activedescendant", options[next].id);
    options[next].scrollIntoView({ block: "nearest" });
  }
});
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest('.combo [role="option"]');
  if (!option) return;
  event.preventDefault();
  choose(option.closest(".combo").querySelector("[data-combobox]"), option);
});
function choose(input, option) {
  input.value = option.dataset.value ?? option.textContent.trim();
  const hidden = input.closest(".combo").querySelector("[data-chosen]");
  if (hidden) hidden.value = option.dataset.id ?? "";
  option.parentElement.replaceChildren();
  input.setAttribute("aria-expanded", "false");
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
document.addEventListener("input", (event) => {
  const hidden = event.target.closest?.("[data-combobox]")?.closest(".combo").querySelector("[data-chosen]");
  if (hidden) hidden.value = "";
});
document.addEventListener("focusout", (event) => {
  const combo = event.target.closest?.(".combo");
  if (combo && !combo.contains(event.relatedTarget)) combo.querySelector('[role="listbox"]')?.replaceChildren();
});

// --- The current claim stands in the upper third of its article; a person may scroll on from there ---
let shownClaim = "";
export function showCurrent() {
  const pane = document.querySelector("[data-article]");
  const mark = document.querySelector("[data-current-mark]");
  const claim = document.getElementById("current-claim")?.value ?? "";
  if (!pane || !mark || pane.dataset.shown && claim === shownClaim) return;
  shownClaim = claim;
  const room = pane.scrollHeight > pane.clientHeight + 4 ? pane : null;
  if (!room) return;
  const top = mark.getBoundingClientRect().top - room.getBoundingClientRect().top + room.scrollTop;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  room.scrollTo({ top: Math.max(0, top - room.clientHeight * 0.28), behavior: calm || !room.dataset.shown ? "instant" : "smooth" });
  room.dataset.shown = "yes";
}

export function focusCard() {
  const card = document.getElementById("card");
  (card?.querySelector("[data-focus]") ?? card)?.focus({ preventScroll: true });
}
// What had the focus may be swapped away: its successor gets it, else the card. It never falls to the body.
// A page on which nobody has been anywhere yet is left alone: what arrives by itself takes no focus.
let focused = null;
document.addEventListener("focusin", ({ target }) => {
  const name = ["id", "data-key", "data-claim"].find((attribute) => target.getAttribute?.(attribute));
  focused = name ? `[${name}="${CSS.escape(target.getAttribute(name))}"]` : "";
});
function keepFocus() {
  if (focused === null) return;
  if (document.activeElement && document.activeElement !== document.body) return;
  const successor = focused && document.querySelector(`:is(#card, #progress, #reader) ${focused}`);
  if (successor && successor.getClientRects().length) successor.focus({ preventScroll: true });
  if (document.activeElement === document.body) focusCard();
}

// --- htmx: focus the new card, arm new toasts, say when the server could not be reached ---
document.addEventListener("htmx:afterSettle", (event) => {
  for (const table of document.querySelectorAll("[data-bulk]")) countTicked(table);
  for (const toast of document.querySelectorAll(".toast")) armToast(toast);
  showCurrent();
  openArrived();
  const focus = event.detail.elt.querySelector?.("[data-focus]") ?? (event.detail.elt.matches?.("[data-focus]") ? event.detail.elt : null);
  focus?.focus({ preventScroll: true });
  keepFocus();
  for (const form of document.querySelectorAll("form[data-keeps]")) restore(form);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const asked = event.detail.requestConfig?.elt ?? event.detail.elt; // a form that its answer has replaced, too
  const form = asked.closest?.("form[data-keeps]");
  // A search in a field of the form and the log-in page are answers, too, but save nothing.
  const saved = event.detail.successful && asked === form && !atDoor(event.detail.xhr.responseURL);
  if (saved) sessionStorage.removeItem(keptName(form));
});
document.addEventListener("htmx:sendError", (event) => live(event) || say("Not saved: no connection. What you typed is kept here. Try again.", { error: true }));
document.addEventListener("htmx:responseError", (event) => {
  if (live(event)) return;
  const status = event.detail.xhr.status;
  const words = status === 403 ? "Not saved: your role does not include this, or you were signed out." : `Not saved: the server answered ${status}. What you typed is kept here.`;
  say(words, { error: true });
});

function start() {
  dropSent();
  startKeys();
  for (const toast of document.querySelectorAll(".toast")) armToast(toast);
  for (const table of document.querySelectorAll("[data-bulk]")) countTicked(table);
  for (const form of document.querySelectorAll("form[data-keeps]")) restore(form);
  showCurrent();
  openArrived();
}
start();
