// Runs before anything is painted, so that a chosen scheme never flashes.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  try {
    const kept = localStorage.getItem("ragqa-theme");
    if (kept === "light" || kept === "dark") root.dataset.theme = kept;
  } catch {
    // Storage may be forbidden; the system's scheme stands then.
  }
})();
