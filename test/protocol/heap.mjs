// Loaded into a server that is started with --expose-gc: says what its heap holds when it gets a signal.
process.on("SIGUSR2", () => {
  globalThis.gc();
  process.stderr.write(`heap ${process.memoryUsage().heapUsed}\n`);
});
