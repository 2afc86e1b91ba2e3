/** Rehearsals of publishing: what release.yml runs, against registries on this machine. */
import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { parse } from "yaml";
import { readIdentity, withBlocks } from "../scripts/identity.mjs";
import { connect, withServers } from "./mcp/support.js";
import { OWNED, packOwned } from "./owned-extension.js";
import { Client, ROOT } from "./protocol/client.js";
import { ensureTools, npmEnvironment, toolFile } from "./registry/tools.js";

const WINDOWS = process.platform === "win32";
const { name: PACKAGE, version: VERSION } = JSON.parse(
  readFileSync(path.join(ROOT, "server/package.json"), "utf8"),
);
const { jobs: JOBS } = parse(readFileSync(path.join(ROOT, ".github/workflows/release.yml"), "utf8"));
const WRONG =
  '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"}, "stages": [{"type": "evl"}]}';

interface Ended {
  readonly status: number;
  readonly output: string;
}

/** Runs a program to its end, while servers of this process go on. */
async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { cwd, env, shell: WINDOWS });
    return { status: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, output: `${stdout}${stderr}` };
  }
}

/** The command of a step of release.yml. */
function commandOf(job: string, words: string): string {
  const step = JOBS[job].steps.find(({ run = "" }: { run?: string }) => run.includes(words));
  assert.ok(step, `${job} does not run ${words}`);
  return step.run;
}

