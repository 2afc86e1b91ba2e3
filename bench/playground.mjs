// How soon the playground can be used once the browser has its files.
//   node bench/playground.mjs [--rounds 9]    needs dist/site (npm run site)
//
// The clock starts when the address is entered, and stops when the editor takes text, and when the gate has its verdict.
import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { findBrowser } from "../scripts/browser.mjs";
import { Failure, main, ROOT, temporaryFolder } from "../scripts/process.mjs";
import { serveFolder } from "../scripts/static-server.mjs";
import { machine } from "./machine.mjs";

const SITE = path.join(ROOT, "dist/site");

/** Until the browser has kept the files and their compiled code. */
const WARM_UPS = 4;

/** ms for the browser to become idle: until then, it also loads its own page for new tabs, or keeps what it compiled. */
const IDLE = 2500;

async function bench() {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "9" } } });
  if (!existsSync(path.join(SITE, "playground"))) throw new Failure("Run `npm run site` first.");
  const rows = machine();
  const server = await serveFolder(SITE);
  // With a profile on disk: a private window compiles all code anew.
  const context = await chromium.launchPersistentContext(temporaryFolder("profile"), {
    executablePath: await findBrowser(),
    args: ["--no-sandbox"],
    viewport: { width: 1300, height: 900 },
  });
  try {
    const open = () => times(context, `${server.url}playground/`);
    for (let i = 0; i < WARM_UPS; i++) await open();
    const rounds = [];
    for (let i = 0; i < Number(values.rounds); i++) rounds.push(await open());
    for (const [name, value] of rows) console.log(`${name}: ${value}`);
    for (const name of ["usable", "verdict"]) {
      const all = rounds.map((round) => round[name]).sort((a, b) => a - b);
      console.log(`${name}: median ${all[all.length >> 1]} ms, ${all[0]} to ${all.at(-1)}`);
    }
  } finally {
    await context.close();
    await server.stop();
  }
}

/** Opens the playground in a tab of its own, and closes it. */
async function times(context, url) {
  const page = await context.newPage();
  await page.waitForTimeout(IDLE);
  const start = performance.now();
  const after = async (selector) => {
    await page.locator(selector).waitFor();
    return Math.round(performance.now() - start);
  };
  await page.goto(url, { waitUntil: "commit" });
  const [usable, verdict] = await Promise.all([after("html[data-ready]"), after("#verdict[data-verdict]")]);
  await page.waitForTimeout(IDLE);
  await page.close();
  return { usable, verdict };
}

await main(bench);
