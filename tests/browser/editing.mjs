// Editors and reviewers: articles, their review, sources, uploads.
import { assert, overflow, scenario } from "./harness.mjs";
import { answered, ask, bare } from "./words.mjs";

const [READ, SENT_BACK, CHANGED, STALE] = [0, 1, 2, 3];
const GUIDELINE = `---
title: Guideline on messages to smokers
kind: guideline
year: 2026
---

# Recommendations

Text messages are recommended for adults who want to stop smoking. Text messages help smokers to
quit: clinicians should offer them to all adults who smoke.
`;
const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

/** Open the review of one of the articles that were written. */
async function review(visit, number) {
  for (const state of ["submitted", "under review", "sent back", "approved"]) {
    const page = await visit.open(`/review?state=${encodeURIComponent(state)}`);
    const link = page.getByRole("link", { name: visit.given.written[number] });
    if (await link.count()) {
      await link.click();
      return page;
    }
  }
  throw new Error("the article is in no queue");
}

async function press(page, name) {
  await page.getByRole("button", { name, exact: true }).click();
  await page.waitForLoadState();
}

async function approve(page) {
  await press(page, "Start the review");
  await page.getByLabel(/Your credential/).fill("MD");
  await press(page, "Approve this text");
  await page.getByText(/^Approved by/).waitFor();
}

