// What a scenario has: a page that is watched, and the words to look at it with.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const NARROW = { width: 320, height: 800 };
const WIDE = { width: 1280, height: 900 };

const scenarios = new Map();

/**
 * Name what a page does. `options` are those of a browser context; `faults` are what it may log,
 * and `confirms` says that it asks back and is told yes.
 */
export function scenario(name, options, run) {
  assert(!scenarios.has(name), `two scenarios are called ${name}`);
  scenarios.set(name, { options, run });
}

export function scenarioCalled(name) {
  const found = scenarios.get(name);
  assert(found, `no scenario is called ${name}`);
  return found;
}

/** A browser context in which nothing may go wrong unseen. */
export class Visit {
  constructor(context, base, given, options) {
    this.context = context;
    this.base = base;
    this.given = given;
    this.troubles = [];
    this.borne = options.faults ?? [];
    this.confirms = options.confirms ?? false;
    context.on("page", (page) => this.watch(page));
  }

  watch(page) {
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        this.trouble(`console: ${message.text()} (${message.location().url})`);
      }
    });
    page.on("pageerror", (error) => this.trouble(`script: ${error.stack ?? error}`));
    page.on("dialog", (dialog) => {
      const asked = this.confirms && dialog.type() === "confirm";
      if (!asked) this.trouble(`dialog: ${dialog.message()}`);
      (asked ? dialog.accept() : dialog.dismiss()).catch(() => {});
    });
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(`${this.base}/`) && !/^(data|blob|about):/.test(url)) {
        this.trouble(`request to elsewhere: ${url}`);
      }
    });
  }

  trouble(text) {
    if (!this.borne.some((one) => one.test(text))) this.troubles.push(text);
  }

  async open(path = "/") {
    this.page ??= await this.context.newPage();
    await this.page.goto(new URL(path, this.base).href);
    return this.page;
  }

  /** Log in with a key, where the server asks for one. */
  async logIn(key) {
    const page = await this.open("/login");
    await page.getByLabel("Your key").fill(key);
    await page.getByRole("button", { name: /log in/i }).click();
    await page.waitForURL((url) => !url.pathname.startsWith("/login"));
    return page;
  }

  /** Fail where the page breaks a rule of WCAG 2.2 AA: light and dark, narrow and wide. */
  async checkAccess(page = this.page) {
    const before = page.viewportSize();
    const found = [];
    for (const viewport of [WIDE, NARROW]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        const where = `${viewport.width} px, ${colorScheme}`;
        found.push(...(await violations(page)).map((one) => `${where}: ${one}`));
      }
      found.push(...(await overflow(page)));
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(before);
    assert.deepEqual(found, [], new URL(page.url()).pathname);
  }
}

async function violations(page) {
  await page.evaluate(AXE);
  const { violations: broken } = await page.evaluate(
    (tags) =>
      globalThis.axe.run(document, {
        runOnly: { type: "tag", values: tags },
        resultTypes: ["violations"],
      }),
    RULES,
  );
  return broken.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.html.slice(0, 160)} ${node.failureSummary.replaceAll(/\s+/g, " ")}`),
  );
}

/** Tell what makes a page scroll sideways. */
export async function overflow(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.body.querySelectorAll("*")]
      .filter((one) => one.getBoundingClientRect().right > room + 1)
      .slice(-3)
      .map((one) => `wider than ${room} px: ${one.outerHTML.slice(0, 160)}`);
  });
}

export { assert };
