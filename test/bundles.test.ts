/**
 * The shipped bundles: they generate no code from data, load only their own code, use no network, and list
 * every package in them. `USES` has the exceptions.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { type Node, parse } from "acorn";
import { full } from "acorn-walk";
import { ROOT } from "./protocol/client.js";

/** Reasons why a bundle may use a potentially harmful API. Any use that is not listed fails the test. */
const USES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "server/dist/server.cjs": {
    "node:net": "the language server protocol over --socket and --pipe",
    "node:worker_threads": "the thread that ends a busy server whose client is gone; it runs watchdog.cjs",
    Worker: "the same",
    net: "the same in vscode-languageserver, where nothing calls it",
  },
  "server/dist/cli.cjs": {
    "node:child_process":
      "completion looks where the shell keeps its own; Git reads a script from a local clone, and files of revisions",
    "node:worker_threads":
      "threads that share many files and hash large ones; they run worker.cjs and hash-worker.cjs",
    Worker: "the same",
  },
  "server/dist/core.cjs": {
    "node:worker_threads": "threads that hash large files; they run hash-worker.cjs",
    Worker: "the same",
  },
  "server/dist/watchdog.cjs": { "node:worker_threads": "is that thread" },
  "server/dist/worker.cjs": {
    "node:worker_threads": "is such a thread",
    "node:child_process": "check --since has Git read files of a revision",
  },
  "server/dist/hash-worker.cjs": { "node:worker_threads": "is such a thread" },
  "client/dist/extension.cjs": {
    net: "the language server protocol over sockets, which vscode-languageclient offers",
    child_process: "the extension starts its own server",
  },
  "client/dist/browser.js": { Worker: "the extension starts its own server" },
};

const HARMLESS = /^(node:)?(buffer|crypto|events|fs|fs\/promises|os|path|process|readline|tty|url|util)$/;

/** Names by which code is made, loaded, or sent for. */
const TELLING = new Set([
  ...["eval", "Function", "WebAssembly", "importScripts", "createRequire", "Worker", "SharedWorker"],
  ...["fetch", "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "sendBeacon"],
  ...["RTCPeerConnection", "serviceWorker"],
]);

function bundles(): string[] {
  return ["server/dist", "client/dist"].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
      .filter((file) => /\.[cm]?js$/.test(file))
      .sort(),
  );
}

interface Syntax extends Node {
  readonly [field: string]: unknown;
}

/** What in a program makes, loads or sends for something, by name; `import(…)` where the name is computed. */
function usesOf(code: string): Set<string> {
  const uses = new Set<string>();
  const source = (node: unknown, what: string) => {
    const { type, value } = Object(node) as { type?: string; value?: unknown };
    uses.add(type === "Literal" ? String(value) : `${what}(…)`);
  };
  full(
    parse(code, { ecmaVersion: "latest", sourceType: "module", allowReturnOutsideFunction: true }),
    (node) => {
      const { type, callee, name, property, computed, ...rest } = node as Syntax;
      if (/^(Import|Export(Named|All))Declaration$/.test(type) && rest.source) source(rest.source, "import");
      if (type === "ImportExpression") source(rest.source, "import");
      if (type === "CallExpression" && nameOf(callee) === "require")
        source((rest.arguments as unknown[])[0], "require");
      // "Function" is also the name of a kind of symbol: as a property it tells nothing.
      if (type === "Identifier" && TELLING.has(String(name))) uses.add(String(name));
      const key = computed ? Object(property).value : nameOf(property);
      if (type === "MemberExpression" && key !== "Function" && TELLING.has(key)) uses.add(key);
      const [first] = (rest.arguments as Syntax[] | undefined) ?? [];
      if (
        type === "CallExpression" &&
        /^set(Timeout|Interval)$/.test(nameOf(callee)) &&
        first?.type === "Literal"
      )
        uses.add("code as text");
    },
  );
  return uses;
}

