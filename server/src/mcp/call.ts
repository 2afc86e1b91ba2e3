import { promisify } from "node:util";
import type { ServerContext } from "@modelcontextprotocol/server";
import type { Sandbox } from "./sandbox.js";
import type { Call } from "./tool.js";

const afterOthers = promisify(setImmediate);

/** Time between two messages about progress, in milliseconds. */
const INTERVAL_MS = 100;

/** What a tool gets of a request. */
export function callOf(sandbox: Sandbox, { mcpReq }: ServerContext): Call {
  const { signal, _meta, notify } = mcpReq;
  const token = _meta?.progressToken;
  let last = Number.NEGATIVE_INFINITY;
  let told = -1;
  const progress = (done: number, total?: number) => {
    const now = performance.now();
    // Each message has to be further than the one before.
    if (token === undefined || now - last < INTERVAL_MS || done <= told || signal.aborted) return;
    [last, told] = [now, done];
    const params = { progressToken: token, progress: done, ...(total !== undefined && { total }) };
    // A client that is gone needs no progress.
    notify({ method: "notifications/progress", params }).catch(() => {});
  };
  return {
    sandbox,
    signal,
    progress,
    async step(done, total) {
      progress(done, total);
      await afterOthers();
      signal.throwIfAborted();
    },
  };
}
