import { createConnection, type Socket } from "node:net";
import { IPCMessageReader, IPCMessageWriter, type MessageReader, type MessageWriter } from "./lsp-node.js";
import { StreamReader } from "./stream-reader.js";
import { StreamWriter } from "./stream-writer.js";

/** The line to the client that the command line names; undefined where it names none. */
export function transportFrom(args: readonly string[]): [MessageReader, MessageWriter] | undefined {
  if (args.includes("--stdio")) return [new StreamReader(process.stdin), new StreamWriter(process.stdout)];
  if (args.includes("--node-ipc") && process.send)
    return [new IPCMessageReader(process), new IPCMessageWriter(process)];
  const port = Number(valueAfter("--socket", args));
  if (Number.isInteger(port) && port > 0 && port < 65_536)
    return through(createConnection(port, "127.0.0.1"));
  const pipe = valueAfter("--pipe", args);
  return pipe ? through(createConnection(pipe)) : undefined;
}

function through(socket: Socket): [MessageReader, MessageWriter] {
  return [new StreamReader(socket), new StreamWriter(socket)];
}

/** `--name=value` or `--name value`. */
function valueAfter(name: string, args: readonly string[]): string | undefined {
  const index = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  return args[index] === name ? args[index + 1] : args[index]?.slice(name.length + 1);
}