function nameOf(node: unknown): string {
  return String((Object(node) as { name?: unknown }).name ?? "");
}

suite("bundles", () => {
  test("VS Code loads the extension as CommonJS, in the browser too", () => {
    const { main, browser, type } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"));
    // With `"type": "module"`, VS Code 1.139 expects an ES module, which a web worker rejects.
    assert.equal(type, undefined);
    for (const entry of [main, browser])
      parse(readFileSync(path.join(ROOT, entry), "utf8"), { ecmaVersion: "latest", sourceType: "script" });
  });

  test("make no code, load no code but their own, and have no network", function () {
    this.timeout(120_000);
    const files = bundles();
    assert.ok(Object.keys(USES).every((file) => files.includes(file)));
    for (const file of files) {
      const used = [...usesOf(readFileSync(path.join(ROOT, file), "utf8"))].filter(
        (name) =>
          !HARMLESS.test(name) && name !== "vscode" && name !== "#vocabularies" && !name.startsWith("./"),
      );
      assert.deepEqual(used.sort(), Object.keys(USES[file] ?? {}).sort(), file);
    }
  });

  test("what must not be there would be seen", () => {
    const cases: [string, string][] = [
      ["eval(text)", "eval"],
      ["globalThis['eval'](text)", "eval"],
      ["new Function(text)()", "Function"],
      ["await import(file)", "import(…)"],
      ["require(file)", "require(…)"],
      ["import('https')", "https"],
      ["import { get } from 'node:http'", "node:http"],
      ["self.fetch(address)", "fetch"],
      ["new WebSocket(address)", "WebSocket"],
      ["setTimeout('run()', 5)", "code as text"],
    ];
    for (const [code, use] of cases) assert.ok(usesOf(code).has(use), code);
    assert.ok(builtinModules.includes("https") && !HARMLESS.test("https"));
  });
});

suite("the server for agents", () => {
  test("is a file of its own, which only its command loads", () => {
    const sizes = ["mcp", "core"].map((name) => statSync(path.join(ROOT, `server/dist/${name}.cjs`)).size);
    assert.ok(sizes.reduce((sum, size) => sum + size) < 900_000, String(sizes));
    const loading = bundles().filter((file) =>
      readFileSync(path.join(ROOT, file), "utf8").includes("./mcp.cjs"),
    );
    assert.deepEqual(loading, ["server/dist/cli.cjs"]);
    const cli = readFileSync(path.join(ROOT, "server/dist/cli.cjs"), "utf8");
    assert.equal(cli.match(/import\("\.\/mcp\.cjs"\)/g)?.length, 1);
  });
});

