// What no rule of axe measures, as functions that return sentences: an empty list means that all is well.
// Loaded into every page of a round (tests/browser/rounds.py) before the page's own scripts.
(() => {
  const violations = [];
  document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.effectiveDirective}: ${event.blockedURI}`));

  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && box.width > 0 && box.height > 0;
  };
  const words = (element) => (element.getAttribute("aria-label") || element.textContent || element.name || "").trim().replace(/\s+/g, " ").slice(0, 40);
  const named = (element) => `${element.localName}${element.id ? `#${element.id}` : ""}${[...element.classList].map((name) => `.${name}`).join("")} “${words(element)}”`;
  const up = function* (element) { for (let at = element; at && at !== document.documentElement; at = at.parentElement) yield at; };
  const style = getComputedStyle;

  // --- Width: nothing but tables and charts in a scroller of their own may be wider than the screen ---
  function sideways() {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5
      && ![...up(element.parentElement)].some((around) => style(around).overflowX !== "visible"));
    const deepest = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other)));
    return [`the page is ${root.scrollWidth} px wide on ${root.clientWidth}: ${deepest.slice(0, 3).map(named).join(", ")}`];
  }

  // Every visible piece of text, with its element.
  function* texts(pattern = /\S/) {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (pattern.test(node.data) && !element.closest("svg, script, style, template, option, .sr") && shown(element)) yield [node, element];
    }
  }

  // --- Text that pokes out of the box it is set in ---
  function spilling() {
    const found = [];
    const range = document.createRange();
    for (const [node, element] of texts(/\S{24,}/)) {
      range.selectNodeContents(node);
      const lines = [...range.getClientRects()];
      for (const block of up(element)) {
        const { display, position, overflowX } = style(block);
        const box = block.getBoundingClientRect();
        if (overflowX !== "visible" || /absolute|fixed/.test(position)) break;
        if (display === "inline" || display === "contents") continue;
        if (lines.some((line) => line.right > box.right + 2 || line.left < box.left - 2)) { found.push(`text pokes out of ${named(block)}`); break; }
      }
    }
    return [...new Set(found)];
  }

  // --- What people and sources say may run from right to left: it needs a direction of its own ---
  function undirected() {
    const letters = /[\u0590-\u08ff]/;
    const lost = [...texts(letters)].map(([, element]) => element).filter((element) => !element.closest("body [dir], bdi"));
    for (const field of document.querySelectorAll("input:not([type=hidden]), textarea")) if (letters.test(field.value) && !field.closest("body [dir]")) lost.push(field);
    return [...new Set(lost.map((element) => `no direction of its own: ${named(element)} in ${named(element.parentElement)}`))];
  }

  // --- Fingers: what decides is 44 px high on a phone ---
  function small() {
    const large = ".btn:not(.s):not(.linkbtn), .iconbutton, summary:not(.s), select:not(.v), textarea, input:not([type=checkbox], [type=radio], [type=hidden], .v)";
    return [...document.querySelectorAll(large)].filter(shown).filter((element) => element.getBoundingClientRect().height < 43.5)
      .map((element) => `${Math.round(element.getBoundingClientRect().height)} px high: ${named(element)}`);
  }

  // --- Keyboard ---
  const reached = () => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((element) => element.tabIndex >= 0 && !element.disabled && !element.closest("[inert], .is-focus") && shown(element));
  const ring = (element) => [...up(element)].slice(0, 8).map((at) => { const s = style(at); return [s.outlineStyle === "none" ? "" : s.outlineWidth + s.outlineStyle, s.boxShadow].join(" "); });
  const covered = (element) => {
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]);
    const tops = points.map(([x, y]) => document.elementFromPoint(x, y)).filter(Boolean);
    return !tops.some((top) => element.contains(top) || top.contains(element) || [...(element.labels ?? [])].some((label) => label.contains(top)));
  };
  function unseen() {
    const found = [];
    for (const element of reached()) {
      document.activeElement?.blur();
      const before = ring(element);
      element.focus({ focusVisible: true });
      if (document.activeElement !== element) continue;
      const after = ring(element);
      if (before.every((line, at) => line === after[at])) found.push(`focus cannot be seen on ${named(element)}`);
      else if (covered(element)) found.push(`focus is hidden on ${named(element)}`);
    }
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    return found;
  }
  // The stop at which the hand is: whether it is the skip link, where it can be seen; and whether it is in the content.
  function stop() {
    const at = document.activeElement;
    return { skip: at.classList.contains("skip") && at.getBoundingClientRect().top >= 0, content: Boolean(at.closest("main")), html: at.outerHTML.slice(0, 80) };
  }
  function disordered() {
    const found = [...document.querySelectorAll("[tabindex]")].filter((element) => element.tabIndex > 0).map((element) => `tabindex ${element.tabIndex} on ${named(element)}`);
    const stops = reached();
    for (const element of stops) {
      for (const at of up(element)) {
        if (style(at).order !== "0" || /reverse/.test(style(at).flexDirection)) { found.push(`CSS turns the order of ${named(at)}`); break; }
      }
    }
    const still = stops.filter((element) => ![...up(element)].some((at) => /fixed|absolute|sticky/.test(style(at).position)));
    for (let at = 1; at < still.length; at++) {
      const [one, next] = [still[at - 1].getBoundingClientRect(), still[at].getBoundingClientRect()];
      if (next.bottom <= one.top + 1 && next.right <= one.left + 1) found.push(`${named(still[at])} comes after ${named(still[at - 1])} but stands above and before it`);
    }
    return [...new Set(found)];
  }

  // --- Motion: where calm is asked for nothing moves for longer than 10 ms ---
  function moving() {
    const seconds = (list) => Math.max(...list.split(",").map((one) => parseFloat(one) * (/ms/.test(one) ? 0.001 : 1)));
    const runs = document.getAnimations().filter((run) => run.effect.getComputedTiming().duration > 10).map((run) => `${run.animationName ?? run.transitionProperty} runs on ${named(run.effect.target)}`);
    const would = [...document.querySelectorAll("*")].filter((element) => style(element).transitionProperty !== "none" && seconds(style(element).transitionDuration) > 0.01);
    return [...runs, ...would.map((element) => `would move: ${named(element)}`)];
  }

  // --- Paper and forced colours ---
  const all = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
  const dark = (colour) => { const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number); return alpha > 0 && red + green + blue < 600; };
  const unprintable = () => [
    ...all("nav, .bar, .btn, .skip, #toasts .toast, .statusbar").map((element) => `prints ${named(element)}`),
    ...[document.body, ...all("main, section, table, .tag")].filter((element) => dark(style(element).backgroundColor)).map((element) => `dark ground under ${named(element)}`),
  ];
  const unlined = () => all("main :is(.tag, .btn, .chip, .m)").filter((element) => { const s = style(element); return s.borderTopStyle === "none" && s.outlineStyle === "none" && s.textDecorationLine === "none"; }).map(named);

  // "shapes" leaves out the contrast of colours, which costs half the time and is the same at any width.
  const rules = {
    all: { "target-size": { enabled: true } },
    shapes: { "target-size": { enabled: true }, "color-contrast": { enabled: false } },
    colours: { "color-contrast": { enabled: true } },
  };
  const preload = { assets: ["media"] }; // style sheets are read for experimental rules only
  async function axed(kind) {
    const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];
    const only = kind === "colours" ? { type: "rule", values: ["color-contrast"] } : { type: "tag", values: levels };
    const result = await axe.run({ runOnly: only, rules: rules[kind], preload, resultTypes: ["violations"] });
    return result.violations.flatMap((rule) => rule.nodes.slice(0, 3).map((node) => `${rule.id}: ${node.target.join(" ")} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ""}`));
  }
  window.probes = { sideways, spilling, undirected, small, unseen, disordered, moving, unprintable, unlined, stop, axed, refused: () => violations };
})();
