/** The editor and the command line check the same files and report the same problems. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Diagnostic, WorkspaceDiagnosticReport } from "vscode-languageserver/node";
import { makeLinks } from "../../server/src/testing/skip.js";
import { run } from "../cli/support.js";
import { Client, fileUri } from "./client.js";

const ALLOY = `{
  "name": "a", "version": "1.0.0", "tags": null, "domains": ["lab"],
  "source": {"baseModel": "a/b", "architecture": "qwen2"},
  "stages": [{"type": "polish", "grit": "80"}, {"type": "polsh"}]
}
`;

function domain(id: string, stage: string): string {
  return JSON.stringify({
    id,
    version: "1.0.0",
    title: id,
    description: id,
    status: "stable",
    stages: {
      [stage]: {
        phase: "transform",
        summary: stage,
        description: stage,
        type: "object",
        properties: { grit: { type: "integer", description: "Grit." } },
      },
    },
  });
}

const SEVERITIES = ["", "error", "warning", "information", "hint"];

/** Reported problems, sorted: `path code severity line:column message`. */
type Said = readonly string[];

suite("the editor and check", () => {
  let folder: string;
  let client: Client | undefined;

  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-same-"));
  });
  teardown(async () => {
    await client?.stop();
    client = undefined;
    rmSync(folder, { recursive: true });
  });

  function write(files: Record<string, string | object>): void {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    }
  }

  /** Returns the problems that `check` reports when it runs in each of the folders. */
  function saidByCheck(roots: readonly string[]): Said {
    return roots
      .flatMap((root) => {
        const cwd = path.join(folder, root);
        const { out, err } = run(["check", "--format", "json", "--level", "hint"], { cwd });
        assert.doesNotMatch(err, /error/);
        return JSON.parse(out).files.flatMap((file: { file: string; diagnostics: object[] }) =>
          file.diagnostics.map((found) => {
            const { code, severity, message, line, column } = found as Record<string, unknown>;
            const name = path.posix.join(root, file.file.replaceAll("\\", "/"));
            return `${name} ${code} ${severity} ${line}:${column} ${message}`;
          }),
        );
      })
      .sort();
  }

  async function saidByServer(roots: readonly string[]): Promise<Said> {
    client = await Client.start({
      capabilities: { textDocument: { diagnostic: {} }, workspace: { workspaceFolders: true } },
      workspaceFolders: roots.map((root) => ({
        name: root,
        uri: fileUri(path.join(folder, root)),
      })),
    });
    const { items } = await client.request<WorkspaceDiagnosticReport>("workspace/diagnostic", {
      previousResultIds: [],
    });
    return items
      .flatMap((item) => {
        assert.equal(item.kind, "full");
        const name = path.relative(folder, fileURLToPath(item.uri)).replaceAll("\\", "/");
        return (item.items as Diagnostic[]).map(
          ({ code, severity = 0, message, range: { start } }) =>
            `${name} ${code} ${SEVERITIES[severity]} ${start.line + 1}:${start.character + 1} ${message}`,
        );
      })
      .sort();
  }

  /** The files that something is said about. */
  const filesIn = (said: Said) => [...new Set(said.map((line) => line.split(" ")[0]))];

  test("agree on nested configurations, ignored and hidden files, links, and several roots", async function () {
    write({
      "work/.forge-alloy/config.json": {
        extends: ["./strict.json", "@lab/config"],
        rules: { "schema/null": "warning" },
        ignores: ["drafts", "**/old-*"],
        domains: ["shared/domains"],
        overrides: [{ files: ["sub/**"], rules: { "stage/unknown-type": "hint" } }],
        suppressions: [{ code: "schema/range", reason: "nothing needs it" }],
      },
      "work/.forge-alloy/strict.json": { rules: { stage: "error", "domain/draft": "error" } },
      "work/node_modules/@lab/config/config.json": { rules: { "schema/null": "off", alloy: "off" } },
      "work/node_modules/@lab/config/inside.alloy.json": ALLOY,
      "work/shared/domains/lab.json": domain("lab", "polish"),
      "work/.gitignore": "build/\n*.tmp.alloy.json\n",
      "work/a.alloy.json": ALLOY,
      "work/x.tmp.alloy.json": ALLOY,
      "work/build/e.alloy.json": ALLOY,
      "work/drafts/d.alloy.json": ALLOY,
      "work/sub/old-a.alloy.json": ALLOY,
      "work/.hidden/f.alloy.json": ALLOY,
      "work/sub/.f.alloy.json": ALLOY,
      "work/sub/.gitignore": "!kept.tmp.alloy.json\n",
      "work/sub/kept.tmp.alloy.json": ALLOY,
      "work/sub/.forge-alloy/config.json": { rules: { schema: "info" }, extends: ["../nowhere.json"] },
      "work/sub/.forge-alloy/domains/broken.json": '{"id": "broken"}',
      "work/sub/b.alloy.json": ALLOY,
      "work/sub/own/.forge-alloy/config.json": { root: true, rules: { "schema/type": "off" } },
      "work/sub/own/c.alloy.json": ALLOY,
      "work/sub/own/forge-alloy.json": ALLOY,
      "outside/o.alloy.json": ALLOY,
      "outside/config.json": { rules: { schema: "off" } },
      "other/.forge-alloy/domains/lab.json": domain("lab", "polsh"),
      "other/.forge-alloy/config.json": { extends: ["../../outside/config.json"] },
      "other/a.alloy.json": ALLOY,
    });
    makeLinks(this, () => {
      symlinkSync("sub/b.alloy.json", path.join(folder, "work/link.alloy.json"));
      symlinkSync("../outside/o.alloy.json", path.join(folder, "work/out.alloy.json"));
      symlinkSync("..", path.join(folder, "work/sub/loop"));
      symlinkSync("../../other/a.alloy.json", path.join(folder, "work/sub/neighbor.alloy.json"));
    });
    const roots = ["work", "other"];
    const [ours, theirs] = [saidByCheck(roots), await saidByServer(roots)];
    assert.deepEqual(theirs, ours);
    assert.deepEqual(filesIn(ours), [
      "other/.forge-alloy/config.json",
      "other/a.alloy.json",
      "work/.forge-alloy/config.json",
      "work/a.alloy.json",
      "work/link.alloy.json",
      "work/sub/.forge-alloy/config.json",
      "work/sub/.forge-alloy/domains/broken.json",
      "work/sub/b.alloy.json",
      "work/sub/kept.tmp.alloy.json",
      "work/sub/own/c.alloy.json",
      "work/sub/own/forge-alloy.json",
    ]);
    const has = (line: RegExp) =>
      assert.ok(
        ours.some((one) => line.test(one)),
        `${line}\n${ours.join("\n")}`,
      );
    has(/^work\/a\.\S+ schema\/null warning /);
    has(/^work\/a\.\S+ stage\/unknown-type error /);
    // By key: a code that the outer file sets is another key than its group.
    has(/^work\/sub\/b\.\S+ schema\/null warning /);
    has(/^work\/sub\/b\.\S+ schema\/number-as-text information /);
    has(/^work\/sub\/b\.\S+ stage\/unknown-type hint /);
    has(/^work\/sub\/own\/c\.\S+ schema\/null error /);
    has(/^work\/sub\/own\/c\.\S+ domain\/unknown /);
    has(/^work\/\.forge-alloy\/config\.json configuration\/unused-suppression /);
    has(/^work\/sub\/\.forge-alloy\/config\.json configuration\/unresolved-reference error .*no such file/);
    has(
      /^other\/\.forge-alloy\/config\.json configuration\/unresolved-reference error .*outside the workspace/,
    );
  });
});
