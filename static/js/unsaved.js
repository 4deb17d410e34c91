// Decisions on their way to the server, in order. Each stays here, and in this tab's storage, until the server
// has confirmed or refused it: a lost connection, a reload or an ended session loses none.
import { say, signedOut } from "./app.js";

const PATIENCE_MS = 15_000, NOTICE_MS = 400, PAUSES_MS = [1000, 2000, 4000, 8000];
const LATER = [408, 425, 429, 502, 503, 504]; // the server is not there or busy: try again
const bench = document.querySelector("[data-me]");
const storage = `unsaved:${bench?.dataset.me}`;
const line = document.getElementById("saved");

export const queue = [];
let sending = false, away = "", failures = 0, timer = 0, notice = 0;
const idle = [];
const hooks = {}; // answered(item, html), refused(item, html, status), failed(item, status): of decide.js

function keep() {
  try {
    if (queue.length) sessionStorage.setItem(storage, JSON.stringify(queue)); else sessionStorage.removeItem(storage);
  } catch { /* storage is full or off: the page itself still holds them */ }
}

function show(words, unsaved) {
  if (!line) return;
  line.classList.toggle("unsaved", unsaved);
  line.querySelector("[data-words]").textContent = words;
}

function count() {
  clearTimeout(notice);
  if (!queue.length) return show(`Saved ${new Date().toLocaleTimeString("en-GB")}`, false);
  const words = `${queue.length} not saved yet${away ? `, ${away}` : ""}`;
  // A save that takes no time worth speaking of is not spoken of.
  if (away || queue.length > 1 || line?.classList.contains("unsaved")) show(words, true);
  else notice = setTimeout(() => show(words, true), NOTICE_MS);
}

// The page's token for forms changes when somebody signs in again, in this tab or another.
const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "";
async function renewToken() {
  const page = await (await fetch(location.href, { headers: { "HX-History-Restore-Request": "true" } })).text();
  const headers = new DOMParser().parseFromString(page, "text/html").body.getAttribute("hx-headers");
  if (headers) document.body.setAttribute("hx-headers", headers);
}

function post(item) {
  const body = new URLSearchParams(item.body);
  for (const [name, value] of hooks.around(item)) body.append(name, value);
  if (item.tries > 1) body.set("again", "1"); // it may have arrived before: the server looks
  return fetch(item.url, {
    method: "POST", body, signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { "HX-Request": "true", "HX-Current-URL": location.href, "X-CSRFToken": token() },
  });
}

function lost(words) {
  if (!away) say(`${words} What you decided is kept here in order and is sent when it works again.`, { error: true, name: "away" });
  away = words.startsWith("No") ? "no connection" : "no answer";
  clearTimeout(timer);
  timer = setTimeout(send, PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]);
  failures += 1;
}

function back() {
  if (away) document.querySelector('[data-name="away"]')?.remove();
  away = "";
  failures = 0;
}

// Returns whether the queue goes on.
async function settle(item) {
  let answer, html;
  item.tries += 1;
  keep();
  try { answer = await post(item); html = await answer.text(); } catch { lost("No connection."); return false; }
  if (answer.redirected && answer.url.includes("/accounts/")) { away = "signed out"; signedOut(answer.url, queue.length); return false; }
  if (LATER.includes(answer.status)) { lost(`The server answered ${answer.status}.`); return false; }
  if (answer.status === 403 && !item.renewed) { item.renewed = true; await renewToken(); return true; }
  back();
  queue.shift();
  keep();
  if (answer.ok) hooks.answered(item, html);
  else if ([409, 422].includes(answer.status)) hooks.refused(item, html, answer.status);
  else hooks.failed(item, answer.status);
  return true;
}

export async function send() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  let goes = true;
  while (goes && queue.length) { goes = await settle(queue[0]); count(); }
  sending = false;
  if (!queue.length) for (const go of idle.splice(0)) go();
}

// Keep a decision; `send` sends what is kept.
export function enqueue(item) {
  queue.push({ tries: 0, ...item });
  keep();
  count();
}

// Call `go` when nothing is on its way.
export function whenSaved(go) { if (queue.length) idle.push(go); else go(); }
export const offline = () => away;

export function startQueue(given) {
  Object.assign(hooks, given);
  let kept = [];
  try { kept = JSON.parse(sessionStorage.getItem(storage) ?? "[]"); } catch { /* nothing readable was kept */ }
  if (kept.length) {
    queue.push(...kept.map((item) => ({ ...item, tries: Math.max(item.tries, 1), renewed: false, old: true })));
    say(`${kept.length === 1 ? "One decision" : `${kept.length} decisions`} of before had not been saved. Sent now.`);
    count();
    send();
  }
  addEventListener("online", () => { if (queue.length) send(); });
  addEventListener("offline", () => { if (queue.length) { lost("No connection."); count(); } });
  addEventListener("beforeunload", (event) => { if (queue.length && away !== "signed out") event.preventDefault(); });
}
