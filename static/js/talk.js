// Comforts of the discussion: a count of characters, and people behind an @. Comments post without it.

// --- How long the comment is ---
const shown = new Intl.NumberFormat("en-GB");
function count(area) {
  const line = document.getElementById(`${area.id}-count`);
  if (!line) return;
  const most = Number(area.dataset.longest);
  const now = [...area.value.trim()].length; // characters, as the server counts them
  line.textContent = now > most ? `${shown.format(now - most)} characters too many` : now ? `${shown.format(now)} of ${shown.format(most)}` : `${shown.format(most)} characters at most`;
  line.classList.toggle("over", now > most);
}

// --- People behind an @ ---
const BEFORE = /(?:^|[^\w@.+-])@([\p{L}\p{N}_.+-]{0,60})$/u;
const boxOf = (area) => document.getElementById(`${area.id}-people`);
const asked = new WeakMap();

function close(area) {
  const box = boxOf(area);
  asked.get(area)?.abort();
  box.hidden = true;
  box.replaceChildren();
  area.removeAttribute("aria-activedescendant");
}
async function offer(area) {
  const found = BEFORE.exec(area.value.slice(0, area.selectionStart));
  if (!found) return close(area);
  asked.get(area)?.abort();
  const stop = new AbortController();
  asked.set(area, stop);
  try {
    await new Promise((go) => setTimeout(go, 120));
    if (stop.signal.aborted) return;
    const answer = await fetch(`${area.dataset.mentions}?q=${encodeURIComponent(found[1])}`, { signal: stop.signal, headers: { "HX-Request": "true" } });
    if (!answer.ok) return close(area);
    const words = await answer.text();
    if (stop.signal.aborted || document.activeElement !== area) return;
    const box = boxOf(area);
    box.innerHTML = words; // our own fragment: names come escaped
    for (const option of box.children) option.id = `${area.id}-${option.id}`;
    box.hidden = box.children.length === 0;
    if (box.hidden) return area.removeAttribute("aria-activedescendant");
    choose(area, 0);
    document.getElementById("live").textContent = `${box.children.length} ${box.children.length === 1 ? "person" : "people"}. Arrows choose, Enter takes.`;
  } catch (error) { if (error.name !== "AbortError") close(area); }
}
function choose(area, at) {
  const options = [...boxOf(area).children];
  options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
  area.setAttribute("aria-activedescendant", options[at].id);
}
function take(area, option) {
  const at = area.selectionStart;
  const found = BEFORE.exec(area.value.slice(0, at));
  if (found) {
    area.setRangeText(`${option.dataset.value} `, at - found[1].length, at, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  close(area);
  area.focus();
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.("textarea[data-mentions]")) return;
  count(event.target);
  offer(event.target);
});
document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (!area.matches?.("textarea[data-mentions]") || event.isComposing) return;
  const options = [...boxOf(area).children];
  if (!options.length) return;
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") choose(area, (at + 1) % options.length);
  else if (event.key === "ArrowUp") choose(area, (at - 1 + options.length) % options.length);
  else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") take(area, options[Math.max(at, 0)]);
  else if (event.key === "Escape") close(area);
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.(".mentions .people > li");
  if (!option) return;
  event.preventDefault();
  take(option.closest(".mentions").querySelector("textarea"), option);
});
document.addEventListener("focusout", (event) => { if (event.target.matches?.("textarea[data-mentions]")) close(event.target); });
document.addEventListener("htmx:afterSettle", () => { for (const area of document.querySelectorAll("textarea[data-mentions]")) count(area); });
for (const area of document.querySelectorAll("textarea[data-mentions]")) count(area);
