// Acts of the workbench that begin with a hand on the text. Every one has a form that works without this.

// --- A claim added by hand: words marked in the text, as places in the stored text -----------------------
// Numbers and hints for screen readers stand between the words on the page but not in the text.
const BESIDE = "sup, .sr";

// How many characters (code points, as the text is stored) stand before a point of a paragraph.
function offsetIn(words, node, offset) {
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(node, offset);
  const piece = range.cloneContents();
  for (const extra of piece.querySelectorAll(BESIDE)) extra.remove();
  return [...piece.textContent].length;
}

function placeOf(node, offset) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const words = element?.closest("#reader .words[data-start]");
  return words ? Number(words.dataset.start) + offsetIn(words, node, offset) : null;
}

// The marked words as { start, end, text }, or null when nothing of the article is marked.
export function marked() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = placeOf(range.startContainer, range.startOffset);
  let end = placeOf(range.endContainer, range.endOffset);
  const piece = range.cloneContents();
  for (const extra of piece.querySelectorAll(`${BESIDE}, .margin`)) extra.remove();
  let text = piece.textContent;
  if (start === null) return null;
  if (end === null) {
    // A triple click reaches into the next paragraph: what counts is the paragraph it began in.
    const words = (range.startContainer.parentElement ?? range.startContainer).closest(".words");
    end = Number(words.dataset.start) + offsetIn(words, words, words.childNodes.length);
    text = [...whole(words)].slice(start - Number(words.dataset.start)).join("");
  }
  return text.trim() && end > start ? { start, end, text } : null;
}

function whole(words) {
  const copy = words.cloneNode(true);
  for (const extra of copy.querySelectorAll(BESIDE)) extra.remove();
  return copy.textContent;
}

const adder = document.getElementById("add-claim");
let chosen = null, floating = null;

