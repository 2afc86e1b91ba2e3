/** What goes with a release, and what a build is made of. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { auditResult } from "../scripts/audit.mjs";
import { lockfileProblems } from "../scripts/lockfile.mjs";
import { ROOT } from "./protocol/client.js";

const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8");

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: { readonly name: string; readonly "bom-ref": string } };
  readonly components: readonly {
    readonly "bom-ref": string;
    readonly group?: string;
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly hashes: readonly { readonly alg: string; readonly content: string }[];
    readonly licenses: readonly object[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

suite("releases", () => {
  for (const part of ["server", "client"]) {
    test(`${part}: the bill of materials has every package of the notices, with the checksums of the lock file`, () => {
      const bill = JSON.parse(read(`${part}/dist/sbom.cdx.json`)) as Bill;
      assert.deepEqual([bill.bomFormat, bill.specVersion], ["CycloneDX", "1.6"]);
      assert.equal(bill.metadata.component.name, JSON.parse(read(`${part}/package.json`)).name);
      const nameOf = ({ group, name }: Bill["components"][number]) =>
        group === undefined ? name : `${group}/${name}`;
      const titles = bill.components.map((one) => `${nameOf(one)} ${one.version}`).sort();
      const notices = read(`${part}/dist/THIRD-PARTY.txt`)
        .replace(/^.*\n\n/, "")
        .split(`\n${"-".repeat(72)}\n\n`)
        .flatMap((notice) => notice.slice(0, notice.indexOf("\n\n")).split("\n"))
        .sort();
      assert.deepEqual(titles, notices);
      assert.ok(titles.length > 5);
      const sums = new Set(
        Object.values(
          JSON.parse(read("package-lock.json")).packages as Record<string, { integrity?: string }>,
        ).map(({ integrity = "" }) =>
          Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex"),
        ),
      );
      const refs = new Set<string>([bill.metadata.component["bom-ref"]]);
      for (const one of bill.components) {
        assert.equal(one.purl, `pkg:npm/${nameOf(one).replace("@", "%40")}@${one.version}`);
        assert.ok(
          one.hashes.every(({ alg, content }) => alg === "SHA-512" && sums.has(content)),
          one.purl,
        );
        assert.equal(one.hashes.length, 1);
        assert.ok(one.licenses.length > 0);
        assert.ok(!refs.has(one["bom-ref"]));
        refs.add(one["bom-ref"]);
      }
      assert.deepEqual(bill.dependencies.map(({ ref }) => ref).sort(), [...refs].sort());
      const reached = new Set<string>();
      const open = [bill.metadata.component["bom-ref"]];
      for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
        if (reached.has(ref)) continue;
        reached.add(ref);
        open.push(...(bill.dependencies.find((one) => one.ref === ref)?.dependsOn ?? []));
      }
      assert.deepEqual([...reached].sort(), [...refs].sort(), "nothing is in it that nobody needs");
    });
  }

  test("every threat in SECURITY.md has an answer, and a test that is there", () => {
    const rows = read("SECURITY.md")
      .split("\n")
      .filter((line) => line.startsWith("| ") && !/^\| (threat|---) /.test(line));
    assert.ok(rows.length > 30);
    for (const row of rows) {
      const cells = row.split(" | ");
      assert.equal(cells.length, 3, row);
      const tests = [...(cells[2] as string).matchAll(/`((?:test|server)\/[^`]+)`/g)].map(
        ([, file]) => file as string,
      );
      assert.ok(tests.length > 0, row);
      for (const file of tests) assert.ok(existsSync(path.join(ROOT, file)), file);
    }
  });

  test("this lock file pins everything; CI looks before it installs", () => {
    assert.deepEqual(
      lockfileProblems(JSON.parse(read("package-lock.json")), JSON.parse(read("package.json")).workspaces),
      [],
    );
    const ci = read(".ci/run");
    assert.ok(
      ci.indexOf("scripts/lockfile.mjs") > 0 && ci.indexOf("scripts/lockfile.mjs") < ci.indexOf("npm ci"),
    );
  });

  test("what a lock file must not have is seen", () => {
    const integrity = `sha512-${Buffer.alloc(64, 7).toString("base64")}`;
    const fine = { integrity, resolved: "https://registry.example/a/-/a-1.0.0.tgz" };
    const cases: [place: string, locked: object, problem: RegExp | undefined][] = [
      ["node_modules/b", fine, undefined],
      ["node_modules/b", { integrity }, undefined],
      ["node_modules/b/node_modules/c", { inBundle: true }, undefined],
      ["node_modules/server", { resolved: "server", link: true }, undefined],
      ["server", {}, undefined],
      ["node_modules/b", {}, /must have a SHA-512 checksum, but has none/],
      [
        "node_modules/b",
        { integrity: "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=" },
        /must have a SHA-512 checksum, but has "sha1/,
      ],
      ["node_modules/b", { integrity: `${integrity} sha1-x` }, /must have a SHA-512 checksum/],
      ["node_modules/b", { integrity: integrity.slice(0, -4) }, /must have a SHA-512 checksum/],
      [
        "node_modules/b",
        { ...fine, resolved: "https://evil.example/b.tgz" },
        /host of the other packages, but come from evil\.example/,
      ],
      ["node_modules/b", { ...fine, resolved: "http://registry.example/b.tgz" }, /must come by HTTPS/],
      ["node_modules/b", { ...fine, resolved: "git+ssh://git@example.org/b.git#1" }, /must come by HTTPS/],
      ["node_modules/b", { ...fine, resolved: "file:../b.tgz" }, /must come by HTTPS/],
      ["node_modules/b", { ...fine, resolved: "https://a:b@registry.example/b.tgz" }, /without credentials/],
      ["node_modules/b", { resolved: "../elsewhere", link: true }, /is a link to \.\.\/elsewhere/],
      ["elsewhere", {}, /is not a workspace/],
    ];
    for (const [place, locked, problem] of cases) {
      const packages = { "": {}, "node_modules/a": fine, "node_modules/a2": fine, [place]: locked };
      const [first, ...others] = lockfileProblems({ packages }, ["server"]);
      assert.deepEqual(others, [], place);
      if (problem) assert.match(first ?? "", problem);
      else assert.equal(first, undefined);
    }
  });

  test("weaknesses of what is bundled fail a build; those of tools, and no answer at all, do not", () => {
    const bundled = new Set(["commander"]);
    const report = (...names: string[]) =>
      JSON.stringify({ vulnerabilities: Object.fromEntries(names.map((name) => [name, {}])) });
    const cases: [text: string, isBad: boolean, sentence: RegExp][] = [
      [report(), false, /^No bundled package has a known weakness; 0 tools/],
      [report("mocha", "tar"), false, /; 2 tools/],
      [report("mocha", "commander"), true, /^Bundled packages with known weaknesses: commander\./],
      [
        '{"message": "request failed", "error": {"code": "ENOTFOUND"}}',
        false,
        /^No advisories can be reached/,
      ],
      ["", false, /^No advisories can be reached/],
      ["npm error audit endpoint returned an error", false, /^No advisories can be reached/],
      ["null", false, /^No advisories can be reached/],
    ];
    for (const [text, isBad, sentence] of cases) {
      const result = auditResult(text, bundled);
      assert.equal(result.isBad, isBad, text);
      assert.match(result.sentence, sentence);
    }
  });
});
