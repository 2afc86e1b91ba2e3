// The extension where there is no Node, as one file for both of its workers: the extension host's and the server's
// load the same protocol library. What one does not call is not run there.

/** For VS Code, in the web extension host. */
export const activate = async (context) => (await import("../client/src/browser.js")).activate(context);
export const deactivate = async () => (await import("../client/src/browser.js")).deactivate();

/** For `client/src/server-worker.ts`, in the worker. */
export const startServer = async (resources) =>
  (await import("../server/src/protocol/browser.js")).startServer(resources);
