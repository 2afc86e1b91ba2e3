import assert from "node:assert/strict";
import type { Entry, FileSystem } from "./file-system.js";
import { Ignores } from "./ignores.js";
import { nearestIn, settingsIn } from "./scope.js";
import { documentsIn } from "./walk.js";
import { Workspace } from "./workspace.js";

const ROOT = "file:///work";

/** Files in memory, by their path below `/`; a text that begins with `-> ` is a link. */
function filesOf(texts: Readonly<Record<string, string | object>>): FileSystem {
  const all = new Map(
    Object.entries(texts).map(([name, text]) => [
      `file:///${name.replace("@", "%40")}`,
      typeof text === "string" ? text : JSON.stringify(text),
    ]),
  );
  const follow = (uri: string) => {
    const target = all.get(uri)?.match(/^-> (.*)/)?.[1];
    return target === undefined ? uri : `file:///${target}`;
  };
  const isFolder = (uri: string) => [...all.keys()].some((one) => one.startsWith(`${uri}/`));
  return {
    read: async (uri) => {
      const text = all.get(follow(uri));
      return text === undefined ? undefined : { text };
    },
    kind: async (uri) => (all.has(follow(uri)) ? "file" : isFolder(uri) ? "folder" : undefined),
    realPath: async (uri) => (all.has(follow(uri)) || isFolder(uri) ? follow(uri) : undefined),
    entries: async (folder) => {
      const names = new Map<string, Entry>();
      for (const [uri, text] of all) {
        if (!uri.startsWith(`${folder}/`)) continue;
        const [name = "", ...rest] = uri.slice(folder.length + 1).split("/");
        names.set(name, {
          name,
          kind: rest.length > 0 ? "folder" : text.startsWith("-> ") ? "link" : "file",
        });
      }
      return names.size > 0 ? { entries: [...names.values()] } : undefined;
    },
  };
}

