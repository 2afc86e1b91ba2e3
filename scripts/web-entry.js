// The extension where there is no Node, as one file for both of its workers: the extension host's and the server's
// load the same protocol library. What one does not call is not run there.

/** VS Code calls this in the web extension host. The server starts up while the client does. */
export async function activate(context) {
  const { isNeeded, startWorker } = await import("../out/web/worker.js");
  const worker = isNeeded() ? startWorker(context) : undefined;
  (await import("../out/web/client.js")).activate(context, worker);
}

export async function deactivate() {
  await (await import("../out/web/client.js")).deactivate();
}

/** `client/src/server-worker.ts` calls this in the worker. */
export async function startServer(resources) {
  (await import("../out/web/server.js")).startServer(resources);
}
