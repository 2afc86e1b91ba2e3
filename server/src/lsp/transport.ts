import { createConnection, type Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import { type MessagePort, parentPort } from "node:worker_threads";
import { DISCONNECTED } from "./ipc-relay.js";
import { type MessageReader, type MessageWriter, PortMessageReader, PortMessageWriter } from "./lsp-node.js";
import { StreamReader } from "./stream-reader.js";
import { StreamWriter } from "./stream-writer.js";
import { Watchdog } from "./watchdog.js";

/** The line to the client. */
export interface Transport {
  readonly reader: MessageReader;
  readonly writer: MessageWriter;
  /** Resolves once the client has accepted the written messages; absent if the transport cannot tell. */
  readonly drained?: () => Promise<void>;
}

/** The line to the client that the command line names; undefined where it names none. */
export function transportFrom(args: readonly string[], watchdogScript: URL): Transport | undefined {
  const through = (input: Readable, output: Writable, fd: () => number | undefined): Transport => {
    const watchdog = new Watchdog(watchdogScript, fd);
    const reader = new StreamReader(input, watchdog);
    const writer = new StreamWriter(output);
    return { reader: heard(reader, watchdog), writer, drained: () => writer.drained() };
  };
  const throughSocket = (socket: Socket) => through(socket, socket, () => descriptorOf(socket));
  if (args.includes("--stdio")) return through(process.stdin, process.stdout, () => 0);
  if (parentPort) return throughRelay(parentPort);
  const port = Number(valueAfter("--socket", args));
  if (Number.isInteger(port) && port > 0 && port < 65_536)
    return throughSocket(createConnection(port, "127.0.0.1"));
  const pipe = valueAfter("--pipe", args);
  return pipe ? throughSocket(createConnection(pipe)) : undefined;
}

/** The thread of the server under `relayIpc`. */
function throughRelay(port: MessagePort): Transport {
  port.on("message", (message: unknown) => {
    if (message === DISCONNECTED) port.close();
  });
  return { reader: new PortMessageReader(port), writer: new PortMessageWriter(port) };
}

/** A reader whose messages the watchdog hears first. */
function heard(reader: MessageReader, watchdog: Watchdog): MessageReader {
  return {
    onError: reader.onError,
    onClose: reader.onClose,
    onPartialMessage: reader.onPartialMessage,
    listen: (callback) =>
      reader.listen((message) => {
        watchdog.hear(message);
        callback(message);
      }),
    dispose: () => reader.dispose(),
  };
}

/** Node does not document it, and has none on Windows. */
function descriptorOf(socket: Socket): number | undefined {
  const { fd } = Object((socket as { readonly _handle?: unknown })._handle) as { readonly fd?: unknown };
  return typeof fd === "number" && fd >= 0 ? fd : undefined;
}

/** `--name=value` or `--name value`. */
function valueAfter(name: string, args: readonly string[]): string | undefined {
  const index = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  return args[index] === name ? args[index + 1] : args[index]?.slice(name.length + 1);
}
