// A decision paints the next card at once. The next cards are fetched ahead; the decision is queued and sent;
// the server's answer stays the truth: where it differs from what was painted, it takes its place.
import { focusCard, say, showCurrent, showToast } from "./app.js";
import { lock } from "./keys.js";
import { enqueue, offline, queue, send, startQueue, whenSaved } from "./unsaved.js";

const DEPTH = 3; // cards fetched ahead: what can be decided while the connection is lost
const BOUNCE_MS = 350; // a second click of a double click must not decide the claim that has just appeared
const DECIDES = /\/claims\/([0-9a-f-]{36})\/(accept|reject|opinion)\/$/;
const STATE = { accept: "accepted", reject: "rejected" };
const ICON = { accepted: "check", rejected: "x" };

let ahead = new Map(); // claim -> { html, to, after: how many decisions were known to the server }
let generation = 0, made = [], painted = 0, waiting = false, holding = false, moving = false, stale = new Set(), card = "";

const current = () => document.getElementById("current-claim")?.value ?? "";
const busy = () => document.querySelector("dialog[open], #card form.editing, .popup[data-open]");
const parsed = (html) => new DOMParser().parseFromString(`<body>${html}`, "text/html");
// The same card is the same markup but for the token against forgery.
const cardOf = (page) => (page.getElementById("card")?.outerHTML ?? "").replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");

function swap(html, style) {
  window.htmx.swap("#card", html, { swapStyle: style, swapDelay: 0, settleDelay: 0 }, { contextElement: document.body, eventInfo: { elt: document.getElementById("card") } });
}

