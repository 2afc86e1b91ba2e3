/** Leaving a test out where it cannot hold. The report names the reason after the title. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

export const WINDOWS = process.platform === "win32";
/** Windows programs on Linux, as `npm run test:windows` runs them. */
export const WINE = process.env.FORGE_ALLOY_WINE !== undefined;

/** Reasons that several tests share. */
export const NO = {
  accounts: "there are no user IDs and file modes on Windows",
  deviceFiles: "there are no device files and named pipes among the files of Windows",
  corpus: "the corpus of alloys is not beside the project",
  git: "Git is not installed",
  links: "links cannot be made here",
  locks: "files are locked on Windows only",
  otherUser: "there is no other user here",
  root: "only root can do this",
  shares: "there is no network share here",
  shell: "its commands are for a POSIX shell",
  signals: "there are no signals on Windows",
  terminal: "there is no program `script` to make a terminal",
  windows: "this is about Windows",
  wineLinks: "Wine makes no links that Node.js can read",
  wineWatch: "under Wine, a folder that is watched cannot be deleted",
} as const;

/** Skips the running test, also from within its `setup`. */
export function skip(context: Mocha.Context, reason: string): never {
  const test = context.currentTest ?? context.test;
  if (test) test.title += ` (skipped: ${reason})`;
  return context.skip();
}

export function skipIf(context: Mocha.Context, condition: boolean, reason: string): void {
  if (condition) skip(context, reason);
}

/** Makes links; skips the running test where that needs a privilege that is missing, and under Wine. */
export function makeLinks(context: Mocha.Context, make: () => void): void {
  skipIf(context, WINE, NO.wineLinks);
  try {
    make();
  } catch {
    skip(context, NO.links);
  }
}

/** Whether a program is installed. */
export function has(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
}

/** A path of Windows by way of its network, as `\\127.0.0.1\c$\folder`; undefined where that leads nowhere. */
export function networkPath(file: string): string | undefined {
  const share = file.replace(/^([a-z]):/i, (_, drive) => `\\\\127.0.0.1\\${drive.toLowerCase()}$`);
  return WINDOWS && existsSync(share) ? share : undefined;
}
