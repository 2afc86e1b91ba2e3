// npm run test:offline: all tests but those in an editor, where there is no network at all.
// Linux only: in a network namespace of its own, whose one interface is the loopback. Where strace is installed, every
// attempt to connect is written down too, since one that fails without a word would be no failure of a test.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ensureInstalled } from "./prepare.mjs";
import { Failure, findOnPath, main, run, stopWithSignalCode, temporaryFolder } from "./process.mjs";

const INSIDE = "--inside";

/** Starts this script again in a namespace, which its own root may set up: nobody needs to be root outside. */
async function outside() {
  const [unshare, ip] = ["unshare", "ip"].map((name) => findOnPath([name]));
  if (!unshare || !ip)
    throw new Failure("This needs Linux with unshare and ip (the packages util-linux and iproute2).");
  const namespace = ["--net", "--map-root-user"];
  if (spawnSync(unshare, [...namespace, ip, "link", "set", "lo", "up"]).status !== 0)
    throw new Failure("This system does not let us make a network namespace, so nothing was tested.");
  await ensureInstalled(); // the last thing that may need the network
  const self = [process.execPath, process.argv[1], INSIDE];
  await run(unshare, [...namespace, ...self], { what: "The run without a network" });
}

async function inside() {
  await run("ip", ["link", "set", "lo", "up"]);
  const others = Object.keys(os.networkInterfaces()).filter((name) => name !== "lo");
  if (others.length > 0) throw new Failure(`There is a network: ${others.join(", ")}.`);
  const tests = [process.execPath, "scripts/test.mjs", "--no-editor"];
  const strace = findOnPath(["strace"]);
  const log = path.join(temporaryFolder("connections"), "log");
  const trace = strace ? [strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect", "-o", log] : [];
  const [program, ...args] = [...trace, ...tests];
  let failure;
  await run(program, args, { what: "The tests" }).catch((error) => {
    failure = error;
  });
  if (strace && existsSync(log)) report(readFileSync(log, "utf8"));
  else console.log("strace is not installed: attempts that failed without a word were not looked for.");
  if (failure) throw failure;
}

/** Says what was connected to. @throws {Failure} where it was anything but this machine */
function report(log) {
  const calls = log.split("\n").filter((line) => line.includes("connect("));
  const abroad = calls.filter((line) => !/AF_UNIX|AF_UNSPEC|"127\.\d+\.\d+\.\d+"|"::1"/.test(line));
  const local = calls.filter((line) => line.includes("AF_UNIX")).length;
  console.log(
    `${calls.length} connections: ${local} by sockets of this machine, ${calls.length - local - abroad.length} by loopback, ${abroad.length} to elsewhere`,
  );
  if (abroad.length > 0) throw new Failure(["Something was sent elsewhere:", ...abroad].join("\n"));
}

stopWithSignalCode();
await main(process.argv.includes(INSIDE) ? inside : outside);
