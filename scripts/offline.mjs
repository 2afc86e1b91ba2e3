// node scripts/offline.mjs [--grep TEXT]: runs all tests except those in an editor, without any network.
// Linux only: the tests run in their own network namespace, whose only interface is the loopback. If strace
// is installed, it logs every attempt to connect, since an attempt that fails silently would not fail a test.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureInstalled } from "./prepare.mjs";
import { Failure, findOnPath, main, run, stopWithSignalCode, temporaryFolder } from "./process.mjs";

const INSIDE = "--inside";

/** Starts this script again in a network namespace in which the user is root, so it needs no root outside. */
async function outside() {
  const [unshare, ip] = ["unshare", "ip"].map((name) => findOnPath([name]));
  if (!unshare || !ip)
    throw new Failure("This needs Linux with unshare and ip (the packages util-linux and iproute2).");
  const namespace = ["--net", "--map-root-user"];
  if (spawnSync(unshare, [...namespace, ip, "link", "set", "lo", "up"]).status !== 0)
    throw new Failure("This system does not let us make a network namespace, so nothing was tested.");
  await ensureInstalled(); // the last thing that may need the network
  const self = [process.execPath, process.argv[1], INSIDE, ...process.argv.slice(2)];
  await run(unshare, [...namespace, ...self], { what: "The run without a network" });
}

async function inside() {
  await run("ip", ["link", "set", "lo", "up"]);
  const others = Object.keys(os.networkInterfaces()).filter((name) => name !== "lo");
  if (others.length > 0) throw new Failure(`There is a network: ${others.join(", ")}.`);
  const tests = [process.execPath, "scripts/test.mjs", "--no-editor", ...process.argv.slice(3)];
  const strace = findOnPath(["strace"]);
  const log = path.join(temporaryFolder("connections"), "log");
  const trace = strace
    ? [
        strace,
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-s",
        "400",
        "-e",
        "trace=connect,execve,clone,clone3,fork,vfork",
        "-o",
        log,
      ]
    : [];
  const [program, ...args] = [...trace, ...tests];
  let failure;
  await run(program, args, { what: "The tests" }).catch((error) => {
    failure = error;
  });
  if (strace && existsSync(log)) report(readFileSync(log, "utf8"));
  else console.log("strace is not installed: attempts that failed without a word were not looked for.");
  if (failure) throw failure;
}

/** Says what was connected to. @throws {Failure} where one of ours connected to anything but this machine */
function report(log) {
  const calls = connections(log);
  const abroad = calls.filter(({ to }) => !/AF_UNIX|AF_UNSPEC|"127\.\d+\.\d+\.\d+"|"::1"/.test(to));
  const local = calls.filter(({ to }) => to.includes("AF_UNIX"));
  const ours = abroad.filter(({ by }) => !NOT_OURS.test(by));
  console.log(
    `${calls.length} connections: ${local.length} by sockets of this machine, ${calls.length - local.length - abroad.length} by loopback, ${abroad.length - ours.length} tried by installations, ${ours.length} to elsewhere`,
  );
  if (ours.length > 0) throw new Failure(ours.map(({ by, to }) => `${by} connected to ${to}`).join("\n"));
}

/** pre-commit installs our hooks with npm, and that runs the install script of keytar, which the packager vsce needs. */
const NOT_OURS = /\/(npm|npm-cli\.js|prebuild-install)"/;

/** Returns every attempt to connect, with its destination and the command of the program that made it. */
function connections(log) {
  const commands = new Map();
  const found = [];
  for (const line of log.split("\n")) {
    const [, thread] = /^(\d+) /.exec(line) ?? [];
    const [, command] = / execve\("[^"]*", \[(.*?)\]/.exec(line) ?? [];
    if (command) commands.set(thread, `${command} `);
    // A thread and a process that has just begun are what made them.
    const [, child] = / (?:<\.\.\. )?(?:clone3?|v?fork)\b.* = (\d+)$/.exec(line) ?? [];
    if (child && !commands.has(child)) commands.set(child, commands.get(thread));
    const [, to] = / connect\(\d+, (.*)/.exec(line) ?? [];
    if (to) found.push({ by: commands.get(thread) ?? "an unknown program", to });
  }
  return found;
}

stopWithSignalCode();
await main(process.argv.includes(INSIDE) ? inside : outside);
