import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What an alloy is: its text, its schema, its meaning. */
const CORE = ["server/src/text", "server/src/syntax", "server/src/schema", "server/src/model"];
/** What is made of an alloy. */
const DERIVED = ["lint", "rules", "features", "preview", "verify", "compare", "evaluations", "plan"].map(
  (name) => `server/src/${name}`,
);

/** What a folder may import from, besides itself. */
const WALLS: Record<string, { readonly from: readonly string[]; readonly packages: RegExp }> = {
  // Knows neither JSON nor alloys.
  "server/src/text": { from: [], packages: /^$/ },
  "server/src/syntax": { from: ["server/src/text"], packages: /^jsonc-parser$/ },
  "server/src/schema": {
    from: ["server/src/text", "server/src/syntax"],
    packages: /^(compare-versions|fastest-levenshtein)$/,
  },
  "server/src/model": {
    from: ["server/src/text", "server/src/syntax", "server/src/schema"],
    packages: /^(@noble\/hashes\/(sha2|utils)\.js|spdx-license-ids\/(index|deprecated)\.json)$/,
  },
  // The engine runs the rules: it may read their list, but no single rule.
  "server/src/lint": {
    from: [...CORE, "server/src/rules/index.js", "server/src/rules/vocabulary/limits.js"],
    packages: /^$/,
  },
  "server/src/rules": { from: [...CORE, "server/src/lint"], packages: /^$/ },
  // What a run makes of an alloy.
  "server/src/plan": { from: CORE, packages: /^$/ },
  "server/src/features": {
    from: [...CORE, "server/src/lint", "server/src/rules/index.js", "server/src/plan"],
    packages: /^$/,
  },
  "server/src/preview": {
    from: [...CORE, "server/src/lint", "server/src/verify"],
    packages: /^$/,
  },
  "server/src/compare": {
    from: [...CORE, "server/src/lint", "server/src/preview/markup.js"],
    packages: /^$/,
  },
  // What evaluation tools write, and how it becomes part of an alloy.
  "server/src/evaluations": { from: CORE, packages: /^$/ },
  "server/src/verify": { from: CORE, packages: /^@noble\/hashes\/(sha2|utils)\.js$/ },
  "server/src/library": {
    from: [...CORE, ...DERIVED, "server/package.json"],
    packages: /^$/,
  },
  // What checks need of Node, for the command line and for the server alike.
  "server/src/disk": {
    from: ["server/src/text", "server/src/syntax", "server/src/verify"],
    packages: /^node:(crypto|fs|fs\/promises|os|path|util|worker_threads)$/,
  },
  "server/src/workspace": {
    from: [...CORE, ...DERIVED, "server/src/disk"],
    packages: /^(vscode-uri|node:(crypto|fs|fs\/promises|path))$/,
  },
  "server/src/lsp": {
    from: [...CORE, ...DERIVED, "server/src/disk", "server/src/workspace", "server/package.json"],
    packages: /^(vscode-languageserver(\/.*)?|vscode-uri|node:.*)$/,
  },
  "server/src/cli": {
    from: [
      ...CORE,
      ...DERIVED,
      "server/src/library",
      "server/src/disk",
      "server/src/workspace",
      // A program of its own, which one command starts.
      "server/src/mcp/node.js",
      "server/package.json",
    ],
    packages: /^(@clack\/prompts|commander|picocolors|node:.*)$/,
  },
  "server/src/mcp": {
    from: [
      ...CORE,
      ...DERIVED,
      "server/src/library",
      "server/src/disk",
      "server/src/workspace",
      "server/package.json",
    ],
    packages: /^(@modelcontextprotocol\/server(\/stdio)?|zod|node:(crypto|fs|path|url|util))$/,
  },
  // Of the server, the types of our own requests.
  "client/src": {
    from: ["server/src/lsp/protocol.js"],
    packages: /^(vscode|#language-client|vscode-languageclient(\/.*)?|morphdom|node:.*)$/,
  },
  // The server as it is, in its worker; and the page of the preview, which is that of VS Code.
  "playground/src": {
    from: [
      "server/src/lsp/protocol.js",
      "server/src/lsp/browser.js",
      "server/src/features/semantic-tokens.js",
      "client/src/preview/page.js",
      "client/src/preview/messages.js",
      "client/src/preview/following.js",
      "language-configuration.json",
    ],
    packages: /^(monaco-editor\/.*|vscode-languageserver-protocol(\/browser)?)$/,
  },
};

function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.includes("/generated/"));
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(ROOT, file), "utf8");
  return [...text.matchAll(/(?:\bfrom\s+|(?<!["'])\bimport\s*\(?\s*)["']([^"']+)["']/g)].map(
    (match) => match[1] as string,
  );
}

/** What in these imports crosses a wall; empty where all is well. */
function crossings(folder: string, file: string, imports: readonly string[]): string[] {
  const wall = WALLS[folder];
  assert.ok(wall);
  return imports.filter((name) => {
    if (!name.startsWith(".")) return !wall.packages.test(name);
    const target = path.posix.join(path.posix.dirname(file), name);
    return ![folder, ...wall.from].some((allowed) => target === allowed || target.startsWith(`${allowed}/`));
  });
}

suite("walls", () => {
  for (const folder of Object.keys(WALLS)) {
    test(`${folder} imports only from what stands left of it`, () => {
      const files = sources(folder);
      assert.ok(files.length > 0, `${folder} is empty`);
      for (const file of files) assert.deepEqual(crossings(folder, file, importsOf(file)), [], file);
    });
  }

  test("every folder of the server has its wall", () => {
    const folders = readdirSync(path.join(ROOT, "server/src"), { withFileTypes: true });
    const known = folders.filter((entry) => entry.isDirectory() && entry.name !== "testing");
    for (const { name } of known)
      assert.ok(`server/src/${name}` in WALLS, `no wall around server/src/${name}`);
  });

  test("rules and features never look at schema files", () => {
    for (const file of [...sources("server/src/rules"), ...sources("server/src/features")]) {
      assert.ok(
        !importsOf(file).some((name) => name.includes("schemas/") || name.includes("generated/")),
        file,
      );
    }
  });

  test("the client imports nothing but types of the server", () => {
    for (const file of sources("client/src")) {
      const imports = readFileSync(path.join(ROOT, file), "utf8").match(/^import .*server\/src.*$/gm) ?? [];
      for (const line of imports) assert.match(line, /^import type /, file);
    }
  });

  test("the page of the playground imports nothing but types of the server, which runs in its worker", () => {
    for (const file of sources("playground/src")) {
      if (file.endsWith("/server-worker.ts")) continue;
      const imports = readFileSync(path.join(ROOT, file), "utf8").match(/^import .*server\/src.*$/gm) ?? [];
      for (const line of imports) assert.match(line, /^import type /, file);
    }
  });

  test("a wrong import is found", () => {
    const wrong = ["../rules/index.js", "vscode", "node:fs", "../syntax/tree.js"];
    assert.deepEqual(crossings("server/src/model", "server/src/model/x.ts", wrong), wrong.slice(0, 3));
  });
});
