// The links of a chain of attribution in the form of a claim: one more, one less, one nearer to the outlet.
// The form has all its rows from the start, those without a name hidden; without this one is left to fill.
const rowsOf = (set) => [...set.querySelectorAll("[data-link]")];
const nameOf = (row) => row.querySelector("input");
const valuesOf = (row) => [...row.querySelectorAll("input, select")].map((field) => field.value);
const none = (row) => ["", row.querySelector("option").value];

function write(row, values) {
  [...row.querySelectorAll("input, select")].forEach((field, at) => { field.value = values[at]; });
}

function show(set) {
  const rows = rowsOf(set);
  const last = rows.findLastIndex((row) => nameOf(row).value.trim());
  rows.forEach((row, at) => { if (at <= last + 1) row.hidden = false; });
  const shown = rows.filter((row) => !row.hidden);
  rows.forEach((row, at) => {
    row.querySelector("[data-link-tools]").hidden = !nameOf(row).value.trim();
    row.querySelector("[data-link-up]").disabled = at === 0;
  });
  const add = set.querySelector("[data-link-add]");
  add.hidden = shown.length === rows.length && nameOf(rows.at(-1)).value.trim() !== "";
}

function changed(set, words) {
  nameOf(rowsOf(set)[0]).dispatchEvent(new Event("input", { bubbles: true })); // what is typed is kept
  show(set);
  set.querySelector("[data-link-said]").textContent = words;
}

function takeOut(set, row) {
  const rows = rowsOf(set), at = rows.indexOf(row), name = nameOf(row).value.trim();
  rows.slice(at).forEach((here, step) => write(here, rows[at + step + 1] ? valuesOf(rows[at + step + 1]) : none(here)));
  const filled = rows.filter((here) => nameOf(here).value.trim()).length;
  rows.forEach((here, place) => { here.hidden = place > filled; });
  changed(set, `${name} removed from the chain.`);
  nameOf(rows[Math.min(at, filled)]).focus();
}

function moveUp(set, row) {
  const rows = rowsOf(set), at = rows.indexOf(row), before = rows[at - 1], mine = valuesOf(row);
  write(row, valuesOf(before));
  write(before, mine);
  changed(set, `${mine[0].trim()} is link ${at} now.`);
  (at > 1 ? before.querySelector("[data-link-up]") : nameOf(before)).focus();
}

function addOne(set) {
  const rows = rowsOf(set);
  const free = rows.find((row) => !nameOf(row).value.trim());
  if (!free) return;
  free.hidden = false;
  nameOf(free).focus();
}

document.addEventListener("click", (event) => {
  const set = event.target.closest("[data-links]");
  if (!set) return;
  const row = event.target.closest("[data-link]");
  if (event.target.closest("[data-link-out]")) takeOut(set, row);
  else if (event.target.closest("[data-link-up]")) moveUp(set, row);
  else if (event.target.closest("[data-link-add]")) addOne(set);
});
document.addEventListener("input", (event) => { const set = event.target.closest("[data-links]"); if (set) show(set); });

function start() {
  for (const set of document.querySelectorAll("[data-links]")) {
    set.querySelector("[data-link-add]").hidden = false;
    show(set);
  }
}
document.addEventListener("htmx:afterSettle", start);
start();
