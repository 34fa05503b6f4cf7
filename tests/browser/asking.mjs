// A clinician asks, watches the answer come, and looks at what it rests on.
import { assert, overflow, scenario } from "./harness.mjs";
import { answered, ask, bare } from "./words.mjs";

const QUESTION = "Should adults with restless legs have iron studies?";
const FOLLOW_UP = "What about pregnant women?";
const UNANSWERABLE = "Who won the chess championship in 1972?";
const WRITING = { permissions: ["clipboard-read", "clipboard-write"] };

/** Ask a question and wait for its answer. */
async function asked(visit, question = QUESTION) {
  const page = await visit.open("/");
  await ask(page, question);
  return [page, await answered(page)];
}

/** Open the answer that was made for all who only read it. */
async function opened(visit) {
  const page = await visit.open(visit.given.answered);
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
  // Every claim is kept as it was first shown, in the order in which they came.
  await page.addInitScript(() => {
    globalThis.shown = [];
    globalThis.evidenceFirst = false;
    const look = () => {
      if (!globalThis.shown.length && document.querySelector(".found-works a")) {
        globalThis.evidenceFirst = true;
      }
      for (const claim of document.querySelectorAll("[id$='-claims'] .claim")) {
        const text = claim.innerText;
        if (claim.checkVisibility() && !globalThis.shown.includes(text)) globalThis.shown.push(text);
      }
    };
    new MutationObserver(look).observe(document, {
      childList: true,
      subtree: true,
      attributes: true,
    });
  });
  await ask(page, QUESTION);
  const turn = await answered(page);
  const shown = await page.evaluate(() => globalThis.shown);
  assert(shown.length >= 3, `claims are shown as they pass: ${shown.length}`);
  assert(await page.evaluate(() => globalThis.evidenceFirst), "evidence is shown first");
  const last = (await turn.locator(".claim").allInnerTexts()).map(bare);
  for (const claim of shown) assert(last.includes(bare(claim)), `taken back: ${claim}`);
});

scenario("a question is sent by the keyboard alone", {}, async (visit) => {
  const page = await visit.open("/");
  await page.keyboard.press("/");
  await page.keyboard.type(QUESTION);
  await page.keyboard.press("Control+Enter");
  const turn = await answered(page);
  assert.equal(await turn.locator("h1").innerText(), QUESTION);
});

scenario("an article can be used by everybody", {}, async (visit) => {
  const [page, turn] = await opened(visit);
  assert.equal(await turn.locator(".steps [aria-current=step]").count(), 1);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });
  await visit.checkAccess();
});

scenario("every sentence cites what the list of references holds", {}, async (visit) => {
  const [, turn] = await opened(visit);
  const cited = await turn.locator(".cite > a").allInnerTexts();
  const listed = await turn
    .locator(".references li[id]")
    .evaluateAll((rows) => rows.map((row) => row.getAttribute("value")));
  assert.deepEqual([...new Set(cited.map(bare))].toSorted(), listed.toSorted());
  const uncited = turn.locator(".claim:not(:has(.cite))");
  assert.deepEqual(await uncited.allInnerTexts(), []);
});

scenario("a citation opens its evidence by mouse, and Escape puts it away", {}, async (visit) => {
  const [page, turn] = await opened(visit);
  const link = turn.locator(".cite > a").first();
  await link.click();
  const panel = page.locator("#evidence");
  await panel.locator("blockquote mark").first().waitFor();
  const quotes = await panel.locator("blockquote mark").allInnerTexts();
  const paragraphs = await panel.locator("blockquote").allInnerTexts();
  assert.equal(quotes.length, paragraphs.length);
  for (const [at, quote] of quotes.entries()) assert(bare(paragraphs[at]).includes(bare(quote)));
  assert((await panel.locator(".checks li").count()) > 0);
  await visit.checkAccess();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  assert(await link.evaluate((one) => one === document.activeElement), "the focus comes back");
});

scenario("a citation opens its evidence by the keyboard", {}, async (visit) => {
  const [page] = await opened(visit);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const panel = page.locator("#evidence");
  await panel.locator("blockquote mark").first().waitFor();
  assert(await panel.evaluate((one) => one.contains(document.activeElement)));
  const first = await panel.locator(".claim-quoted").innerText();
  for (let step = 0; step < 30; step += 1) {
    await page.keyboard.press("j");
    await page.waitForTimeout(60);
    if ((await panel.locator(".claim-quoted").innerText()) !== first) break;
  }
  assert.notEqual(await panel.locator(".claim-quoted").innerText(), first);
});

