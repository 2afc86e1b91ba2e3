import { createConnection, type Socket } from "node:net";
import type { Readable, Writable } from "node:stream";
import { IPCMessageReader, IPCMessageWriter, type MessageReader, type MessageWriter } from "./lsp-node.js";
import { StreamReader } from "./stream-reader.js";
import { StreamWriter } from "./stream-writer.js";

/** The line to the client that the command line names; undefined where it names none. */
export function transportFrom(args: readonly string[]): [MessageReader, MessageWriter] | undefined {
  if (args.includes("--stdio")) return through(process.stdin, process.stdout);
  if (args.includes("--node-ipc") && process.send)
    return [new IPCMessageReader(process), new IPCMessageWriter(process)];
  const port = Number(valueAfter("--socket", args));
  if (Number.isInteger(port) && port > 0 && port < 65_536)
    return throughSocket(createConnection(port, "127.0.0.1"));
  const pipe = valueAfter("--pipe", args);
  return pipe ? throughSocket(createConnection(pipe)) : undefined;
}

function throughSocket(socket: Socket): [MessageReader, MessageWriter] {
  return through(socket, socket);
}

function through(input: Readable, output: Writable): [MessageReader, MessageWriter] {
  const reader = new StreamReader(input);
  return [reader, new StreamWriter(output, reader)];
}

/** `--name=value` or `--name value`. */
function valueAfter(name: string, args: readonly string[]): string | undefined {
  const index = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  return args[index] === name ? args[index + 1] : args[index]?.slice(name.length + 1);
}
