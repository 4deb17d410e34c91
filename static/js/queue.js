// Comforts of the queue: filters that act when ticked, rows reached by keys, ranges. Buttons do it without.

// A ticked filter or another order asks the server at once. Without this the buttons beside them do.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
});

// --- Rows: J and K (or the arrows, once a row has the focus) move, X or space ticks, Enter opens ---
const rows = () => [...document.querySelectorAll("[data-rows] tbody tr")];
let last = null; // the row that was ticked last: shift ticks from there

function current() {
  return document.activeElement?.closest?.("[data-rows] tbody tr") ?? null;
}

function go(by) {
  const all = rows(), at = all.indexOf(current());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return next;
}

function tick(row, on) {
  const box = row?.querySelector("[data-row]");
  if (!box) return;
  box.checked = on ?? !box.checked;
  last = row;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function tickRange(from, to, on) {
  const all = rows(), [a, b] = [all.indexOf(from), all.indexOf(to)].sort((x, y) => x - y);
  if (a < 0) return tick(to, on);
  for (const row of all.slice(a, b + 1)) row.querySelector("[data-row]").checked = on;
  tick(to, on);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-moves], [data-ticks], [data-enters]");
  if (button) {
    if (button.dataset.moves) go(Number(button.dataset.moves));
    else if ("ticks" in button.dataset) tick(current() ?? go(1));
    else (current() ?? go(1))?.querySelector("td.two a")?.click();
    return;
  }
  const box = event.target.closest("[data-rows] [data-row]");
  if (!box) return;
  const row = box.closest("tr");
  if (event.shiftKey && last && last !== row) tickRange(last, row, box.checked);
  last = row;
});

// The arrows, space and shift act only on a row that has the focus itself, not on what is in it.
document.addEventListener("keydown", (event) => {
  const row = event.target.matches?.("[data-rows] tbody tr") ? event.target : null;
  if (!row || document.body.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
  const by = { ArrowDown: 1, ArrowUp: -1, J: 1, K: -1 }[event.key];
  if (by && (event.shiftKey || event.key.startsWith("Arrow"))) {
    const next = go(by);
    if (event.shiftKey && next) { tick(row, true); tick(next, true); }
  } else if (event.key === " ") tick(row);
  else if (event.key === "Enter") row.querySelector("td.two a")?.click();
  else return;
  event.preventDefault();
});

// Enter in the field for a tag puts it on.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.id !== "bulk-tag-name") return;
  event.preventDefault();
  event.target.closest(".popup").querySelector("[value='tag']").click();
});

// All that match are ticked until one of them is not: then those on the page count.
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-bulk]");
  if (!form || !event.target.matches("[data-row], [data-all]") || event.target.checked) return;
  dropOthers(form);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-untick]")) document.querySelectorAll("[data-bulk]").forEach(dropOthers);
});
function dropOthers(form) {
  form.querySelector("[data-everything]")?.remove();
  delete form.dataset.more;
  delete form.dataset.allCount;
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

// The filters stand behind a button on narrow screens; a link to them works without this.
function start() {
  for (const steps of document.querySelectorAll("[data-steps]")) steps.hidden = false;
  if (document.getElementById("find-here")) document.querySelector(".bar [data-key='/']")?.removeAttribute("data-key");
  const trouble = document.querySelector("[aria-invalid='true'][name='name']");
  if (trouble) document.querySelector("[data-popup='#save-view']")?.click();
  trouble?.focus();
}
document.addEventListener("htmx:afterSettle", start);
start();
