// How soon a browser shows the first diagnostics, in a window where the extension was not active yet.
//   node bench/web.mjs [--rounds 7]    needs dist/forge-alloy.vsix (npm run package)
//
// The clock starts when the web extension host runs the first line of our code, which is how an activation begins, and
// when the key that opens an alloy goes down. It stops when VS Code has the diagnostics, and when it draws them.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { main } from "../scripts/process.mjs";
import { openWindow } from "../test/editor/ui/window.mjs";
import { machine } from "./machine.mjs";

const ALLOY = `{
  "name": "first",
  "version": "1.0.0",
  "tags": null,
  "source": { "baseModel": "a/b", "architecture": "qwen2" },
  "stages": [{ "type": "eval", "benchmarks": [{ "name": "humaneval" }] }]
}
`;

/** How often a round may fail, as on a machine so busy that the window does not come up, before the run does. */
const FAILURES = 3;

/**
 * Put before our code: lets it say when it is loaded and when its first diagnostics are there. The server's worker, which
 * runs the same file, has no `require`.
 */
const CLOCK = `if (typeof require === "function") {
  console.log("forge-alloy loaded " + Date.now());
  const { languages } = require("vscode");
  const listener = languages.onDidChangeDiagnostics(({ uris }) => {
    if (!uris.some((uri) => languages.getDiagnostics(uri).length > 0)) return;
    listener.dispose();
    console.log("forge-alloy diagnosed " + Date.now());
  });
}
`;

/** The moments of one start, in milliseconds of the same clock. */
async function round() {
  const editor = await openWindow({ kind: "web" });
  try {
    const { page, workspace } = editor;
    addClock(editor.extensionsDir);
    const loaded = said(page, /forge-alloy loaded (\d+)/);
    const diagnosed = said(page, /forge-alloy diagnosed (\d+)/);
    writeFileSync(path.join(workspace, "first.alloy.json"), ALLOY);
    await editor.show(path.join(workspace, "README.md"));
    await page.locator(".monaco-editor .view-line").first().click();
    await page.evaluate(untilIdle);
    await page.keyboard.press("Control+P");
    await page.keyboard.type("first.alloy.json");
    await page
      .locator(".quick-input-list .monaco-list-row", { hasText: "first.alloy.json" })
      .first()
      .waitFor();
    await page.evaluate(untilIdle);
    const pressed = Date.now();
    await page.keyboard.press("Enter");
    const drawn = await page.waitForFunction(
      () => document.querySelector(".squiggly-error, .squiggly-warning") && Date.now(),
    );
    return { pressed, loaded: await loaded, diagnosed: await diagnosed, drawn: await drawn.jsonValue() };
  } finally {
    await editor.close();
  }
}

/** The number in the first line of the console that matches. */
function said(page, line) {
  const message = page.waitForEvent("console", (one) => line.test(one.text()));
  const number = message.then((one) => Number(line.exec(one.text())[1]));
  number.catch(() => {}); // the round may fail before anybody asks
  return number;
}

function addClock(extensionsDir) {
  const ours = readdirSync(extensionsDir).find((name) => name.startsWith("forge-alloy"));
  const file = path.join(extensionsDir, ours, "client/dist/browser.js");
  writeFileSync(file, CLOCK + readFileSync(file, "utf8"));
}

/** Runs in the page. Resolves when VS Code has had nothing to do for a second, or after half a minute. */
function untilIdle() {
  const [STEP, LATE, QUIET, LIMIT] = [50, 30, 1_000, 30_000];
  return new Promise((resolve) => {
    const start = performance.now();
    let last = start;
    let busy = start;
    const timer = setInterval(() => {
      const now = performance.now();
      if (now - last > STEP + LATE) busy = now;
      last = now;
      if (now - busy < QUIET && now - start < LIMIT) return;
      clearInterval(timer);
      resolve();
    }, STEP);
  });
}

async function rounds(number) {
  const done = [];
  for (let failures = 0; done.length < number; ) {
    try {
      done.push(await round());
    } catch (error) {
      if (++failures > FAILURES) throw error;
      console.log(`A round failed and is done again: ${error.message.split("\n")[0]}`);
    }
  }
  return done;
}

await main(async () => {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "7" } } });
  for (const [what, value] of machine()) console.log(`${what}: ${value}`);
  const all = await rounds(Number(values.rounds));
  for (const [from, to, words] of [
    ["loaded", "diagnosed", "activation to diagnostics"],
    ["loaded", "drawn", "activation to underline"],
    ["pressed", "drawn", "key to underline"],
  ]) {
    const times = all.map((moments) => moments[to] - moments[from]).sort((a, b) => a - b);
    console.log(`${words}: median ${times[times.length >> 1]} ms of ${times.join(", ")}`);
  }
});
