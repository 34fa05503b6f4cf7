// While an answer is made: parts that were empty are shown, and its end or its failure is said.
"use strict";
(() => {
  const LOST = "The connection to the server was lost before the answer was there.";

  /** The turn that an event of a stream is about, or nothing for other events. */
  function turnOf(event) {
    const turn = event.target.dataset?.turn;
    return turn ? document.getElementById(turn) : null;
  }

  function showFilledParts(turn) {
    for (const claims of turn?.querySelectorAll("[id$='-claims']") ?? []) {
      if (claims.children.length) claims.closest("section").hidden = false;
    }
  }

  /** Offer to ask again, below what the stage says now. */
  function offerAgain(turn) {
    const stage = turn.querySelector(".stage");
    if (!stage || stage.querySelector("[data-ask-again]")) return;
    const again = document.createElement("a");
    again.className = "button";
    again.href = `${turn.querySelector("[data-again]").dataset.again}/wait`;
    again.dataset.askAgain = "";
    again.textContent = "Ask again";
    const line = document.createElement("p");
    line.className = "actions";
    line.append(again);
    stage.append(line);
  }

  function tell(turn, text) {
    const said = turn.querySelector(".stage [role=status]");
    if (said) said.textContent = text;
    offerAgain(turn);
  }

  document.addEventListener("htmx:sse:after:message", (event) => showFilledParts(turnOf(event)));
  document.addEventListener("answered", () => window.ragqa.say("The answer is complete."));

  document.addEventListener("htmx:sse:error", (event) => {
    const turn = turnOf(event);
    if (turn) tell(turn, `${LOST} It is being tried again …`);
  });

  document.addEventListener("htmx:error", (event) => {
    const turn = turnOf(event);
    if (turn) tell(turn, LOST);
  });

  document.addEventListener("htmx:finally:request", (event) => {
    const turn = turnOf(event);
    if (turn && event.detail.ctx.response?.status >= 400) offerAgain(turn);
  });

  document.addEventListener("click", (event) => {
    const turn = event.target.closest("[data-ask-again]")?.closest(".turn");
    const source = turn?.querySelector("[data-again]");
    if (!source) return;
    event.preventDefault();
    htmx.ajax("GET", source.dataset.again, { target: turn, swap: "outerHTML" });
  });
})();
