// A clinician asks, watches the answer come, and looks at what it rests on.
import { assert, overflow, scenario } from "./harness.mjs";

const QUESTION = "Should adults with restless legs have iron studies?";
const UNANSWERABLE = "Who won the chess championship in 1972?";

/** Ask in the box of a page. */
async function ask(page, question, audience = "clinician") {
  await page.locator("[data-question-box]").last().fill(question);
  await page.locator(`.ask-form input[value=${audience}]`).last().check({ force: true });
  await page.locator(".ask-form button[type=submit]").last().click();
}

/** Wait for the answer of a turn. */
async function answered(page, turn = 1) {
  const place = page.locator(`#turn-${turn}`);
  await place.locator(".references, .answer.none").first().waitFor();
  return place;
}

async function opened(visit, question = QUESTION) {
  const page = await visit.open("/");
  await ask(page, question);
  return [page, await answered(page)];
}

scenario("the first page can be used by everybody", {}, async (visit) => {
  const page = await visit.open("/");
  await visit.checkAccess();
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await visit.checkAccess();
  await page.keyboard.press("Escape");
  assert.equal(await page.getByRole("dialog").count(), 0);
});

scenario("evidence comes before claims, and nothing shown is taken back", {}, async (visit) => {
  const page = await visit.open("/");
  // Every claim and every state of the page is kept as it was first shown.
  await page.addInitScript(() => {
    globalThis.shown = [];
    const look = () => {
      for (const claim of document.querySelectorAll("[id$='-claims'] .claim")) {
        const text = claim.innerText;
        if (claim.checkVisibility() && !globalThis.shown.includes(text)) globalThis.shown.push(text);
      }
      const found = document.querySelector(".found, .found-works");
      if (found && !globalThis.shown.length) globalThis.foundFirst = true;
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
  });
  await ask(page, QUESTION);
  const turn = await answered(page);
  const shown = await page.evaluate(() => globalThis.shown);
  assert(shown.length >= 3, `claims were shown as they passed: ${shown.length}`);
  assert(await page.evaluate(() => globalThis.foundFirst), "what was found was shown first");
  const last = (await turn.locator(".claim").allInnerTexts()).map(bare);
  for (const claim of shown) assert(last.includes(bare(claim)), `taken back: ${claim}`);
});

const bare = (text) => text.replaceAll(/\s+/g, " ").trim();

scenario("an article can be used by everybody", {}, async (visit) => {
  const [page] = await opened(visit);
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  await visit.checkAccess();
});

scenario("exactly one step of the review is active", {}, async (visit) => {
  const [, turn] = await opened(visit);
  assert.equal(await turn.locator(".steps [aria-current=step]").count(), 1);
});
