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

// A click on a cell of the progress strip goes where the margin would go.
document.addEventListener("click", (event) => {
  const cell = event.target.closest(".strip a");
  const link = cell && document.querySelector(`.margin [data-claim="${new URL(cell.href).searchParams.get("claim")}"]`);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  link.click();
});

// On phones the whole article is a sheet; a claim chosen in it closes it, and so does Escape.
const closeSheet = () => { if (document.querySelector(".reader:target") && matchMedia("(max-width: 767.98px)").matches) location.replace("#card"); };
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful && event.target.closest?.(".reader")) closeSheet(); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !document.querySelector("dialog[open], .popup[data-open]")) closeSheet(); });

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
  if (!(area instanceof HTMLTextAreaElement) || !area.matches("[data-focus]") || "caret" in area.dataset) return;
  area.dataset.caret = "set"; // once, and never under somebody's hands
  if (area.value === area.defaultValue && area.selectionStart === 0) area.setSelectionRange(area.value.length, area.value.length);
}
document.addEventListener("htmx:afterSettle", toEnd);

// A form that opens as a page of its own starts in the field that was asked for.
if (!document.querySelector("dialog[open]")) document.querySelector("#card [data-focus]")?.focus();
toEnd();

// Undo takes back the last decision only, so only the last decision has a toast.
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id !== "toasts") return;
  const toasts = [...document.querySelectorAll("#toasts .toast:not(.error)")];
  for (const toast of toasts.slice(0, -1)) toast.remove();
});

// A link that acts as a button answers to the space bar, too.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.('a[role="button"]')) return;
  event.preventDefault();
  event.target.click();
});

// Who types another value in a clash of two edits has chosen it.
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("[data-picks]")) return;
  event.target.closest("fieldset").querySelector('input[type="radio"][value="other"]').checked = true;
});
