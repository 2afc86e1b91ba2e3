/** Who publishes this: project.json is the one place, and nothing names what does not exist. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  DOCUMENTS,
  type Identity,
  identityFiles,
  identityProblems,
  readIdentity,
  withIdentity,
  withRepositoryLinks,
} from "../scripts/identity.mjs";
import { OWNED, packOwned } from "./owned-extension.js";
import { ROOT } from "./protocol/client.js";

const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8").replaceAll("\r\n", "\n");

/** Everything that people read or run, and that may name a package, a page, or a repository. */
const READ = [
  ...["README.md", "MARKETPLACE.md", "SUPPORT.md", "SECURITY.md", "CONTRIBUTING.md", "AGENTS.md"],
  ...["action.yml", ".pre-commit-hooks.yaml", "server/README.md", "skills/forge-alloy/SKILL.md"],
  ...["docs/agents.md", "docs/command-line.md", "docs/compare.md", "docs/domains.md", "docs/editors.md"],
  ...["docs/executors.md", "docs/verify.md", "docs/support.md", "docs/releasing.md"],
];

suite("identity", () => {
  const identity = readIdentity();
  const { version } = JSON.parse(read("package.json"));

  test("project.json is valid, and what is wrong in one is reported", () => {
    assert.deepEqual(identityProblems(identity), []);
    assert.deepEqual(identityProblems(OWNED), []);
    const wrong: Partial<Identity>[] = [
      { author: "" },
      { npm: "forge-alloy" },
      { publisher: "a b" },
      { owners: ["somebody"] },
      { repository: "https://github.com/a/b.git" },
      { repository: "git@github.com:a/b" },
      { site: "https://example.org" },
      { repository: null },
    ];
    for (const change of wrong)
      assert.equal(identityProblems({ ...OWNED, ...change }).length, 1, JSON.stringify(change));
  });

  test("manifests and documents follow from project.json; `npm run docs` writes them", () => {
    for (const [name, text] of identityFiles())
      if (name.endsWith("package.json")) assert.deepEqual(JSON.parse(read(name)), JSON.parse(text), name);
      else assert.equal(read(name), text, name);
    const lock = JSON.parse(read("package-lock.json"));
    assert.equal(lock.packages.server.name, identity.npm);
    assert.equal(lock.version, version);
  });

  test("with an owner, manifests name repository, issues, and homepage, and documents the published ways", () => {
    const files = identityFiles(OWNED);
    const manifest = JSON.parse(files.get("server/package.json") as string);
    assert.deepEqual(
      [manifest.name, manifest.repository, manifest.bugs, manifest.homepage, manifest.author],
      [
        "@example-lab/alloy",
        { type: "git", url: "git+https://github.com/example-lab/forge-alloy-tools.git", directory: "server" },
        { url: "https://github.com/example-lab/forge-alloy-tools/issues" },
        "https://example.org/alloy/",
        "Example Lab",
      ],
    );
    assert.equal(JSON.parse(files.get("package.json") as string).publisher, "example-lab");
    assert.match(files.get(".github/CODEOWNERS") as string, /^\* @example-lab\/reviewers$/m);
    const all = DOCUMENTS.map((name) => files.get(name)).join("\n");
    assert.doesNotMatch(all, /not published yet|no public address/);
    for (const wanted of [
      "npm install --save-dev @example-lab/alloy",
      `uses: example-lab/forge-alloy-tools@v${version}`,
      "repo: https://github.com/example-lab/forge-alloy-tools",
      `ghcr.io/example-lab/forge-alloy-tools:${version} check`,
    ])
      assert.ok(all.includes(wanted), wanted);
  });

  test("fields that no longer apply are removed", () => {
    const manifest = withIdentity({ name: "a", license: "MIT", version: "1.0.0" }, OWNED, "");
    assert.ok("repository" in manifest);
    const without = withIdentity(
      manifest,
      { ...OWNED, repository: null, site: null, published: { ...OWNED.published } },
      "",
    );
    assert.deepEqual(Object.keys(without), ["name", "license", "publisher", "author", "version"]);
  });

  test("nothing names a package, a page, or a repository that does not exist", () => {
    const { repository, published } = identity;
    const bans: [isAbsent: boolean, pattern: RegExp][] = [
      // Without a local package, npx would install a stranger's package of that name.
      [
        true,
        /npx (?!--no-install )(-y |--yes )?forge-alloy|npx --package|npm exec|npm (install|i|add)( -\S+| --\S+)* forge-alloy/,
      ],
      [true, /OWNER\/REPOSITORY(?!.*")/],
      [!published.npm, /npm (install|i|add)( -\S+| --\S+)* @/],
      [!published.marketplace, /marketplace\.visualstudio\.com|code --install-extension (?!dist\/)/],
      [!published.openVsx, /open-vsx\.org/],
      [!published.container, /ghcr\.io/],
      [repository === null, /github\.com\/(?!CambrianTech\/forge-alloy\b|OWNER)/],
    ];
    for (const name of READ) {
      const text = read(name);
      for (const [isAbsent, pattern] of bans) if (isAbsent) assert.doesNotMatch(text, pattern, name);
    }
  });

  test("with an owner, the extension is packed without any allowance", async function () {
    this.timeout(120_000);
    const folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-identity-"));
    try {
      const readme = withRepositoryLinks(read("MARKETPLACE.md"));
      for (const [, target = ""] of readme.matchAll(/\]\((?!https:)([^)#]+)/g))
        assert.ok(existsSync(path.join(ROOT, target)) && !target.includes("dist/"), target);
      const packagePath = await packOwned(folder);
      assert.ok(existsSync(packagePath));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
