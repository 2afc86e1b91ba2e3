/** Names and paths as the systems have them: separators, letter case, devices, lengths, network shares, locks. */
import assert from "node:assert/strict";
import { closeSync, constants, copyFileSync, existsSync, mkdirSync, openSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { NO, networkPath, skipIf, WINDOWS, WINE } from "../../server/src/testing/skip.js";
import { FIXABLE, folder, GOOD, read, run, WRONG, withFolder, write } from "./support.js";

/** Opens a file as only programs on Windows can: no other program may open it. */
const FOR_ME_ALONE = 0x10000000;
const IN_USE = "another program has it open";

const json = (args: readonly string[], cwd = folder) =>
  JSON.parse(run(["check", "--format", "json", ...args], { cwd }).out) as {
    files: { file: string; diagnostics: { code: string }[] }[];
  };

suite("names and paths", () => {
  withFolder();

  test("reports for services have slashes on every system, those for people the system's own", () => {
    write("a folder/b.alloy.json", WRONG);
    const named = path.join("a folder", "b.alloy.json");
    const reportOf = (format: string) => run(["check", "--format", format, named]).out;
    assert.ok(reportOf("pretty").startsWith(`${named}:1:`));
    assert.equal(JSON.parse(reportOf("json")).files[0].file, named);
    assert.match(reportOf("github"), /^::error file=a folder\/b\.alloy\.json,/);
    assert.equal(JSON.parse(reportOf("gitlab"))[0].location.path, "a folder/b.alloy.json");
    assert.equal(JSON.parse(reportOf("rdjson")).diagnostics[0].location.path, "a folder/b.alloy.json");
    const { uri } = JSON.parse(reportOf("sarif")).runs[0].results[0].locations[0].physicalLocation
      .artifactLocation;
    assert.equal(uri, "a%20folder/b.alloy.json");
  });

  test("a file is the same one with slashes, backslashes, and a drive letter in either case", function () {
    skipIf(this, !WINDOWS, NO.windows);
    write("models/a.alloy.json", WRONG);
    const whole = path.join(folder, "models", "a.alloy.json");
    const spellings = [
      ...["models/a.alloy.json", "models\\a.alloy.json", ".\\models/a.alloy.json", "models\\*.alloy.json"],
      ...[whole, whole.replaceAll("\\", "/"), whole[0]?.toLowerCase() + whole.slice(1)],
      ...[whole.replace("a.alloy", "*.alloy"), "models", ".", folder.toLowerCase()],
    ];
    for (const given of spellings)
      assert.deepEqual(
        json([given]).files.map(({ file }) => file),
        ["models\\a.alloy.json"],
        given,
      );
  });

  test("where letter case makes no other file, neither do ignores, globs, and baselines", function () {
    write("Models/One.alloy.json", WRONG);
    write("Build/two.alloy.json", WRONG);
    skipIf(this, !existsSync(path.join(folder, "mODELS")), "letter case makes another file here");
    const one = path.join("Models", "One.alloy.json");
    const filesOf = (...args: string[]) => json(args).files.map(({ file }) => file);
    assert.deepEqual(filesOf("models/one.ALLOY.json"), [one]);
    assert.deepEqual(filesOf("models"), [one]);
    assert.deepEqual(filesOf("models/one*.alloy.json", "MODELS/ONE.alloy.json", one), [one]);
    write(".gitignore", "/build/\n");
    mkdirSync(path.join(folder, ".git"));
    assert.deepEqual(filesOf(), [one]);
    run(["check", "--baseline", "known.json", "--write-baseline"]);
    assert.equal(run(["check", "--baseline", "known.json", "models/one.ALLOY.json"]).code, 0);
  });

  test("no file is made that other programs could not open or delete", () => {
    const names: [name: string, reason: RegExp][] = [
      ["aux.alloy.json", /"aux" is the name of a device on Windows/],
      ["Com1.alloy.json", /"Com1" is the name of a device on Windows/],
      ["nul .alloy.json", /"nul" is the name of a device on Windows/],
      ["con/a.alloy.json", /"con" is the name of a device on Windows/],
      ["a./a.alloy.json", /on Windows, "a\." cannot end with a dot or space/],
      ["ab:c.alloy.json", /on Windows, "ab:c\.alloy\.json" cannot contain ":"/],
      ["a?.alloy.json", /on Windows, "a\?\.alloy\.json" cannot contain "\?"/],
    ];
    for (const [name, reason] of names) {
      const { code, err } = run(["new", name, "-t", "empty"]);
      assert.equal(code, WINDOWS ? 2 : 0, name + err);
      if (WINDOWS) assert.match(err, new RegExp(`^error: cannot write .*: ${reason.source}\\n$`));
    }
    assert.equal(readdirSync(folder).length, WINDOWS ? 0 : names.length);
    for (const name of ["console.alloy.json", "auxiliary.alloy.json", "com10.alloy.json"])
      assert.equal(run(["new", name, "-t", "empty"]).code, 0, name);
  });

  test("a device that is named is no alloy; a file with the name of one is read", function () {
    skipIf(this, !WINDOWS, NO.windows);
    for (const name of ["NUL", "CON", "aux.alloy.json", "\\\\.\\NUL"]) {
      const { code, err } = run(["check", name]);
      assert.equal(code, 2, name);
      assert.match(
        err,
        /^error: cannot read .*: (no such file or folder|it is a device or socket, not a file)\n$/,
      );
    }
    write("aux.alloy.json", WRONG);
    assert.equal(json([]).files[0]?.diagnostics[0]?.code, "stage/unknown-type");
  });

  test("paths longer than 260 characters are read, fixed, and written", () => {
    const deep = Array.from({ length: 8 }, () => "a".repeat(40)).join("/");
    write(`${deep}/a.alloy.json`, FIXABLE);
    // Wine finds no real path of so long a one, and without that, no settings are read.
    if (!WINE) write(`${deep}/.forge-alloy/config.json`, '{"rules": {"stage": "off"}}');
    assert.ok(path.join(folder, deep).length > 260);
    assert.equal(json([]).files[0]?.diagnostics[0]?.code, "json/trailing-comma");
    assert.equal(run(["check", "--fix", `${deep}/a.alloy.json`]).code, 0);
    assert.equal(read(`${deep}/a.alloy.json`), GOOD);
    assert.equal(run(["fmt", `${deep}/*.json`]).code, 0);
    assert.equal(run(["new", `${deep}/new/b.alloy.json`, "-t", "empty"]).code, 0);
    assert.match(run(["check"]).out, /2 files\n$/);
  });

  test("names with % and # are not decoded, and their URIs lead back to them", () => {
    const names = ["%41.alloy.json", "100%.alloy.json", "a%20b#c.alloy.json"];
    for (const name of names) write(`50%/${name}`, WRONG);
    assert.deepEqual(
      json([]).files.map(({ file }) => file),
      names.map((name) => path.join("50%", name)),
    );
    for (const name of names) assert.equal(run(["check", `50%/${name}`]).code, 1);
    const { results } = JSON.parse(run(["check", "--format", "sarif"]).out).runs[0];
    const uris = results.map(
      ({ locations }: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        locations[0]?.physicalLocation.artifactLocation.uri,
    );
    assert.deepEqual(
      uris.map((uri: string) => path.basename(fileURLToPath(`file:///${WINDOWS ? "c:/" : ""}${uri}`))),
      names,
    );
  });

  test("line breaks of Windows: in alloys they stay, in settings they mean nothing", () => {
    const text = FIXABLE.replaceAll(", ", ",\r\n  ").replace(/\n$/, "\r\n");
    write("a.alloy.json", text);
    write("ignored.alloy.json", WRONG);
    write("left-out.alloy.json", WRONG);
    write(".gitignore", "# nothing\r\n/ignored.alloy.json\r\n");
    write(".forge-alloy/config.json", '{\r\n  "ignores": ["left-out.alloy.json"]\r\n}\r\n');
    mkdirSync(path.join(folder, ".git"));
    assert.equal(run(["check", "--fix"]).code, 0);
    assert.equal(read("a.alloy.json"), text.replace(",}", "}"));
    assert.equal(run(["fmt"]).code, 0);
    assert.ok(!/[^\r]\n/.test(read("a.alloy.json")), read("a.alloy.json"));
    assert.equal(run(["check"]).code, 0);
  });

  test("a file that another program keeps to itself is a sentence, and the others are checked", function () {
    skipIf(this, !WINDOWS, NO.locks);
    const file = write("a.alloy.json", FIXABLE);
    write("b.alloy.json", WRONG);
    const lock = openSync(file, constants.O_RDWR | FOR_ME_ALONE);
    try {
      for (const args of [["check"], ["check", "--fix"], ["check", "a.alloy.json", "b.alloy.json"]]) {
        const { code, out, err } = run(args);
        assert.deepEqual([code, err], [2, `error: cannot read a.alloy.json: ${IN_USE}\n`], args.join(" "));
        assert.match(out, /^b\.alloy\.json:1:\d+ error .*stage\/unknown-type$/m);
      }
      for (const command of ["fmt", "gate", "show", "hash", "stats", "verify"]) {
        const { code, err } = run([command, "a.alloy.json"]);
        assert.notEqual(code, 0, command);
        assert.match(err, new RegExp(`a\\.alloy\\.json.*${IN_USE}`), command);
      }
    } finally {
      closeSync(lock);
    }
    assert.equal(read("a.alloy.json"), FIXABLE);
  });

  test("a file that another program reads is not replaced, which is said", function () {
    skipIf(this, !WINDOWS, NO.locks);
    const file = write("a.alloy.json", FIXABLE);
    const reader = openSync(file, "r");
    try {
      const { code, err } = run(["check", "--fix"]);
      // Newer versions of Windows may replace it all the same.
      if (code !== 0) assert.deepEqual([code, err], [2, `error: cannot write a.alloy.json: ${IN_USE}\n`]);
      assert.equal(read("a.alloy.json"), code === 0 ? GOOD : FIXABLE);
      assert.deepEqual(readdirSync(folder), ["a.alloy.json"]);
    } finally {
      closeSync(reader);
    }
  });

  test("settings that another program keeps to itself are a sentence", function () {
    skipIf(this, !WINDOWS, NO.locks);
    write("a.alloy.json", GOOD);
    const lock = openSync(write(".forge-alloy/config.json", "{}"), constants.O_RDWR | FOR_ME_ALONE);
    try {
      const { code, err } = run(["check"]);
      assert.equal(code, 2);
      assert.match(err, new RegExp(`^error: cannot read .*config\\.json: ${IN_USE}\\n$`));
    } finally {
      closeSync(lock);
    }
  });

  test("network shares: files and the settings above them are found, fixed, and created", function () {
    const share = networkPath(folder);
    if (share === undefined) return skipIf(this, true, NO.shares);
    write("deep/a.alloy.json", FIXABLE.replace('"eval"', '"evl"'));
    write(".forge-alloy/config.json", '{"rules": {"stage/unknown-type": "off"}}');
    mkdirSync(path.join(folder, ".git")); // what is above it counts
    const file = `${share}\\deep\\a.alloy.json`;
    for (const given of [file, file.replaceAll("\\", "/"), `${share}\\deep`, `${share}\\deep\\*.alloy.json`])
      assert.deepEqual(
        json([given]).files.map(({ file, diagnostics }) => [file, ...diagnostics.map(({ code }) => code)]),
        [[file, "json/trailing-comma"]],
        given,
      );
    assert.equal(run(["check", "--fix", file]).code, 0);
    assert.equal(run(["new", `${share}\\new\\b.alloy.json`, "-t", "empty"]).code, 0);
    assert.ok(existsSync(path.join(folder, "new/b.alloy.json")));
    if (WINE) return; // it starts no program in such a folder
    assert.deepEqual(
      json([], share).files.map(({ file }) => file),
      ["deep\\a.alloy.json", "new\\b.alloy.json"],
    );
  });

  test("a program called git in the current folder is not run", function () {
    skipIf(this, !WINDOWS, "only Windows looks there");
    copyFileSync(process.execPath, path.join(folder, "git.exe"));
    write("a.alloy.json", GOOD);
    for (const args of [
      ["diff", "HEAD:a.alloy.json", "a.alloy.json"],
      ["check", "--since", "HEAD"],
    ]) {
      const { code, err } = run(args);
      assert.equal(code, 2);
      assert.ok(!/bad option/.test(err), err); // as Node.js says
    }
  });
});
