// A server that nobody has given any documents yet.
import { assert, scenario } from "./harness.mjs";
import { ask } from "./words.mjs";

const SAID = /ragqa ingest/;

scenario("the first page says what is missing and what to do", {}, async (visit) => {
  const page = await visit.open("/");
  assert.match(await page.getByRole("alert").innerText(), SAID);
  await visit.checkAccess();
});

scenario("a question that fails is told where its answer would stand", {}, async (visit) => {
  const page = await visit.open("/");
  await ask(page, "Does drug A help adults with condition X?");
  const told = page.locator("#turn-1 [role=alert]");
  await told.waitFor();
  assert.match(await told.innerText(), SAID);
  await visit.checkAccess();
});

scenario("lists of nothing say so", {}, async (visit) => {
  for (const path of ["/articles", "/sources", "/review", "/uploads"]) {
    await visit.open(path);
    await visit.checkAccess();
  }
});
