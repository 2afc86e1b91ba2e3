/** Where messages lead: to the rule pages of the site, if project.json has one, and otherwise to the packaged pages. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { CodeAction } from "vscode-languageserver/node";
import { type Identity, readIdentity, withIdentity } from "../scripts/identity.mjs";
import { Client, ROOT } from "./protocol/client.js";

const ALLOY = `{
  "name": "a", "version": "1.0.0", "tags": null,
  "source": {"baseModel": "a/b", "architecture": "qwen2"},
  "stages": [{"type": "evl", "benchmarks": []}]
}
`;
const RULE = "stage/unknown-type";
const SITE = "https://example.org/alloy/";
const REPOSITORY = "https://github.com/example-lab/forge-alloy-tools";

suite("addresses of rule pages", () => {
  let folder: string;
  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-addresses-"));
  });
  teardown(() => rmSync(folder, { recursive: true, force: true }));

  test("with a site, diagnostics and reports lead to /rules/<group>/<name>/ of it", async function () {
    this.timeout(120_000);
    await buildWith({ repository: REPOSITORY, site: SITE });
    const expected = `${SITE}rules/${RULE}/`;
    assert.equal(helpUri(), expected);
    assert.equal(rdjsonUrl(), expected);
    const { href, explained } = await fromServer();
    assert.equal(href, expected);
    // The command of the editor shows the packaged page, also without a network.
    assertIsPackaged(explained);
  });

  test("with a repository and no site, they lead to the packaged page", async function () {
    this.timeout(120_000);
    await buildWith({ repository: REPOSITORY, site: null });
    assertIsPackaged(helpUri());
    assertIsPackaged(rdjsonUrl());
    const { href, explained } = await fromServer();
    assertIsPackaged(href);
    assert.equal(explained, href);
  });

  /** Builds the server and the command line as `npm run build` does after a change of project.json. */
  async function buildWith(identity: Partial<Identity>): Promise<void> {
    const manifest = withIdentity(
      JSON.parse(readFileSync(path.join(ROOT, "server/package.json"), "utf8")),
      { ...readIdentity(), ...identity },
      "server",
    );
    mkdirSync(path.join(folder, "bin"));
    cpSync(path.join(ROOT, "server/bin"), path.join(folder, "bin"), { recursive: true });
    writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
    cpSync(path.join(ROOT, "docs/rules"), path.join(folder, "dist/rules"), { recursive: true });
    await build({
      absWorkingDir: ROOT,
      entryPoints: {
        server: "server/src/lsp/node.ts",
        cli: "server/src/cli/main.ts",
        watchdog: "server/src/lsp/watchdog-thread.ts",
        worker: "server/src/cli/worker.ts",
      },
      outdir: path.join(folder, "dist"),
      outExtension: { ".js": ".cjs" },
      bundle: true,
      format: "cjs",
      platform: "node",
      target: "node20",
      mainFields: ["module", "main"],
      banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
      define: { "import.meta.url": "bundleUrl" },
      external: ["*/mcp/node.js"],
      logLevel: "error",
      plugins: [
        {
          name: "identity",
          setup: ({ onLoad }) =>
            onLoad({ filter: /[\\/]server[\\/]package\.json$/ }, () => ({
              contents: JSON.stringify(manifest),
              loader: "json",
            })),
        },
      ],
    });
  }

  function report(format: string) {
    writeFileSync(path.join(folder, "a.alloy.json"), ALLOY);
    const args = [path.join(folder, "bin/forge-alloy.js"), "check", "--format", format, "a.alloy.json"];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    assert.equal(status, 1, stderr);
    return JSON.parse(stdout);
  }

  function helpUri(): string {
    const { rules } = report("sarif").runs[0].tool.driver;
    return rules.find(({ id }: { id: string }) => id === RULE).helpUri;
  }

  function rdjsonUrl(): string {
    const { diagnostics } = report("rdjson");
    return diagnostics.find(({ code }: { code: { value: string } }) => code.value === RULE).code.url;
  }

  /** What a diagnostic links to, and what "Explain …" shows. */
  async function fromServer(): Promise<{ href: string | undefined; explained: string | undefined }> {
    const client = await Client.start({
      server: path.join(folder, "bin/forge-alloy-language-server.js"),
      capabilities: { textDocument: { publishDiagnostics: { codeDescriptionSupport: true } } },
      initializationOptions: { explainCommand: "explain" },
    });
    try {
      const uri = "file:///a.alloy.json";
      await client.open(uri, ALLOY);
      const problem = (await client.published(uri, 1)).find(({ code }) => code === RULE);
      assert.ok(problem);
      const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri },
        range: problem.range,
        context: { diagnostics: [problem] },
      });
      const explain = actions.find(({ title }) => title === `Explain ${RULE}`);
      return { href: problem.codeDescription?.href, explained: explain?.command?.arguments?.[0] };
    } finally {
      await client.stop();
    }
  }

  function assertIsPackaged(url: string | undefined): void {
    assert.match(url ?? "", /^file:/);
    assert.ok(readFileSync(fileURLToPath(url as string), "utf8").startsWith(`# ${RULE}\n`), url);
  }
});
