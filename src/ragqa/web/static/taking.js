// Taking an answer along: copied with its references, or printed.
"use strict";
(() => {
  async function copy(button) {
    try {
      const response = await fetch(button.dataset.copy, { credentials: "same-origin" });
      if (!response.ok) throw new Error(String(response.status));
      await navigator.clipboard.writeText(await response.text());
      confirm(button, "Copied", "Copied with its references.");
    } catch {
      confirm(button, "Not copied", "It could not be copied. Use Export instead.");
    }
  }

  /** Say on the button itself what came of it, and aloud. */
  function confirm(button, label, said) {
    button.dataset.label ??= button.textContent;
    button.textContent = label;
    window.ragqa.say(said);
    clearTimeout(Number(button.dataset.timer));
    button.dataset.timer = setTimeout(() => { button.textContent = button.dataset.label; }, 2500);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
    else if (event.target.closest("[data-print]")) print();
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopImmediatePropagation();
  });

  document.addEventListener("submit", (event) => {
    const asked = event.submitter?.dataset.confirm;
    if (asked && !window.confirm(asked)) event.preventDefault();
  });
})();