// --- What a decision changes on the page before the server has confirmed it ---
function settle({ claim, deed }) {
  const state = STATE[deed];
  if (!state) return;
  for (const mark of document.querySelectorAll(`mark[data-claims^="${claim}"]`)) {
    mark.classList.remove("open", "accepted", "rejected");
    mark.classList.add(state);
  }
  const link = document.querySelector(`.margin [data-claim="${claim}"]`);
  if (link) {
    link.className = state;
    link.setAttribute("aria-label", link.getAttribute("aria-label").replace(/,.*/, `, ${state}`));
    const use = link.querySelector("use");
    use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${ICON[state]}`));
  }
  document.querySelector(`.strip a.open[href$="${claim}"]`)?.classList.replace("open", state);
}

function paint(next, item) {
  swap(next.html, "outerHTML");
  for (const decision of made.slice(next.known)) settle(decision);
  card = next.card;
  painted = performance.now();
  history.pushState({ htmx: true }, "", `${location.pathname}?claim=${next.to}`);
  showCurrent();
  focusCard();
  document.dispatchEvent(new CustomEvent("painted", { detail: { claim: next.to, after: item.claim } }));
}

// --- Cards ahead ---
async function lookAhead() {
  const mine = generation;
  let claim = current();
  const skip = new Set(queue.map((item) => item.claim));
  for (let depth = 0; claim && depth < DEPTH; depth += 1) {
    let next = ahead.get(claim);
    if (!next) {
      const query = new URLSearchParams([["ahead", "1"], ["after", claim], ...[...skip].map((key) => ["skip", key])]);
      const known = made.length - queue.length;
      let answer;
      try { answer = await fetch(`${location.pathname}?${query}`, { headers: { "HX-Request": "true" }, priority: depth ? "low" : "high" }); } catch { return; }
      if (answer.status !== 200 || answer.redirected) return;
      const html = await answer.text();
      if (mine !== generation) return;
      const page = parsed(html);
      next = { html, to: page.getElementById("current-claim")?.value, card: cardOf(page), known };
      ahead.set(claim, next);
    }
    skip.add(claim);
    claim = next.to;
    if (skip.has(claim)) return;
  }
}
function anew() { generation += 1; ahead = new Map(); made = queue.map(({ claim, deed }) => ({ claim, deed })); lookAhead(); }

// --- The decision ---
// The card goes to the screen first, the rest follows; a tab that shows no frames waits no longer than this.
function afterPaint(go) {
  let done = false;
  const once = () => { if (!done) { done = true; go(); } };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, 60);
}

function decide(form, submitter, claim, deed) {
  if (waiting || moving || queue.some((item) => item.claim === claim)) return;
  const body = [...new FormData(form, submitter)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const item = { claim, deed, body, url: form.getAttribute("action"), page: location.pathname };
  const next = ahead.get(claim);
  made.push({ claim, deed });
  stale.add(claim);
  if (next && !queue.some((other) => other.claim === next.to)) paint(next, item);
  else wait(true);
  enqueue(item);
  afterPaint(() => { send(); lookAhead(); });
}

function wait(on) {
  waiting = on;
  lock(on ? "wait" : "");
  document.getElementById("card")?.setAttribute("aria-busy", String(on));
  if (on) focusCard(); // the menu of reasons that was left is gone
}

document.addEventListener("htmx:confirm", (event) => {
  const { elt, verb, path, triggeringEvent, issueRequest } = event.detail;
  if (verb !== "post" || !elt.closest("#card")) return;
  const [, claim, deed] = path.match(DECIDES) ?? [];
  if (claim && elt.closest(".keys")) {
    event.preventDefault();
    if (elt.matches(".popup")) { elt.hidden = true; delete elt.dataset.open; }
    decide(elt, triggeringEvent?.submitter, claim, deed);
  } else if (queue.length) { // undo, an edit: after what came before
    event.preventDefault();
    if (holding) return;
    holding = true;
    lock("wait");
    whenSaved(() => { holding = false; lock(""); issueRequest(true); });
  }
});
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#card .keys :is(button, a)");
  if (!button || !event.detail) return; // keys and Enter click without a count
  if (event.detail > 1 || performance.now() - painted < BOUNCE_MS) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);
document.addEventListener("keydown", (event) => {
  if (waiting && offline() && !event.repeat && /^[a-z]$/i.test(event.key) && !event.target.closest("input, textarea")) {
    say("The next claim cannot be shown without a connection. What you decided is kept.", { name: "wait" });
  }
});

// --- What the server says of it ---
function toastsOf(page) {
  for (const toast of page.querySelectorAll("#toasts > *")) showToast(document.importNode(toast, true));
}

function answered(item, html) {
  const page = parsed(html);
  // While more are on their way the page is ahead of this answer: the last one brings all up to date.
  if (item.page !== location.pathname || queue.length) return toastsOf(page);
  if (!waiting && (moving || item.shown !== current())) { // somebody moved on by hand since it was sent: they stay there
    toastsOf(page);
    return moving ? undefined : look([...stale]);
  }
  stale = new Set();
  const same = page.getElementById("current-claim")?.value === current() && cardOf(page) === card;
  if (waiting) { wait(false); put(html, page, "pushState"); }
  else if (same || holding || busy()) swap(html, "none");
  else put(html, page);
  if (!same) anew(); else lookAhead();
}

// A card that was painted has its place in the history already, one that was waited for needs it.
function put(html, page, how = "replaceState") {
  swap(html, "outerHTML");
  card = cardOf(page);
  painted = performance.now();
  history[how]({ htmx: true }, "", `${location.pathname}?claim=${current()}`);
  showCurrent();
  focusCard();
}

function refused(item, html) {
  wait(false);
  made = made.filter(({ claim }) => claim !== item.claim);
  if (item.page === location.pathname && !busy() && !moving) { put(html, parsed(html)); return anew(); }
  lostOne(item, "was not saved: somebody was first, or it makes no sense any more");
}

function failed(item, status) {
  wait(false);
  made = made.filter(({ claim }) => claim !== item.claim);
  lostOne(item, status === 403 ? "was not saved: your role does not include this" : `was not saved: the server answered ${status}`);
  anew();
}

function lostOne(item, words) {
  say(`Your decision on a claim ${words}.`, { error: true, link: { href: `${item.page}?claim=${item.claim}`, words: "Open it" } });
}

// What goes along with each decision: which claim is shown now, and whose marks have not been renewed since.
function around(item) {
  if (item.page !== location.pathname || item.old) return [];
  item.shown = current();
  const shown = waiting ? [] : [["show", current()]];
  return [...shown, ...[...stale].map((claim) => ["from", claim])];
}

// A move that is on its way must find the link it was asked from: what takes its place (in the card, in the bar)
// would swallow the answer. What a decision changed meanwhile is asked for afterwards.
const moves = ({ requestConfig, target }) => requestConfig?.verb === "get" && target?.matches?.("#card");
document.addEventListener("htmx:beforeRequest", (event) => { if (moves(event.detail)) moving = true; });

// Any other swap of the card (a move, undo, a saved edit) makes what was fetched ahead old.
document.addEventListener("htmx:afterRequest", (event) => {
  const { detail } = event;
  const moved = moving && moves(detail);
  if (moved) moving = false;
  if (!detail.successful || !detail.elt?.closest?.("#card, #progress, #reader, body") || !detail.target?.matches?.("#card")) return;
  card = "";
  setTimeout(() => { anew(); if (moved && stale.size && !queue.length) look([...stale]); }, 30);
});
document.addEventListener("htmx:historyRestore", () => { card = ""; wait(false); anew(); });
// A page that comes back from the browser's store, or a tab that was left for long, asks what is true now.
let left = 0;
async function look(keys = []) {
  const claim = current(), mine = made.length;
  const idle = () => !queue.length && !busy() && !waiting && !moving && claim === current() && mine === made.length;
  if (!claim || !idle()) return;
  let answer;
  const query = new URLSearchParams([["claim", claim], ...[claim, ...keys].map((key) => ["from", key])]);
  try { answer = await fetch(`${location.pathname}?${query}`, { headers: { "HX-Request": "true" } }); } catch { return; }
  const html = await answer.text();
  if (answer.status !== 200 || answer.redirected || !idle()) return; // somebody was quicker than the answer
  for (const key of keys) stale.delete(key);
  const page = parsed(html);
  if (cardOf(page) === card) swap(html, "none"); else put(html, page);
  anew();
}
addEventListener("pageshow", (event) => { if (event.persisted) look(); });
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") left = performance.now();
  else if (left && performance.now() - left > 10_000) look();
});

startQueue({ answered, refused, failed, around });
lookAhead();
