/** The container image, without an engine: the steps of the Dockerfile one after the other, in folders of this computer. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { minimatch } from "minimatch";
import { parse } from "yaml";
import { ROOT } from "../protocol/client.js";

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

interface Stage {
  readonly name: string;
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** Arguments and stages. Reads what our file has: neither heredocs nor escaped line ends. */
function readDockerfile(text: string): { args: Map<string, string>; stages: Stage[] } {
  const args = new Map<string, string>();
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const line of text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))) {
    const [, name = "", rest = ""] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    assert.ok(name !== "" && !/\\$|<</.test(rest), line);
    if (name === "ARG") {
      const [key = "", value = ""] = rest.split("=");
      args.set(key, value);
    } else if (name === "FROM") {
      const [base = "", , alias] = rest.split(" ");
      stages.push({
        name: alias ?? "",
        base: base.replace(/\$\{(\w+)\}/, (_, key) => args.get(key) ?? ""),
        instructions: [],
      });
    } else stages.at(-1)?.instructions.push({ name, rest });
  }
  return { args, stages };
}

const { args: ARGS, stages: STAGES } = readDockerfile(
  readFileSync(path.join(ROOT, "Dockerfile"), "utf8").replaceAll("\r\n", "\n"),
);
const IGNORED = readFileSync(path.join(ROOT, ".dockerignore"), "utf8")
  .split(/\r?\n/)
  .filter((line) => line !== "" && !line.startsWith("#"));

/** Whether the build omits a file: a pattern matches it, or a folder around it. */
function isIgnored(file: string): boolean {
  const parts = file.split("/");
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  return paths.some((one) => IGNORED.some((pattern) => minimatch(one, pattern, { dot: true })));
}

