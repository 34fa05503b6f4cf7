// While an answer is made: parts that were empty are shown, and the end is said aloud.
"use strict";
(() => {
  document.addEventListener("htmx:sse:after:message", (event) => {
    const turn = document.getElementById(event.target.dataset?.turn);
    for (const claims of turn?.querySelectorAll("[id$='-claims']") ?? []) {
      if (claims.children.length) claims.closest("section").hidden = false;
    }
  });

  document.addEventListener("answered", (event) => {
    window.ragqa.say("The answer is complete.");
  });

  document.addEventListener("htmx:sse:error", (event) => {
    const stage = document.querySelector(`#${event.target.dataset.turn} .stage [role=status]`);
    if (stage) stage.textContent = "The connection was lost. Trying to reach the server again …";
  });

  document.addEventListener("click", (event) => {
    const again = event.target.closest("[data-ask-again]");
    const turn = again?.closest(".turn");
    if (!turn) return;
    event.preventDefault();
    const address = again.getAttribute("href").replace(/\/wait$/, "");
    htmx.ajax("GET", address, { target: turn, swap: "outerHTML" });
  });
})();