suite("a workspace", () => {
  let told: string[];
  setup(() => {
    told = [];
  });

  function workspaceOf(texts: Readonly<Record<string, string | object>>, hasFolder = true): Workspace {
    return new Workspace({
      files: filesOf(texts),
      workspaceFolder: (folder) => (hasFolder && `${folder}/`.startsWith(`${ROOT}/`) ? ROOT : undefined),
      fallbackRoot: (folder) => folder,
      unreadable: (uri, reason) => told.push(`${uri}: ${reason}`),
      shown: (uri) => decodeURIComponent(uri.slice("file:///".length)),
    });
  }

  /** The level of `schema/null` in a file. */
  async function levelIn(workspace: Workspace, file: string): Promise<string | undefined> {
    const uri = `file:///${file}`;
    const { layers } = settingsIn(await workspace.scopeOf(uri), uri);
    return layers
      .map((levels) => levels["schema/null"] ?? levels.schema)
      .find((level) => level !== undefined);
  }

  const off = { rules: { "schema/null": "off" } };

  test("applies the configurations from the root down, and none above it", async () => {
    const workspace = workspaceOf({
      ".forge-alloy/config.json": { rules: { "schema/null": "error" }, executor: "above" },
      "work/.forge-alloy/config.json": { ...off, executor: ["a", "b"], versions: { x: "1", y: "1" } },
      "work/deep/.forge-alloy/config.json": { rules: { json: "hint" }, versions: { y: "2" } },
      "work/deep/own/.forge-alloy/config.json": { root: true },
    });
    assert.equal(await levelIn(workspace, "work/deep/er/a.alloy.json"), "off");
    assert.equal(await levelIn(workspace, "work/deep/own/a.alloy.json"), undefined);
    const scope = await workspace.scopeOf(`${ROOT}/deep/er/a.alloy.json`);
    assert.deepEqual([scope.executor, scope.versions], [["a", "b"], { x: "1", y: "2" }]);
    assert.equal(nearestIn(scope)?.uri, `${ROOT}/deep/.forge-alloy/config.json`);
    // Folders without settings of their own share the scope of the folder above.
    assert.equal(await workspace.scopeOf(`${ROOT}/deep/a.alloy.json`), scope);
  });

  test("without a workspace folder, the root is the nearest folder with .git", async () => {
    const texts = {
      ".forge-alloy/config.json": off,
      "work/.git/HEAD": "",
      "work/.forge-alloy/config.json": { rules: { "schema/null": "hint" } },
      "other/a/x": "",
    };
    const workspace = workspaceOf(texts, false);
    assert.equal(await levelIn(workspace, "work/deep/a.alloy.json"), "hint");
    assert.equal(await levelIn(workspace, "other/a/b.alloy.json"), undefined);
    assert.equal(await levelIn(workspace, "c.alloy.json"), "off");
  });

  test("extends files and packages, in order, and each once in a circle", async () => {
    const workspace = workspaceOf({
      "work/.forge-alloy/config.json": { extends: ["./a.json", "@lab/strict", "./b.json"] },
      "work/.forge-alloy/a.json": { rules: { "schema/null": "hint" }, extends: ["./config.json"] },
      "work/.forge-alloy/b.json": { extends: ["../shared"] },
      "work/shared/config.json": { rules: { "schema/null": "warning" } },
      "work/node_modules/@lab/strict/.forge-alloy/config.json": { rules: { "schema/null": "error" } },
    });
    assert.equal(await levelIn(workspace, "work/a.alloy.json"), "warning");
    assert.deepEqual(workspace.unresolvedIn(`${ROOT}/.forge-alloy/a.json`), [
      { list: "extends", index: 0, reason: "circular" },
    ]);
    const { configurations } = await workspace.scopeOf(`${ROOT}/a.alloy.json`);
    assert.deepEqual(
      configurations.map(({ uri }) => decodeURIComponent(uri.slice(ROOT.length + 1))),
      [
        ".forge-alloy/config.json",
        ".forge-alloy/b.json",
        "shared/config.json",
        "node_modules/@lab/strict/.forge-alloy/config.json",
        ".forge-alloy/a.json",
      ],
    );
  });

  test("is led out of its root by no path, link, or package", async () => {
    const workspace = workspaceOf({
      "out/config.json": off,
      "node_modules/above/config.json": off,
      "work/.forge-alloy/config.json": {
        extends: [
          "../../out/config.json",
          "/out/config.json",
          "file:///out/config.json",
          "./link.json",
          "above",
          "none",
        ],
        domains: ["../out", "missing.json"],
      },
      "work/.forge-alloy/link.json": "-> out/config.json",
      "work/.forge-alloy/domains/lab.json": "-> out/config.json",
    });
    assert.equal(await levelIn(workspace, "work/a.alloy.json"), undefined);
    assert.deepEqual(
      workspace.unresolvedIn(`${ROOT}/.forge-alloy/config.json`).map(({ reason }) => reason),
      ["outside", "outside", "outside", "outside", "missing", "missing", "outside", "missing"],
    );
    assert.deepEqual((await workspace.scopeOf(`${ROOT}/a.alloy.json`)).domains, []);
    assert.deepEqual(told, [
      "file:///work/.forge-alloy/domains/lab.json: it is a link to a location outside work",
    ]);
  });

  test("reads domain files and executor profiles, the nearest first, then those that are listed", async () => {
    const workspace = workspaceOf({
      "work/.forge-alloy/config.json": { domains: ["shared", "x/one.json"], executors: ["@lab/farm"] },
      "work/.forge-alloy/domains/a.json": "{}",
      "work/.forge-alloy/executors/own.json": "{}",
      "work/shared/b.json": "{}",
      "work/shared/package.json": "{}",
      "work/x/one.json": "{}",
      "work/node_modules/@lab/farm/.forge-alloy/executors/farm.json": "{}",
      "work/node_modules/@lab/farm/other.json": "{}",
      "work/deep/.forge-alloy/domains/c.json": "{}",
    });
    const { domains, executors } = await workspace.scopeOf(`${ROOT}/deep/a.alloy.json`);
    assert.deepEqual(
      domains.map(({ place }) => place),
      [
        "work/deep/.forge-alloy/domains/c.json",
        "work/.forge-alloy/domains/a.json",
        "work/shared/b.json",
        "work/x/one.json",
      ],
    );
    assert.deepEqual(
      executors.map(({ place }) => place),
      [
        "work/.forge-alloy/executors/own.json",
        "work/node_modules/@lab/farm/.forge-alloy/executors/farm.json",
      ],
    );
  });

  test("leaves out what is hidden or ignored, walked or found", async () => {
    const texts = {
      "work/.gitignore": "*.tmp.alloy.json\n",
      "work/.forge-alloy/config.json": { ignores: ["drafts/"] },
      "work/a.alloy.json": "",
      "work/b.tmp.alloy.json": "",
      "work/drafts/c.alloy.json": "",
      "work/.hidden/d.alloy.json": "",
      "work/node_modules/e.alloy.json": "",
      "work/deep/.forge-alloy/domains/lab.json": "",
      "work/deep/link.alloy.json": "-> work/a.alloy.json",
      "work/deep/out.alloy.json": "-> out.alloy.json",
      "out.alloy.json": "",
    };
    const listed = async (workspace: Workspace) => {
      const found: string[] = [];
      for await (const uri of documentsIn(workspace, new Ignores(workspace), ROOT)) found.push(uri);
      return found.map((uri) => uri.slice(ROOT.length + 1)).sort();
    };
    const walked = await listed(workspaceOf(texts));
    assert.deepEqual(walked, [
      ".forge-alloy/config.json",
      "a.alloy.json",
      "deep/.forge-alloy/domains/lab.json",
      "deep/link.alloy.json",
    ]);
    const workspace = workspaceOf(texts);
    const names = Object.keys(texts).filter((name) => name !== "work/deep/out.alloy.json");
    workspace.files.find = async function* () {
      for (const name of names) if (name.startsWith("work/")) yield `file:///${name}`;
    };
    assert.deepEqual(await listed(workspace), walked);
  });
});
