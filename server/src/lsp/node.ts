import { isMainThread } from "node:worker_threads";
import manifest from "../../package.json";
import { siteOf } from "../lint/rule-address.js";
import { bundled } from "../schema/bundled.js";
import { sanitizeForTerminal } from "../text/sanitize.js";
import { nodeFileSystem } from "../workspace/node-file-system.js";
import { clientFiles, filesByScheme } from "./client-files.js";
import { ErrorLog } from "./error-log.js";
import { relayIpc } from "./ipc-relay.js";
import { LifecycleGuard } from "./lifecycle-guard.js";
import { createConnection, ErrorCodes, ProposedFeatures } from "./lsp-node.js";
import { readTranslations } from "./node-translations.js";
import { nodeVerifier } from "./node-verifier.js";
import { serve } from "./server.js";
import { type Transport, transportFrom } from "./transport.js";

const { version } = manifest;

const HELP = `forge-alloy-language-server ${version}

Language server for Forge Alloy documents (*.alloy.json, forge-alloy.json).

  --stdio          use standard input and output
  --node-ipc       use the IPC channel of a Node.js parent process
  --socket=PORT    connect to a local port
  --pipe=NAME      connect to a named pipe or Unix socket
  --version        print the version and exit
  --help           print this help and exit
`;

main(process.argv.slice(2));

function main(args: readonly string[]): void {
  if (args.includes("--help")) {
    process.stdout.write(HELP);
  } else if (args.includes("--version")) {
    process.stdout.write(`${version}\n`);
  } else if (args.includes("--node-ipc") && process.send && isMainThread) {
    relayIpc(new URL("server.cjs", import.meta.url), args);
  } else {
    const transport = transportFrom(args, new URL("watchdog.cjs", import.meta.url));
    if (transport) talk(transport, args.join(" "));
    else if (args.length > 0) end(2, `Invalid arguments: ${args.join(" ")}. --help lists the transports.`);
    else end(2, "Missing transport, such as --stdio. --help lists the transports.");
  }
}

/** @param line the connection to the client, as the command line specifies it */
function talk({ reader, writer, drained }: Transport, line: string): void {
  const guard = new LifecycleGuard(reader, writer);
  const connection = createConnection(ProposedFeatures.all, guard.reader, writer, guard.options);
  // A session ends with `exit`, and also when the connection is cut, even if other processes are still alive.
  const cut = () => process.exit(guard.isOver ? 0 : 1);
  const broken = (error: NodeJS.ErrnoException) =>
    error.syscall === "connect" ? end(2, `Cannot connect with ${line}: nothing is listening.`) : cut();
  reader.onClose(cut);
  writer.onError(([error]) => {
    if (isOfTheLine(error)) broken(error);
  });
  reader.onError((error) => {
    if (isOfTheLine(error)) broken(error);
    else if (error instanceof SyntaxError)
      guard.refuse(null, { code: ErrorCodes.ParseError, message: `Invalid JSON: ${error.message}` });
    // The boundary between messages is lost.
    else end(1, `Invalid Language Server Protocol message over ${line}: ${error.message}`);
  });
  reader.onPartialMessage(() => {
    say(`A message over ${line} is shorter than its Content-Length. Waiting for the rest.`);
  });
  // A failed background task must not end the session.
  const errorLog = new ErrorLog(connection);
  process.on("unhandledRejection", (reason) => errorLog.write({ name: "A background task" }, reason));
  const beside = (folder: string) => new URL(folder, import.meta.url).href;
  serve(connection, {
    registry: bundled,
    version,
    runtime: `Node.js ${process.versions.node}`,
    ...(drained && { drained }),
    files: filesByScheme(nodeFileSystem, clientFiles(connection)),
    rulePages: beside("rules"),
    site: siteOf(manifest),
    vocabularies: beside("vocabularies"),
    translations: (language) => readTranslations(new URL("l10n/", import.meta.url), language),
    verifier: nodeVerifier,
  });
}

/** Whether an error is about the connection and not about its content. */
function isOfTheLine(error: Error): boolean {
  return "syscall" in error;
}

function end(code: number, sentence: string): void {
  say(sentence);
  process.exit(code);
}

/** Prints one line; arguments and input in it are sanitized. */
function say(sentence: string): void {
  process.stderr.write(`${sanitizeForTerminal(sentence)}\n`);
}
