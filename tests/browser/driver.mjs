// One Chromium for all scenarios: a line of JSON in names one, a line of JSON out says how it went.
import { mkdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

import { Visit, scenarioCalled } from "./harness.mjs";

const [executablePath] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath,
  // Containers have no sandbox of their own and little shared memory.
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await played(JSON.parse(line)))}\n`);
}
await browser.close();

async function played({ file, name, base, given, seconds, shots }) {
  await import(`./${file}`);
  const { options, run } = scenarioCalled(name);
  const { faults: _, confirms: __, ...wanted } = options;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    colorScheme: "light",
    reducedMotion: "reduce",
    ...wanted,
  });
  context.setDefaultTimeout(20_000);
  const visit = new Visit(context, base, given, options);
  try {
    const told = await within(seconds, run(visit));
    const { troubles } = visit;
    if (troubles.length) throw new Error(`The browser complained:\n${troubles.join("\n")}`);
    return { ok: true, told: told ?? null };
  } catch (error) {
    const complaints = visit.troubles.map((one) => `\nseen before: ${one}`).join("");
    return { ok: false, error: `${error.stack ?? error}${complaints}`, shot: await shot(visit, shots) };
  } finally {
    await context.close();
  }
}

function within(seconds, work) {
  let timer;
  const late = new Promise((_, refuse) => {
    timer = setTimeout(() => refuse(new Error(`not done in ${seconds} seconds`)), seconds * 1000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function shot(visit, folder) {
  mkdirSync(folder, { recursive: true });
  const path = `${folder}/failed.png`;
  try {
    await visit.page.screenshot({ path, fullPage: true });
    return path;
  } catch {
    return "no screenshot";
  }
}
