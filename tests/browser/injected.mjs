// Pages that show texts of attackers: nothing of them runs, and nothing of them becomes an element.
import { assert, scenario } from "./harness.mjs";

/** Tell what of an attack has come alive on a page. */
async function alive(page, product) {
  return page.evaluate((computed) => {
    const found = [];
    if (globalThis.__executed !== undefined) found.push("a script ran");
    for (const one of document.querySelectorAll("[canary]")) {
      found.push(`an element: ${one.outerHTML.slice(0, 200)}`);
    }
    if (document.documentElement.innerText.includes(computed)) found.push("a template was filled");
    if (document.documentElement.innerText === "taken over") found.push("the page was replaced");
    for (const one of document.querySelectorAll("[href], [src], [action], [formaction], [data]")) {
      for (const name of ["href", "src", "action", "formaction", "data"]) {
        const address = one.getAttribute(name);
        if (address === null) continue;
        const { protocol } = new URL(address, document.baseURI);
        if (!["http:", "https:"].includes(protocol)) found.push(`an address: ${address}`);
      }
    }
    return found;
  }, product);
}

scenario("nothing that a page shows is run", {}, async (visit) => {
  const { pages, product } = visit.given;
  const troubles = [];
  for (const path of pages) {
    const page = await visit.open(path);
    for (const one of await alive(page, product)) troubles.push(`${path}: ${one}`);
    const there = new URL(page.url());
    if (there.pathname !== new URL(path, visit.base).pathname) {
      troubles.push(`${path}: led to ${there}`);
    }
  }
  assert.deepEqual(troubles, []);
});

scenario("nothing that was asked is run, nor anything that answers it", {}, async (visit) => {
  const { questions, product } = visit.given;
  for (const question of questions) {
    const page = await visit.open("/");
    await page.locator("[data-question-box]").last().fill(question);
    await page.locator(".ask-form button[type=submit]").last().click();
    const turn = page.locator("#turn-1");
    await turn.locator(".turn-actions").waitFor();
    assert.deepEqual(await alive(page, product), [], question);
    if (await turn.locator(".cite > a").count()) {
      await turn.locator(".cite > a").last().click();
      await page.locator("#evidence .checks").waitFor();
      assert.deepEqual(await alive(page, product), [], question);
    }
  }
});
