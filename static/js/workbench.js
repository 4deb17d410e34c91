// Comforts of the workbench. Without it the margin index and the buttons do the same.

// A click on marked text chooses the shortest claim there; a second click the next one out.
document.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-claims]");
  if (!mark || String(getSelection())) return;
  const keys = mark.dataset.claims.split(" ");
  const current = document.getElementById("current-claim")?.value;
  const next = keys[(keys.indexOf(current) + 1) % keys.length];
  if (next !== current) document.querySelector(`.margin [data-claim="${next}"], .setaside [data-claim="${next}"]`)?.click();
});

// Escape drops the changes of a form, unless it first closes a list of names.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  const form = event.target.closest?.("form[data-escape]") ?? document.querySelector("#card form[data-escape]");
  if (!form || event.target.closest?.(".combo")?.querySelector('[role="option"]')) return;
  event.preventDefault();
  sessionStorage.removeItem(`kept:${form.dataset.keeps}`);
  document.querySelector(form.dataset.escape)?.click();
}, true);

// Enter in a one-line field of a form saves it, as everywhere; the caret of a long text starts at its end.
function toEnd() {
  const area = document.activeElement;
  if (area instanceof HTMLTextAreaElement && area.matches("[data-focus]")) area.setSelectionRange(area.value.length, area.value.length);
}
document.addEventListener("htmx:afterSettle", toEnd);

// The keys act as soon as the page is there.
if (!document.querySelector("dialog[open]") && !location.hash) (document.querySelector("#card [data-focus]") ?? document.getElementById("card"))?.focus({ preventScroll: true });
toEnd();