scenario("the source shows the quoted words where they stand", {}, async (visit) => {
  const [page, turn] = await opened(visit);
  await turn.locator(".cite > a").first().click();
  const panel = page.locator("#evidence");
  const quote = bare(await panel.locator("blockquote mark").first().innerText());
  await panel.getByRole("link", { name: "Read it in the source" }).first().click();
  await page.waitForURL(/\/documents\//);
  const marked = (await page.locator(".document mark").allInnerTexts()).map(bare).join(" ");
  assert.equal(marked, quote);
  await visit.checkAccess();
});

scenario("a follow-up is understood, answered, and keeps the numbers", {}, async (visit) => {
  const [page, turn] = await asked(visit);
  const before = await numbers(turn);
  await ask(page, FOLLOW_UP);
  const second = await answered(page, 2);
  assert.match(await second.locator(".understood").innerText(), /understood as/);
  const after = await numbers(second);
  for (const [title, number] of Object.entries(after)) {
    if (title in before) assert.equal(number, before[title], title);
    else assert(!Object.values(before).includes(number), `${number} names another work`);
  }
  assert.deepEqual(await numbers(page.locator("#turn-1")), before);
  await visit.checkAccess();
});

async function numbers(turn) {
  const pairs = await turn
    .locator(".references li[id]")
    .evaluateAll((rows) =>
      rows.map((row) => [row.querySelector("cite").innerText, row.getAttribute("value")]),
    );
  return Object.fromEntries(pairs);
}

scenario("the audience can be changed, and no citation goes", {}, async (visit) => {
  const [page, turn] = await opened(visit);
  const cited = await turn.locator(".references li[id] cite").allInnerTexts();
  await page.getByRole("link", { name: "Patients" }).first().click();
  await page.locator(".audiences [aria-current=true]", { hasText: "Patients" }).waitFor();
  assert.deepEqual(await page.locator("#turn-1 .references li[id] cite").allInnerTexts(), cited);
  await visit.checkAccess();
});

scenario("what the sources do not answer is said, with what to do", {}, async (visit) => {
  const [page, turn] = await asked(visit, UNANSWERABLE);
  assert.equal(await turn.locator(".answer.none").count(), 1);
  assert.equal(await turn.locator(".claim").count(), 0);
  assert(await page.getByRole("heading", { name: "What to do next" }).isVisible());
  await visit.checkAccess();
});

scenario("a question that is none is refused in the box", { faults: [/ 422 /] }, async (visit) => {
  const page = await visit.open("/");
  await ask(page, "???");
  const fault = page.locator(".fault");
  await fault.waitFor();
  assert.match(await fault.innerText(), /The question is empty/);
  assert.equal(await page.locator("[data-question-box]").first().inputValue(), "???");
  await visit.checkAccess();
});

scenario("a page that does not exist says so", { faults: [/ 404 /] }, async (visit) => {
  const page = await visit.open("/conversations/none");
  assert((await page.getByRole("link", { name: "Ask a question" }).count()) > 0);
  await visit.checkAccess();
});

scenario("an answer is copied with its references", WRITING, async (visit) => {
  const [page, turn] = await opened(visit);
  await turn.getByRole("button", { name: "Copy with references" }).click();
  await turn.getByRole("button", { name: "Copied" }).waitFor();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert(text.includes(QUESTION));
  for (const title of await turn.locator(".references li[id] cite").allInnerTexts()) {
    assert(bare(text).includes(bare(title).replace(/\.$/, "")), title);
  }
});

scenario("an answer is exported in every form", { acceptDownloads: true }, async (visit) => {
  const [page, turn] = await opened(visit);
  await turn.locator("details.menu summary").click();
  const links = await turn.locator("details.menu a").all();
  assert(links.length >= 7);
  for (const link of links) {
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    assert.equal(await download.failure(), null);
    assert(await download.path());
    await turn.locator("details.menu").evaluate((menu) => { menu.open = true; });
  }
});

scenario("on paper there is the article and nothing to press", {}, async (visit) => {
  const [page, turn] = await opened(visit);
  await page.emulateMedia({ media: "print" });
  for (const shown of await page.locator("button, textarea, nav, #evidence").all()) {
    assert(!(await shown.isVisible()), await shown.evaluate((one) => one.outerHTML.slice(0, 200)));
  }
  assert(await turn.locator(".references").isVisible());
  const backdrop = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.match(backdrop, /rgba?\(255, 255, 255|rgba\(0, 0, 0, 0\)/);
});

scenario("without a script a question is asked and its evidence read", { javaScriptEnabled: false }, async (visit) => {
  const page = await visit.open("/");
  await page.locator("[data-question-box]").fill(QUESTION);
  await page.locator(".ask-form button[type=submit]").click();
  const turn = page.locator("#turn-1");
  await turn.locator(".references").waitFor();
  assert((await turn.locator(".claim").count()) > 0);
  await turn.locator(".cite > a").first().click();
  await page.locator("blockquote mark").first().waitFor();
  await page.getByRole("link", { name: "Read it in the source" }).first().click();
  await page.locator(".document mark").first().waitFor();
});

scenario("nothing scrolls sideways on a narrow screen", { viewport: { width: 320, height: 700 } }, async (visit) => {
  const [page, turn] = await opened(visit);
  assert.deepEqual(await overflow(page), []);
  await turn.locator(".cite > a").first().click();
  await page.locator("#evidence blockquote mark").first().waitFor();
  assert.deepEqual(await overflow(page), []);
});

scenario("the chosen colours stay", {}, async (visit) => {
  const page = await visit.open("/");
  const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await colour();
  await page.locator("#switch-theme").click();
  const dark = await colour();
  assert.notEqual(dark, light);
  await page.reload();
  assert.equal(await colour(), dark);
});

scenario("a conversation is found again and removed", { confirms: true }, async (visit) => {
  const [page] = await asked(visit);
  const address = page.url();
  await visit.open("/conversations");
  await visit.checkAccess();
  const row = page.locator("li", { has: page.locator(`a[href='${new URL(address).pathname}']`) });
  await row.getByRole("button", { name: /Remove/ }).click();
  await row.waitFor({ state: "detached" });
});

scenario("a question that names a patient is asked about before it is kept", {}, async (visit) => {
  const page = await visit.open("/");
  await ask(page, "My patient John Smith, born 12/03/1961, MRN 4471190, has restless legs: iron?");
  await page.locator("#identifiers mark").first().waitFor();
  assert((await page.locator("#identifiers mark").allInnerTexts()).join(" ").includes("4471190"));
  await visit.checkAccess();
  assert(!(await page.locator("[data-question-box]").last().inputValue()).includes("4471190"));
  await page.getByRole("button", { name: "Ask without it" }).click();
  const turn = await answered(page);
  assert(!(await turn.locator("h1").innerText()).includes("4471190"));
});