suite("start of the server", () => {
  test("what server and MCP server share is in one file, which each loads once", () => {
    for (const name of ["server", "mcp"]) {
      const code = readFileSync(path.join(ROOT, `server/dist/${name}.cjs`), "utf8");
      assert.equal(code.match(/require\("\.\/core\.cjs"\)/g)?.length, 1, name);
      assert.ok(code.length < 400_000, `${name}: ${code.length}`);
    }
  });

  test("the extension is packed with all that its server loads", () => {
    const packed = readFileSync(path.join(ROOT, ".vscodeignore"), "utf8").split(/\r?\n/);
    const loaded = new Set(["server.cjs", "mcp.cjs"]);
    for (const file of loaded) {
      const code = readFileSync(path.join(ROOT, "server/dist", file), "utf8");
      for (const [, name] of code.matchAll(/"(?:\.\/)?([\w-]+\.cjs)"/g)) loaded.add(name as string);
    }
    for (const name of ["watchdog.cjs", "core.cjs", "hash-worker.cjs"]) assert.ok(loaded.has(name), name);
    for (const name of loaded) assert.ok(packed.includes(`!server/dist/${name}`), name);
  });

  test("loads no tables of the locale, which are a good part of its memory", () => {
    const code = ["core", "server"].map((name) =>
      readFileSync(path.join(ROOT, `server/dist/${name}.cjs`), "utf8"),
    );
    assert.doesNotMatch(code.join(""), /\bIntl\.|\.toLocale\w+\(|\.localeCompare\(/);
  });
});

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const LOCK: Readonly<Record<string, Locked>> = JSON.parse(
  readFileSync(path.join(ROOT, "package-lock.json"), "utf8"),
).packages;

/** Licenses that allow using and shipping the code with the license text; CC0 requires no text. */
const FREE = new Set(["MIT", "ISC", "BlueOak-1.0.0", "Apache-2.0", "CC0-1.0"]);

/** The packages that the sources of a part import, and those that they need, as places in the lock file. */
function packagesOf(...parts: readonly string[]): Set<string> {
  const found = new Set<string>();
  const open = parts.flatMap((part) =>
    sourcesOf(`${part}/src`).flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/\bfrom\s+"(?![.#]|node:|vscode")((?:@[^/"]+\/)?[^/"]+)/g)].map(
        ([, name]) => [part, name as string] as const,
      ),
    ),
  );
  for (let next = open.pop(); next; next = open.pop()) {
    const place = placeOf(...next);
    if (found.has(place)) continue;
    found.add(place);
    for (const name of Object.keys(LOCK[place]?.dependencies ?? {})) open.push([place, name]);
  }
  return found;
}

function sourcesOf(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("testing"))
    .map((file) => path.join(ROOT, folder, file));
}

/** Where Node finds a package from a place. */
function placeOf(from: string, name: string): string {
  for (let folder = from; ; folder = folder.replace(/(^|\/)[^/]*$/, "")) {
    const place = path.posix.join(folder, "node_modules", name);
    if (LOCK[place]) return place;
    assert.ok(folder !== "", `${name} is not in the lock file`);
  }
}

suite("dependencies", () => {
  test("every package in a bundle is listed, with the text of a free licence", () => {
    // The extension has the server in it where there is no Node.
    for (const [name, parts] of [
      ["server", ["server"]],
      ["client", ["client", "server"]],
    ] as const) {
      const listed = new Map<string, string>();
      const notices = readFileSync(path.join(ROOT, name, "dist/THIRD-PARTY.txt"), "utf8");
      for (const part of notices.replace(/^.*\n\n/, "").split(`\n${"-".repeat(72)}\n\n`)) {
        const end = part.indexOf("\n\n");
        for (const title of part.slice(0, end).split("\n")) listed.set(title, part.slice(end).trim());
      }
      const possible = [...packagesOf(...parts)];
      const titleOf = (place: string) => `${place.replace(/.*node_modules\//, "")} ${LOCK[place]?.version}`;
      const titles = new Set(possible.map(titleOf));
      for (const title of listed.keys()) assert.ok(titles.has(title), `${title} is listed by ${name}`);
      for (const place of packagesOf(name))
        assert.ok(listed.has(titleOf(place)), `${titleOf(place)} in ${name}`);
      for (const place of possible) {
        const { license = "none" } = LOCK[place] as Locked;
        assert.ok(FREE.has(license), `${place}: ${license}`);
        const text = listed.get(titleOf(place));
        if (text !== undefined && license !== "CC0-1.0")
          assert.match(text, /permission|Blue Oak Model License/i, titleOf(place));
      }
    }
  });

  test("few are bundled, none is installed with the product, and all are pinned with their sums", () => {
    assert.ok(packagesOf("client", "server").size <= 30);
    for (const folder of [".", "server", "client"]) {
      const manifest = JSON.parse(readFileSync(path.join(ROOT, folder, "package.json"), "utf8"));
      assert.equal(manifest.dependencies, undefined, folder);
    }
    for (const [place, { link, integrity }] of Object.entries(LOCK))
      if (place.includes("node_modules/") && !link) assert.match(integrity ?? "", /^sha512-/, place);
  });
});
