import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

/** ms after a start: what is used in a start has been compiled, and V8 has thrown none of it away yet. */
const SETTLED = 5_000;

/** ms. What was kept longer ago is of a version that is gone, as far as anybody can tell. */
const MAX_AGE = 30 * 24 * 60 * 60 * 1000;

/** More than there are commands; who builds often has a bundle a build. */
const MAX_KEPT = 32;

/** Bytes of a SHA-256. */
const DIGEST = 32;

/** Does a piece of work in circumstances of its own. */
type Around = <Result>(work: () => Result) => Result;

/**
 * Runs a bundle beside this one. V8 compiles a function when it is called first, which is a good part of the time to
 * start; so what it has compiled is kept in a folder of the user's, for the next start of the same bundle. Where nothing
 * can be kept, a start takes longer, and that is all.
 *
 * `NODE_COMPILE_CACHE` names another folder and `NODE_DISABLE_COMPILE_CACHE` asks for none, as they do of Node itself.
 *
 * @param part what is going to be run of it, where runs use different functions
 * @param asAtStart does something under the options that V8 started with, where the bundle runs under others
 */
export function runBundle(name: string, part = "", asAtStart: Around = (work) => work()): void {
  const file = fileURLToPath(new URL(name, import.meta.url));
  const require = createRequire(file);
  const folder = cacheFolder();
  if (folder === undefined) {
    require(file);
    return;
  }
  const code = readFileSync(file);
  // V8 takes only what was compiled with the same options.
  const { versions, arch, execArgv, env } = process;
  const options = [...execArgv, env.NODE_OPTIONS].join(" ");
  const id = sha256(versions.v8, arch, options, part, code).toString("hex", 0, 8);
  const place = path.join(folder, `${path.parse(name).name}-${id}`);
  const cachedData = readKept(place);
  const script = new Script(`(function (require, __filename) {${code}\n})`, {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  if (script.cachedDataRejected !== false) keepLater(script, place, asAtStart);
  script.runInThisContext()(require, file);
}

/** Undefined where nothing is to be kept. A relative path would lead into whatever folder this runs in. */
function cacheFolder(): string | undefined {
  const { NODE_DISABLE_COMPILE_CACHE: isOff, NODE_COMPILE_CACHE: named } = process.env;
  if (isOff) return undefined;
  const folder = named || userCache();
  return folder && path.isAbsolute(folder) ? path.join(folder, "forge-alloy") : undefined;
}

function userCache(): string | undefined {
  const { LOCALAPPDATA: local, XDG_CACHE_HOME: xdg } = process.env;
  if (process.platform === "win32") return local;
  try {
    return process.platform === "darwin"
      ? path.join(homedir(), "Library/Caches")
      : xdg || path.join(homedir(), ".cache");
  } catch {
    return undefined; // a user without a home
  }
}

/** Whole, and of nobody else: V8 runs what it is given. */
function readKept(place: string): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(place, "r");
    if (process.getuid && fstatSync(file).uid !== process.getuid()) return undefined;
    const bytes = readFileSync(file);
    const data = bytes.subarray(DIGEST);
    return sha256(data).equals(bytes.subarray(0, DIGEST)) ? data : undefined;
  } catch {
    return undefined; // not kept yet
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function keepLater(script: Script, place: string, asAtStart: Around): void {
  const keepNow = () => {
    clearTimeout(timer);
    process.off("exit", keepNow);
    keep(script, place, asAtStart);
  };
  const timer = setTimeout(keepNow, SETTLED).unref();
  process.once("exit", keepNow);
}

function keep(script: Script, place: string, asAtStart: Around): void {
  try {
    const folder = path.dirname(place);
    // `recursive` would never end in a folder that takes none, as /proc.
    for (const one of [path.dirname(folder), folder]) if (!existsSync(one)) mkdirSync(one, { mode: 0o700 });
    const data = asAtStart(() => script.createCachedData());
    writeAtOnce(place, Buffer.concat([sha256(data), data]));
    forgetOld(folder);
  } catch {
    // a folder that may not be written, a full disk
  }
}

/** Whoever reads the file finds all of it or nothing. */
function writeAtOnce(place: string, bytes: Buffer): void {
  const fresh = `${place}.${process.pid}`;
  try {
    writeFileSync(fresh, bytes, { mode: 0o600 });
    renameSync(fresh, place);
  } finally {
    rmSync(fresh, { force: true });
  }
}

function forgetOld(folder: string): void {
  const files = readdirSync(folder).map((name) => {
    const file = path.join(folder, name);
    return { file, kept: statSync(file).mtimeMs };
  });
  files.sort((a, b) => b.kept - a.kept);
  const isOld = ({ kept }: { kept: number }, index: number) =>
    index >= MAX_KEPT || kept < Date.now() - MAX_AGE;
  for (const { file } of files.filter(isOld)) rmSync(file, { force: true });
}

function sha256(...parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}
