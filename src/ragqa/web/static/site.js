// On every page: the colour scheme, the keys that work everywhere, and what is said aloud.
"use strict";
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = document.getElementById("switch-theme");
  const keys = document.getElementById("keys");

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
  }

  function showTheme() {
    theme.setAttribute("aria-pressed", String(isDark()));
  }

  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("ragqa-theme", root.dataset.theme);
    } catch {
      // The choice holds for this page then.
    }
    showTheme();
  });
  dark.addEventListener("change", showTheme);
  theme.hidden = false;
  showTheme();

  const opener = document.getElementById("show-keys");
  opener.hidden = false;
  opener.addEventListener("click", () => keys.showModal());

  /** Whether keys belong to what is being typed. */
  function isTyping(target) {
    return target.closest?.("input, textarea, select, [contenteditable]") != null;
  }

  function say(text) {
    const said = document.getElementById("said");
    said.textContent = "";
    setTimeout(() => { said.textContent = text; }, 60);
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form");
      if (form && event.target.matches("textarea")) {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog:modal")) return;
    if (event.key === "/") {
      const boxes = [...document.querySelectorAll("[data-question-box]")];
      const box = boxes.at(-1);
      if (box) {
        event.preventDefault();
        box.focus();
        box.scrollIntoView({ block: "center" });
      }
    } else if (event.key === "?") {
      event.preventDefault();
      keys.showModal();
    }
  });

  window.ragqa = { say, isTyping };
})();
