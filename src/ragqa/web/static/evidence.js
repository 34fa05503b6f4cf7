// A citation opens its evidence beside the text; keys go from citation to citation.
"use strict";
(() => {
  const panel = document.getElementById("evidence");
  let opener = null;

  function citations() {
    return [...document.querySelectorAll(".cite > a")].filter((link) => link.offsetParent !== null);
  }

  function mark(link) {
    for (const one of document.querySelectorAll(".cite > a[aria-expanded]")) {
      one.removeAttribute("aria-expanded");
    }
    link?.setAttribute("aria-expanded", "true");
  }

  async function open(link) {
    if (!panel.contains(link)) opener = link;
    mark(opener);
    await htmx.ajax("GET", link.getAttribute("href"), { target: panel, swap: "innerHTML" });
    panel.hidden = false;
    document.body.classList.add("with-panel");
    panel.querySelector("#close-evidence")?.focus({ preventScroll: true });
    panel.querySelector(".panel-body")?.scrollTo(0, 0);
    keepInSight(opener);
  }

  /** The sentence whose evidence is read stays in sight above a sheet at the bottom. */
  function keepInSight(link) {
    const box = link?.getBoundingClientRect();
    const edge = panel.getBoundingClientRect();
    const covered = box && edge.width >= innerWidth && box.bottom > edge.top;
    if (covered || (box && box.top < 0)) link.scrollIntoView({ block: "start" });
  }

  function close() {
    if (panel.hidden) return false;
    panel.hidden = true;
    document.body.classList.remove("with-panel");
    mark(null);
    opener?.focus();
    return true;
  }

  function step(by) {
    const all = citations();
    if (!all.length) return;
    const from = panel.contains(document.activeElement) ? opener : document.activeElement;
    const at = all.indexOf(from);
    const next = at < 0 ? nearest(all, by) : all[(at + by + all.length) % all.length];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    if (!panel.hidden) open(next);
  }

  /** The first citation in sight, so that keys begin where the reader is. */
  function nearest(all, by) {
    const seen = all.filter((link) => {
      const box = link.getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight;
    });
    return by > 0 ? seen[0] ?? all[0] : seen.at(-1) ?? all.at(-1);
  }

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest(".cite > a, a[data-evidence]");
    if (link && link.getAttribute("href").includes("/evidence/")) {
      event.preventDefault();
      open(link);
    } else if (event.target.closest("[data-close]")) {
      close();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (document.querySelector("dialog:modal")) return;
      if (!close()) document.documentElement.classList.add("no-words");
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || window.ragqa.isTyping(event.target)) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.target.matches(".cite > a") && event.key === "ArrowRight") step(1);
    else if (event.target.matches(".cite > a") && event.key === "ArrowLeft") step(-1);
  });

  // Words that Esc has put away come back with the next citation that is pointed at.
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      if (!event.target.closest?.(".cite")) document.documentElement.classList.remove("no-words");
    });
  }
})();
