import { writeSync } from "node:fs";

/**
 * Whether the client's process has ended.
 * @param client the process ID that the client named, or 0 for none; then the client is the process that started the server
 * @param parent the ID of the process that started the server
 */
export function isClientGone(client: number, parent: number): boolean {
  if (client === 0) return process.ppid !== parent;
  try {
    process.kill(client, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** Returns the process ID that the parameters of `initialize` name; 0 if they name none that can be watched. */
export function clientProcessOf(params: unknown): number {
  const { processId } = Object(params) as { readonly processId?: unknown };
  // 0 and negative numbers are process groups.
  return Number.isInteger(processId) && (processId as number) > 0 && (processId as number) <= 0x7fff_ffff
    ? (processId as number)
    : 0;
}

/** Ends the process, whatever its threads are doing. */
export function endBusyServer(): never {
  try {
    writeSync(2, "The client disconnected while the server was busy. The server was stopped.\n");
  } catch {
    // Standard error no longer has a reader.
  }
  process.kill(process.pid, "SIGKILL");
  throw new Error("The process did not exit.");
}
