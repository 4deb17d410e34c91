// Alt with an arrow moves the row that holds the focus: it presses that row's own button.
const MOVES = { ArrowUp: "up", ArrowDown: "down" };

document.addEventListener("keydown", (event) => {
  const to = event.altKey && !event.ctrlKey && !event.metaKey && MOVES[event.key];
  const row = to && event.target.closest("[data-row]");
  if (!row || event.target.matches("textarea, input")) return;
  event.preventDefault();
  if (!event.repeat) row.querySelector(`[data-move="${to}"]`).click();
});