/** Send files, and wait until they were read. */
async function upload(visit, files) {
  const page = await visit.open("/uploads");
  await page.locator("#files").setInputFiles(files);
  await page.locator("#send").click();
  await page.waitForURL(/\/uploads\/jobs\//);
  await page.locator("#job.done, #job.failed").waitFor({ timeout: 40_000 });
  return page;
}

scenario("lists, accounts and the log can be used by everybody", {}, async (visit) => {
  for (const path of ["/articles", "/sources", "/review", "/uploads", "/accounts", "/log"]) {
    await visit.open(path);
    await visit.checkAccess();
  }
});

scenario("an article and what it rests on can be used by everybody", {}, async (visit) => {
  const page = await visit.open("/articles");
  await page.getByRole("link", { name: visit.given.written[READ] }).click();
  await page.locator(".turn .references").waitFor();
  await visit.checkAccess();
  await page.locator(".cite > a").first().click();
  await page.locator("#evidence blockquote mark").first().waitFor();
  await page.keyboard.press("Escape");
  await visit.open("/sources?cited=true");
  await page.getByRole("link", { name: /claims? in/ }).first().click();
  await visit.checkAccess();
});

scenario("sources are found by words and by kind", {}, async (visit) => {
  const page = await visit.open("/sources");
  await page.getByLabel(/Title, author/).fill("ferritin");
  await page.getByRole("button", { name: "Search" }).click();
  const rows = page.locator("#sources li");
  assert((await rows.count()) > 0);
  await page.getByLabel("Kind").selectOption("guideline");
  await page.getByRole("button", { name: "Search" }).click();
  for (const kind of await rows.locator(".tag").first().allInnerTexts()) {
    assert.match(kind, /guideline/i);
  }
});

scenario("a sentence is commented on, and the article approved", {}, async (visit) => {
  const page = await review(visit, READ);
  await visit.checkAccess();
  await press(page, "Start the review");
  const first = page.locator(".claim-review").first();
  await first.locator(".comment-box summary").click();
  await first.locator("textarea").fill("Is <this> the dose & the unit?");
  await first.getByRole("button", { name: "Keep the comment" }).click();
  await page.locator(".comments").first().waitFor();
  assert.equal(await page.locator(".comment-text").first().innerText(), "Is <this> the dose & the unit?");
  await page.getByLabel(/Your credential/).fill("MD, sleep medicine");
  await press(page, "Approve this text");
  assert.match(bare(await page.locator("#steps").innerText()), /Approved by .*MD, sleep medicine/);
  await visit.checkAccess();
  await page.getByRole("link", { name: /as readers see it/ }).click();
  assert.match(await page.locator(".steps [aria-current=step]").innerText(), /Approved/i);
});

scenario("an article is sent back with what is wrong with it", {}, async (visit) => {
  const page = await review(visit, SENT_BACK);
  await press(page, "Start the review");
  await page.getByLabel("What is wrong with it").fill("The dose is missing.");
  await press(page, "Send it back");
  assert(await page.locator("#log").getByText("The dose is missing.").isVisible());
  await visit.open("/review?state=sent+back");
  await page.getByRole("link", { name: visit.given.written[SENT_BACK] }).waitFor();
  await visit.checkAccess();
});

scenario("a step on a text that changed meanwhile is not taken, and nothing typed is lost", {
  faults: [/ 409 /],
}, async (visit) => {
  const page = await review(visit, STALE);
  await press(page, "Start the review");
  const first = page.locator(".claim-review").first();
  await first.locator(".comment-box summary").click();
  await first.locator("textarea").fill("Kept for me.");
  await first.locator("input[name=text]").evaluate((one) => { one.value = "0".repeat(64); });
  await first.getByRole("button", { name: "Keep the comment" }).click();
  await page.locator("#fault").waitFor();
  assert((await page.content()).includes("Kept for me."));
  await visit.checkAccess();
});

scenario("files are uploaded, and what became of each is told", {}, async (visit) => {
  const page = await upload(visit, [
    file("messages.md", GUIDELINE),
    file("broken.pdf", "%PDF-1.4 no more of it"),
  ]);
  const outcome = async (name) =>
    bare(await page.locator("tr", { hasText: name }).locator(".tag").innerText());
  assert.equal(await outcome("messages.md"), "added");
  assert.match(await outcome("broken.pdf"), /failed|no text/);
  await visit.checkAccess();
  await page.getByRole("link", { name: "messages.md" }).click();
  await page.getByRole("heading", { name: "Guideline on messages to smokers" }).waitFor();
});

scenario("what is no document is refused before it is sent", {}, async (visit) => {
  const page = await visit.open("/uploads");
  await page.locator("#files").setInputFiles([file("program.exe", "MZ"), file("empty.txt", "")]);
  const chosen = bare(await page.locator("#chosen").innerText());
  assert.match(chosen, /program\.exe: cannot be read, not sent/);
  assert.match(chosen, /empty\.txt: is empty, not sent/);
  await page.locator("#send").click();
  await page.getByText("None of these files can be sent.").waitFor();
  assert.deepEqual(await overflow(page), []);
});

scenario("an approved article that is written anew shows what changed", {}, async (visit) => {
  await approve(await review(visit, CHANGED));
  await upload(visit, [file("newer.md", GUIDELINE.replace("messages to", "text messages for"))]);
  const page = await visit.open("/articles");
  await page.getByRole("link", { name: visit.given.written[CHANGED] }).click();
  await press(page, "Write anew");
  await page.getByRole("link", { name: "Read the article" }).click({ timeout: 40_000 });
  assert.doesNotMatch(await page.locator(".steps [aria-current=step]").innerText(), /Approved/i);
  await page.getByRole("link", { name: "What changed" }).click();
  await page.getByRole("heading", { name: /What changed/ }).waitFor();
  const fresh = page.getByRole("region", { name: "New", exact: true });
  assert(bare(await fresh.innerText()).includes("clinicians should offer them to all adults"));
  await visit.checkAccess();
});

scenario("questions are answered while everything is read again", {}, async (visit) => {
  const page = await visit.open("/uploads");
  await page.getByRole("button", { name: "Reindex" }).click();
  await page.waitForURL(/\/uploads\/jobs\//);
  const other = await visit.context.newPage();
  await other.goto(visit.base);
  await ask(other, visit.given.written[READ]);
  const turn = await answered(other);
  assert((await turn.locator(".claim").count()) > 0);
  await page.locator("#job.done").waitFor({ timeout: 40_000 });
  await visit.checkAccess(page);
});

scenario("a question is answered for the library", {}, async (visit) => {
  const page = await visit.open("/articles");
  await page.getByLabel("Question", { exact: true }).fill("How is gestational diabetes screened for?");
  await press(page, "Write the article");
  await page.getByRole("link", { name: "Review it" }).waitFor({ timeout: 40_000 });
  await visit.checkAccess();
});