suite("publishing", () => {
  let folder: string;
  suiteSetup(function () {
    this.timeout(600_000);
    if (!ensureTools()) {
      console.log("      the registry and ovsx are not installed, and npm cannot be reached");
      this.skip();
    }
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), "forge-alloy-publish-")));
  });
  suiteTeardown(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  suite("to npm", () => {
    let registry: ChildProcess | undefined;
    let url: string;
    let release: string;
    let dryRun: Ended;
    let published: Ended;
    withServers();

    suiteSetup(async function () {
      this.timeout(120_000);
      const storage = path.join(folder, "registry");
      mkdirSync(storage);
      const script = path.join(ROOT, "test/registry/verdaccio.cjs");
      registry = spawn(process.execPath, [script, toolFile("verdaccio", ""), storage], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      for await (const line of createInterface({ input: registry.stdout as NodeJS.ReadableStream })) {
        const [, port] = /^port (\d+)$/.exec(line) ?? [];
        if (port === undefined) continue;
        url = `http://127.0.0.1:${port}/`;
        break;
      }
      release = path.join(folder, "release");
      mkdirSync(release);
      const packed = await run(
        "npm",
        ["pack", "--ignore-scripts", "--pack-destination", release],
        path.join(ROOT, "server"),
        npmEnvironment(folder),
      );
      assert.equal(packed.status, 0, packed.output);
      await logIn();
      // In this order, as a release does; the tests look at what came of it.
      dryRun = await publish(environment(), "--dry-run");
      published = await publish(environment());
    });
    suiteTeardown(async () => {
      if (registry?.exitCode !== null) return;
      registry.kill();
      await once(registry, "exit");
    });

    /** @param user folder with the settings of npm: that of the owner has a token */
    const environment = (user = folder) => npmEnvironment(user, { npm_config_registry: url });

    /** Runs the command of the workflow. Only GitHub can sign where the package was built. */
    function publish(env: NodeJS.ProcessEnv, ...more: string[]): Promise<Ended> {
      const command = commandOf("npm", "npm publish").trim();
      assert.match(command, / --provenance\b/);
      const [file = ""] = readdirSync(release);
      const [program = "", ...args] = command
        .replace(" --provenance", "")
        .replace("./*.tgz", `./${file}`)
        .split(" ");
      return run(program, [...args, ...more], release, env);
    }

    test("a dry run names what would be published", () => {
      const { status, output } = dryRun;
      assert.equal(status, 0, output);
      assert.ok(output.includes(`${PACKAGE}@${VERSION}`), output);
      assert.match(output, /dist\/cli\.cjs/);
      assert.doesNotMatch(output, /npm warn/i);
    });

    test("nobody publishes without a token", async function () {
      this.timeout(120_000);
      const { status, output } = await publish(environment(path.join(folder, "stranger")));
      assert.notEqual(status, 0);
      assert.match(output, /ENEEDAUTH|E401/);
    });

    test("the published package is installed into an empty project, and its programs run there", async function () {
      this.timeout(300_000);
      assert.equal(published.status, 0, published.output);
      const again = await publish(environment());
      assert.notEqual(again.status, 0, "a version is published once");
      assert.match(again.output, /previously published|EPUBLISHCONFLICT|E409|already present/);

      const project = path.join(folder, "project");
      mkdirSync(project);
      writeFileSync(path.join(project, "package.json"), '{"name": "empty", "private": true}');
      // Another user of another machine: nothing of the publisher is at hand.
      const env = environment(path.join(folder, "other"));
      const installed = await run("npm", ["install", "--save-dev", PACKAGE], project, env);
      assert.equal(installed.status, 0, installed.output);
      const lock = JSON.parse(readFileSync(path.join(project, "package-lock.json"), "utf8"));
      assert.deepEqual(Object.keys(lock.packages), ["", `node_modules/${PACKAGE}`]);
      assert.ok(lock.packages[`node_modules/${PACKAGE}`].resolved.startsWith(url));

      const npx = (...args: string[]) => run("npx", ["--no-install", ...args], project, env);
      assert.equal((await npx("forge-alloy", "--version")).output.trim(), VERSION);
      writeFileSync(path.join(project, "wrong.alloy.json"), WRONG);
      const checked = await npx("forge-alloy", "check");
      assert.equal(checked.status, 1);
      assert.match(checked.output, /Did you mean "eval"\?/);
      assert.equal((await npx("forge-alloy-language-server", "--version")).output.trim(), VERSION);

      const bin = path.join(project, "node_modules", PACKAGE, "bin");
      const editor = await Client.start({ server: path.join(bin, "forge-alloy-language-server.js") });
      await editor.open("file:///a.alloy.json", WRONG);
      const problems = await editor.published("file:///a.alloy.json", 1);
      assert.ok(problems.some(({ code }) => code === "stage/unknown-type"));
      await editor.stop();

      const agent = await connect({ cwd: project, roots: [project], bin: path.join(bin, "forge-alloy.js") });
      const answer = await agent.call("check_alloy", { path: "wrong.alloy.json" });
      assert.match(JSON.stringify(answer.data), /stage\/unknown-type/);
    });

    test("pre-commit installs the published package, as docs/command-line.md says", async function () {
      this.timeout(300_000);
      if (spawnSync("pre-commit", ["--version"]).status !== 0) {
        console.log("      pre-commit is not installed here");
        this.skip();
      }
      assert.equal(published.status, 0, published.output);
      const identity = readIdentity();
      const page = withBlocks(
        readFileSync(path.join(ROOT, "docs/command-line.md"), "utf8"),
        { ...OWNED, npm: identity.npm },
        VERSION,
      );
      const [, configuration = ""] = /```yaml\n(repos:\n {2}- repo: local\n[\s\S]*?)```/.exec(page) ?? [];
      const project = path.join(folder, "hooks");
      mkdirSync(project);
      writeFileSync(path.join(project, ".pre-commit-config.yaml"), configuration);
      writeFileSync(path.join(project, "wrong.alloy.json"), WRONG);
      writeFileSync(path.join(project, "package.json"), "{");
      const env = {
        ...npmEnvironment(path.join(folder, "hooks-user"), { npm_config_registry: url }),
        PRE_COMMIT_HOME: path.join(folder, "hooks-home"),
        PRE_COMMIT_COLOR: "never",
      };
      await run("git", ["init", "-q"], project, env);
      await run("git", ["add", "-A"], project, env);
      const { status, output } = await run("pre-commit", ["run", "--all-files"], project, env);
      assert.equal(status, 1, output);
      assert.match(output, /forge-alloy check\.+Failed/);
      assert.match(output, /wrong\.alloy\.json:1:\d+ error .* stage\/unknown-type/);
      assert.ok(!output.includes("package.json"), output);
    });

    async function logIn(): Promise<void> {
      const answer = await fetch(`${url}-/user/org.couchdb.user:owner`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name: "owner", password: "a password of a test" }),
      });
      const { token } = (await answer.json()) as { token: string };
      writeFileSync(path.join(folder, "npmrc"), `${url.replace("http:", "")}:_authToken=${token}\n`);
    }
  });

  suite("to Open VSX", () => {
    interface Received {
      readonly method: string | undefined;
      readonly url: string | undefined;
      readonly type: string | undefined;
      readonly sum: string;
    }
    const received: Received[] = [];
    let server: Server;
    let vsix: string;
    let url: string;

    suiteSetup(async function () {
      this.timeout(120_000);
      const packed = path.join(folder, "extension");
      mkdirSync(packed);
      vsix = await packOwned(packed);
      server = createServer(async (request, response) => {
        const hash = createHash("sha256");
        for await (const chunk of request) hash.update(chunk);
        const { method, url, headers } = request;
        received.push({ method, url, type: headers["content-type"], sum: hash.digest("hex") });
        response.setHeader("content-type", "application/json");
        response.end(
          JSON.stringify({
            namespace: OWNED.publisher,
            name: "forge-alloy",
            version: VERSION,
            targetPlatform: "universal",
          }),
        );
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    suiteTeardown(() => {
      server?.closeAllConnections();
      server?.close();
    });

    test("its own program sends the package, and the workflow sends the same request", async function () {
      this.timeout(120_000);
      const ovsx = toolFile("ovsx", "bin/ovsx");
      const token = "a-token";
      const own = await run(
        process.execPath,
        [ovsx, "publish", vsix, "--registryUrl", url, "--pat", token],
        folder,
        process.env,
      );
      assert.equal(own.status, 0, own.output);
      assert.match(own.output, new RegExp(`Published ${OWNED.publisher}\\.forge-alloy v${VERSION}`));
      const sum = createHash("sha256").update(readFileSync(vsix)).digest("hex");
      assert.deepEqual(received, [
        {
          method: "POST",
          url: `/api/-/publish?token=${token}`,
          type: "application/octet-stream",
          sum,
        },
      ]);
      if (WINDOWS) return; // the job runs on Linux
      const command = commandOf("open-vsx", "curl");
      assert.ok(command.includes("https://open-vsx.org/"));
      const job = path.join(folder, "job");
      mkdirSync(path.join(job, "release"), { recursive: true });
      cpSync(vsix, path.join(job, "release/forge-alloy.vsix"));
      const sent = await run("bash", ["-c", command.replace("https://open-vsx.org", url)], job, {
        ...process.env,
        OVSX_PAT: token,
      });
      assert.equal(sent.status, 0, sent.output);
      assert.equal(received.length, 2);
      assert.deepEqual(received[1], received[0]);
    });
  });
});