function showAdder() {
  chosen = marked();
  floating?.remove();
  floating = null;
  if (!chosen || !adder) return;
  const box = getSelection().getRangeAt(0).getBoundingClientRect();
  floating = document.createElement("button");
  floating.type = "button";
  floating.className = "btn s addhere";
  floating.append(...[...adder.childNodes].map((node) => node.cloneNode(true)));
  floating.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 150))}px`;
  floating.style.top = `${Math.min(box.bottom + 6, innerHeight - 48)}px`;
  document.body.append(floating);
}

// What is marked stays marked while the button is pressed.
document.addEventListener("mousedown", (event) => { if (event.target.closest(".addhere, #add-claim")) event.preventDefault(); });
document.addEventListener("mouseup", () => setTimeout(showAdder));
document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") showAdder(); });
document.addEventListener("touchend", () => setTimeout(showAdder, 50));
document.getElementById("reader")?.addEventListener("scroll", () => { floating?.remove(); floating = null; });
document.addEventListener("click", (event) => { if (event.target.closest(".addhere")) adder.click(); });
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt !== adder) return;
  const now = marked() ?? chosen;
  if (now) Object.assign(event.detail.parameters, now);
  getSelection()?.removeAllRanges();
  chosen = null;
  floating?.remove();
});

// --- The source that is probably meant, put into the field of the form -----------------------------------
document.addEventListener("click", (event) => {
  const use = event.target.closest("[data-use-source]");
  if (!use) return;
  const form = use.closest("form");
  form.elements.source_name.value = use.dataset.name;
  form.elements.source_id.value = use.dataset.useSource;
  form.elements.source_id.dispatchEvent(new Event("input", { bubbles: true })); // what is typed is kept
  form.elements.source_name.focus();
});
function showUses() { for (const use of document.querySelectorAll("[data-use-source]")) use.hidden = false; }
document.addEventListener("htmx:afterSettle", showUses);
showUses();

// --- Splitting: words of the sentence are marked and given to parts ---------------------------------------
const PER_PART = 2; // rows of figures

// A chooser keeps which words are marked (anchor to caret); which part has which words stands in the form.
function startChooser(chooser) {
  const form = chooser.closest("form");
  const words = [...chooser.querySelectorAll("[data-word]")].map((element, at) => {
    const [start, end] = element.dataset.word.split("-").map(Number);
    element.id = `word-${at}`;
    element.setAttribute("role", "option");
    return { element, start, end, text: element.textContent };
  });
  if (!words.length || "ready" in chooser.dataset) return;
  chooser.dataset.ready = "yes";
  chooser.tabIndex = 0;
  chooser.setAttribute("role", "listbox");
  chooser.setAttribute("aria-multiselectable", "true");
  chooser.setAttribute("aria-label", "Words of the sentence");
  for (const hidden of form.querySelectorAll("[data-givers]")) hidden.hidden = false;
  let anchor = 0, caret = 0, dragging = false;

  const spansOf = (part) => field(part, "spans").value.split(",").filter(Boolean).map((span) => span.split("-").map(Number));
  const field = (part, name) => form.elements[`${name}_${part}`];
  const parts = [...form.querySelectorAll("[data-part]")].map((set) => set.dataset.part);
  const has = (part, word) => spansOf(part).some(([start, end]) => start <= word.start && word.end <= end);
  const chosen = () => words.slice(Math.min(anchor, caret), Math.max(anchor, caret) + 1);

  function show() {
    const marked = new Set(chosen());
    for (const word of words) {
      const mine = parts.filter((part) => has(part, word)).map((part) => Number(part) + 1);
      word.element.setAttribute("aria-selected", String(marked.has(word)));
      word.element.dataset.in = mine.join(" ");
      word.element.setAttribute("aria-label", mine.length ? `${word.text}, part ${mine.join(" and ")}` : word.text);
    }
    chooser.setAttribute("aria-activedescendant", words[caret].element.id);
  }

  function move(to, extend) {
    caret = Math.max(0, Math.min(words.length - 1, to));
    if (!extend) anchor = caret;
    show();
  }

  // The marked words go to a part; when it has all of them already they are taken from it.
  function give(part) {
    const taking = chosen().every((word) => has(part, word));
    const kept = words.filter((word) => chosen().includes(word) ? !taking : has(part, word));
    const pieces = [];
    for (const word of kept) {
      const last = pieces.at(-1);
      if (last && words.indexOf(last.at(-1)) === words.indexOf(word) - 1) last.push(word); else pieces.push([word]);
    }
    const before = statement(field(part, "words").value);
    const said = pieces.map((piece) => between(piece[0], piece.at(-1)));
    field(part, "spans").value = pieces.map((piece) => `${piece[0].start}-${piece.at(-1).end}`).join(",");
    field(part, "words").value = said.join(" … ");
    const own = field(part, "statement");
    if (!own.value.trim() || own.value === before || own.value === own.defaultValue) own.value = statement(said.join(" … "));
    fillFigures(part, said.join(" "));
    own.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  }

  const between = (first, last) => {
    const range = document.createRange();
    range.setStartBefore(first.element);
    range.setEndAfter(last.element);
    return range.toString().replace(/\s+/g, " ");
  };

  function fillFigures(part, said) {
    const known = [...form.querySelectorAll("[data-figure]")].filter((figure) => figure.dataset.figure && said.includes(figure.dataset.figure));
    for (let row = 0; row < PER_PART; row += 1) {
      const from = known[row]?.dataset;
      const set = (name, value) => { const input = form.elements[`${name}_${part}_${row}`]; if (input) input.value = value; };
      set("words", from?.figure ?? "");
      for (const name of ["value", "unit", "object", "measure", "preliminary"]) set(name, from?.[name] ?? "");
      set("qualifier", from?.qualifier ?? "exact");
    }
  }

  chooser.addEventListener("keydown", (event) => {
    const rtl = getComputedStyle(chooser).direction === "rtl";
    const step = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 }[event.key];
    if (step) move(caret + step, event.shiftKey);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    else if (event.key === "Home") move(0, event.shiftKey);
    else if (event.key === "End") move(words.length - 1, event.shiftKey);
    else return;
    event.preventDefault();
  });
  const wordAt = (event) => words.findIndex((word) => word.element === document.elementFromPoint(event.clientX, event.clientY));
  chooser.addEventListener("pointerdown", (event) => {
    const at = wordAt(event);
    if (at < 0) return;
    dragging = true;
    move(at, event.shiftKey);
    chooser.focus();
    event.preventDefault();
  });
  document.addEventListener("pointermove", (event) => {
    if (!dragging || !chooser.isConnected) return;
    const at = wordAt(event);
    if (at >= 0) move(at, true);
  });
  document.addEventListener("pointerup", () => { dragging = false; });
  form.addEventListener("click", (event) => {
    const giver = event.target.closest("[data-give]");
    if (giver) give(giver.dataset.give);
  });
  // Words typed by hand have no places until the server has found them.
  form.addEventListener("input", (event) => {
    const typed = event.target.name?.match(/^words_(\d)$/);
    if (typed) { field(typed[1], "spans").value = ""; show(); }
  });
  show();
  form.querySelector("[data-focus]")?.removeAttribute("data-focus");
  chooser.dataset.focus = ""; // where app.js puts the focus when the card has settled
  if (!document.querySelector("dialog[open]")) chooser.focus({ preventScroll: true });
}

// What a part says when nobody has put it otherwise: its words as a sentence.
function statement(words) {
  const said = words.replace(/\s*…\s*/g, " ").trim().replace(/[\s,;]+$/, "");
  return said.charAt(0).toUpperCase() + said.slice(1);
}

function startChoosers() { for (const chooser of document.querySelectorAll("[data-chooser]")) startChooser(chooser); }
document.addEventListener("htmx:afterSettle", startChoosers);
startChoosers();
