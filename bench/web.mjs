// How soon a browser shows the first diagnostics, in a window where the extension was not active yet: from the key that
// opens an alloy, and from the moment VS Code loads our code, until the first underline is drawn.
//   npm run bench:web [-- --rounds 5]    needs dist/forge-alloy.vsix (npm run package)
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { main } from "../scripts/process.mjs";
import { openWindow } from "../test/editor/ui/window.mjs";

const ALLOY = `{
  "name": "first",
  "version": "1.0.0",
  "tags": null,
  "source": { "baseModel": "a/b", "architecture": "qwen2" },
  "stages": [{ "type": "eval", "benchmarks": [{ "name": "humaneval" }] }]
}
`;

/** Milliseconds to the first underline. */
async function round() {
  const editor = await openWindow({ kind: "web" });
  try {
    const { page, workspace } = editor;
    announceLoading(editor.extensionsDir);
    let loaded;
    page.on("console", (message) => {
      loaded ??= message.text().match(/forge-alloy loaded (\d+)/)?.[1];
    });
    writeFileSync(path.join(workspace, "first.alloy.json"), ALLOY);
    await editor.show(path.join(workspace, "README.md"));
    await page.locator(".monaco-editor .view-line").first().click();
    await page.waitForTimeout(3000); // until what VS Code does at its start is done
    await page.keyboard.press("Control+P");
    await page.keyboard.type("first.alloy.json");
    await page
      .locator(".quick-input-list .monaco-list-row", { hasText: "first.alloy.json" })
      .first()
      .waitFor();
    const pressed = Date.now();
    await page.keyboard.press("Enter");
    await page.locator(".squiggly-error, .squiggly-warning").first().waitFor({ state: "attached" });
    const seen = Date.now();
    return { key: seen - pressed, loading: seen - Number(loaded) };
  } finally {
    await editor.close();
  }
}

/** Lets our code say when it is loaded. */
function announceLoading(extensionsDir) {
  const ours = readdirSync(extensionsDir).find((name) => name.startsWith("forge-alloy"));
  const file = path.join(extensionsDir, ours, "client/dist/browser.js");
  const code = readFileSync(file, "utf8");
  writeFileSync(file, `console.log("forge-alloy loaded " + Date.now());\n${code}`);
}

await main(async () => {
  const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
  const all = [];
  for (let i = 0; i < Number(values.rounds); i++) all.push(await round());
  for (const [what, times] of [
    ["the key", all.map(({ key }) => key)],
    ["our code being loaded", all.map(({ loading }) => loading)],
  ]) {
    times.sort((a, b) => a - b);
    console.log(
      `first underline after ${what}: median ${times[times.length >> 1]} ms of ${times.join(", ")}`,
    );
  }
});
