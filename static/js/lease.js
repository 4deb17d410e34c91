// The lease on the current claim: it is renewed while somebody works, warns before it ends, and is kept with a key.
import { say } from "./app.js";

const BEAT_MS = 120_000, WARN_MS = 60_000, TICK_MS = 1000;
let worked = performance.now(), beaten = performance.now(), deadline = 0, warned = false;

const place = () => document.getElementById("lease");
function read() {
  deadline = place()?.dataset.hold ? performance.now() + Number(place().dataset.left) * 1000 : 0;
  warned = false;
  document.querySelector('[data-name="lease"]')?.remove();
}

function hold() {
  beaten = performance.now();
  const url = place()?.dataset.hold;
  if (!url) return;
  const typing = document.querySelector("#card form.editing") ? { typing: "1" } : {};
  window.htmx.ajax("POST", url, { source: "#lease", target: "#lease", swap: "none", values: typing });
}

function warn(left) {
  const words = place().querySelector("[data-words]");
  const number = place().dataset.number;
  place().classList.add("ending");
  words.textContent = left > 0 ? `Yours for ${Math.ceil(left / 1000)} s more` : "No longer yours";
  if (warned) return;
  warned = true;
  say(`Your hold on ${number ? `claim ${number}` : "this claim"} ends in a minute. Then somebody else may take it.`, { name: "lease", deed: { words: "Keep it", extends: "" }, error: true });
}

function tick() {
  if (!deadline || !place()) return;
  const now = performance.now(), left = deadline - now;
  const active = worked > beaten && document.visibilityState === "visible";
  if (active && now - beaten > BEAT_MS) return hold();
  if (left < WARN_MS) warn(left);
}

for (const deed of ["keydown", "pointerdown", "wheel"]) document.addEventListener(deed, () => { worked = performance.now(); }, { passive: true });
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-extends]")) return;
  hold();
  event.target.closest(".toast")?.remove();
});
document.addEventListener("htmx:oobAfterSwap", (event) => { if (event.detail.target?.id === "lease") { beaten = performance.now(); read(); } });
read();
setInterval(tick, TICK_MS);
