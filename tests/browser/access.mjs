// A server that asks for keys: who gets in, and what each of them sees.
import { assert, scenario } from "./harness.mjs";
import { answered, ask } from "./words.mjs";

const SEEN = {
  asker: ["Ask", "Articles", "Sources"],
  editor: ["Ask", "Articles", "Sources", "Review", "Uploads"],
  reviewer: ["Ask", "Articles", "Sources", "Review"],
  admin: ["Ask", "Articles", "Sources", "Review", "Uploads", "Accounts"],
};

scenario("whoever is not known is asked for a key", {}, async (visit) => {
  const page = await visit.open("/articles");
  assert.equal(new URL(page.url()).pathname, "/login");
  await visit.checkAccess();
});

scenario("a wrong key is refused", { faults: [/ 40[13] |( 422 )/] }, async (visit) => {
  const page = await visit.open("/login");
  await page.getByLabel("Your key").fill("ragqa_0123");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("alert").waitFor();
  assert.equal(new URL(page.url()).pathname, "/login");
  await visit.checkAccess();
});

scenario("each role sees what it can use, until it logs out", { faults: [/ 403 /] }, async (visit) => {
  for (const [role, places] of Object.entries(SEEN)) {
    const page = await visit.logIn(visit.given.keys[role]);
    assert.deepEqual(await page.locator(".places a").allInnerTexts(), places, role);
    const response = await page.goto(new URL("/accounts", visit.base).href);
    assert.equal(response.status(), role === "admin" ? 200 : 403, role);
    await page.goto(visit.base);
    await page.getByRole("button", { name: "Log out" }).click();
    await page.goto(new URL("/articles", visit.base).href);
    assert.equal(new URL(page.url()).pathname, "/login", role);
  }
});

scenario("after logging in the page that was asked for is shown", {}, async (visit) => {
  const page = await visit.open("/sources");
  await page.getByLabel("Your key").fill(visit.given.keys.asker);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL(/\/sources/);
});

scenario("one asker does not see what another asked", { faults: [/ 404 /] }, async (visit) => {
  const page = await visit.logIn(visit.given.keys.asker);
  await ask(page, visit.given.written[0]);
  await answered(page);
  const address = page.url();
  await page.goto(visit.base);
  await page.getByRole("button", { name: "Log out" }).click();
  await visit.logIn(visit.given.keys.editor);
  assert.equal((await page.goto(address)).status(), 404);
  await page.goto(new URL("/conversations", visit.base).href);
  assert(!(await page.content()).includes(visit.given.written[0]));
});

scenario("a key is made, shown once, and revoked", {}, async (visit) => {
  const page = await visit.logIn(visit.given.keys.admin);
  await page.goto(new URL("/accounts", visit.base).href);
  await page.locator("#name").fill("Ann Roe");
  await page.getByRole("button", { name: "Make the key" }).click();
  assert.match(await page.locator("#key-text").innerText(), /^ragqa_/);
  await visit.checkAccess();
  await page.goto(new URL("/accounts", visit.base).href);
  assert.equal(await page.locator("#key-text").count(), 0);
  const row = page.locator("tr", { hasText: "Ann Roe" });
  await row.getByRole("link", { name: /Revoke/ }).click();
  await visit.checkAccess();
  await page.getByRole("button", { name: /Revoke|take/i }).first().click();
  await page.locator("tr", { hasText: "Ann Roe" }).getByText("revoked").first().waitFor();
});