suite("container image", () => {
  let folder: string;
  setup(() => {
    folder = mkdtempSync(path.join(tmpdir(), "forge-alloy-container-"));
  });
  teardown(() => rmSync(folder, { recursive: true, force: true }));

  test("has nothing but Node.js and the package in its last stage, and no root", () => {
    const last = STAGES.at(-1) as Stage;
    assert.match(last.base, /^gcr\.io\/distroless\/nodejs\d+-debian\d+:nonroot$/);
    assert.deepEqual(
      last.instructions.map(({ name }) => name),
      ["COPY", "WORKDIR", "USER", "ENTRYPOINT", "CMD"],
    );
    const of = (name: string) => last.instructions.find((one) => one.name === name)?.rest ?? "";
    assert.match(of("USER"), /^[1-9]\d*:[1-9]\d*$/);
    assert.equal(of("WORKDIR"), "/work");
    for (const name of ["ENTRYPOINT", "CMD"]) assert.ok(Array.isArray(JSON.parse(of(name)))); // there is no shell
    // The same Node.js builds and runs, and both can be replaced by a digest.
    const versions = [...ARGS.values()].map((image) => /node(?:js|:)(\d+)/.exec(image)?.[1]);
    assert.ok(versions[0] !== undefined && new Set(versions).size === 1 && versions.length === 2);
    assert.ok(STAGES.every(({ base }) => base === "scratch" || [...ARGS.values()].includes(base)));
  });

  test("the build gets the sources, and nothing that was built or installed here", () => {
    const { stdout } = spawnSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" });
    const kept = stdout.split("\n").filter((file) => file !== "" && !isIgnored(file));
    for (const file of ["package-lock.json", "server/src/cli/main.ts", "docs/rules/README.md", "LICENSE"])
      assert.ok(kept.includes(file), file);
    for (const file of [
      ...[".git/config", "node_modules/a/b.js", "server/node_modules/a.js", "server/dist/cli.cjs"],
      ...["out/types/a.d.ts", "dist/site/index.html", "test/.registry/package.json", "bench/.peers/a.json"],
      ...["server/src/schema/generated/vocabularies.js", ".vscode-host/a", "tsconfig.tsbuildinfo"],
    ])
      assert.ok(isIgnored(file), file);
  });

  test("each step works, and what they make checks an example", async function () {
    this.timeout(600_000);
    if (process.platform === "win32") this.skip(); // the steps are commands of a shell
    const context = path.join(folder, "context");
    const { stdout } = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    for (const file of stdout.split("\n"))
      if (file !== "" && !isIgnored(file) && existsSync(path.join(ROOT, file)))
        cpSync(path.join(ROOT, file), path.join(context, file));

    for (const stage of STAGES) {
      const problem = runStage(stage, context);
      if (problem !== undefined) {
        console.log(`      npm cannot be reached: ${problem}`);
        this.skip();
      }
    }

    // As `docker run --volume "$PWD/examples:/work"` starts it.
    const last = STAGES.at(-1) as Stage;
    const of = (name: string): string[] =>
      JSON.parse(last.instructions.find((one) => one.name === name)?.rest ?? "[]");
    const start = (args: readonly string[]) => {
      const [node, ...rest] = [...of("ENTRYPOINT"), ...args];
      assert.equal(node, "/nodejs/bin/node"); // where distroless images have it
      const place = rest.map((one) => (one.startsWith("/opt/") ? inStage(last, one) : one));
      return spawnSync(process.execPath, place, { cwd: path.join(ROOT, "examples"), encoding: "utf8" });
    };
    const checked = start(["check", "moe-coder.alloy.json"]);
    assert.equal(checked.status, 0, checked.stderr);
    assert.match(checked.stdout, /1 file/);
    assert.equal(start(["check", "playground-mistakes.alloy.json"]).status, 1);
    assert.match(start(of("CMD")).stdout, /^Usage: forge-alloy/m);
    const files = readdirSync(inStage(last, "/opt/forge-alloy"), { recursive: true, encoding: "utf8" });
    assert.ok(files.length < 300, `${files.length} files`);
  });

  test("a release builds it from the published package", () => {
    const { jobs } = parse(readFileSync(path.join(ROOT, ".github/workflows/release.yml"), "utf8"));
    const build = JSON.stringify(jobs.container.steps);
    const [, name] = /--build-context (\w+)=release/.exec(build) ?? [];
    const stage = STAGES.find((one) => one.name === name);
    // All that others take from this stage is the file of the package.
    const copies = STAGES.flatMap(({ instructions }) => instructions).filter(({ rest }) =>
      rest.startsWith(`--from=${stage?.name} `),
    );
    assert.deepEqual(copies, [{ name: "COPY", rest: `--from=${name} /*.tgz /package/` }]);
  });

  /** The folder that stands for the root of a stage. */
  function rootOf({ name }: Stage): string {
    return path.join(folder, `stage-${name}`);
  }

  function inStage(stage: Stage, file: string): string {
    return path.join(rootOf(stage), file);
  }

  /** Runs the steps of a stage. @returns the output of a step that needs npm and does not reach it */
  function runStage(stage: Stage, context: string): string | undefined {
    const root = rootOf(stage);
    mkdirSync(root, { recursive: true });
    let cwd = root;
    for (const { name, rest } of stage.instructions) {
      if (name === "WORKDIR") {
        cwd = path.join(root, rest);
        mkdirSync(cwd, { recursive: true });
      } else if (name === "COPY") copy(rest, context, root, cwd);
      else if (name === "RUN") {
        // Absolute paths are those of the image; redirections and programs of this computer are not meant.
        const command = rest.replace(/(?<=^|[\s=])\/(?=package|opt|src|work)/g, `${root}/`);
        const env = { ...process.env, npm_config_prefer_offline: "true" };
        const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { cwd, env, encoding: "utf8" });
        if (/npm (error|ERR!) (code|network) (ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT)/.test(stderr))
          return stderr.slice(0, 200);
        assert.equal(status, 0, `${rest}\n${stdout}\n${stderr}`);
      } else assert.ok(["USER", "ENTRYPOINT", "CMD"].includes(name), `what does ${name} do here?`);
    }
    return undefined;
  }

  function copy(rest: string, context: string, root: string, cwd: string): void {
    const [, from, source = "", target = ""] = /^(?:--from=(\w+) )?(\S+) (\S+)$/.exec(rest) ?? [];
    const stage = STAGES.find((one) => one.name === from);
    assert.equal(stage === undefined, from === undefined, rest);
    const base = path.join(stage ? rootOf(stage) : context, source);
    const destination = target.startsWith("/") ? path.join(root, target) : path.join(cwd, target);
    if (!source.includes("*")) {
      cpSync(base, destination, { recursive: true, verbatimSymlinks: true });
      return;
    }
    const names = readdirSync(path.dirname(base)).filter((file) => minimatch(file, path.basename(source)));
    assert.equal(names.length, 1, rest);
    mkdirSync(destination, { recursive: true });
    for (const file of names) cpSync(path.join(path.dirname(base), file), path.join(destination, file));
  }
});
