/** Runs before the page: starts the worker with the server, which then loads while the editor does. */
Object.assign(globalThis, { serverWorker: new Worker("server.js", { name: "Forge Alloy language server" }) });
