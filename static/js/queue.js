// A ticked filter or another order asks the server at once. Without this the buttons beside them do.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
});
