import { type Connection, createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { version } from "../../package.json";
import { bundled } from "../alloy/bundled.js";
import { clientFiles, filesByScheme } from "./client-files.js";
import { nodeFiles } from "./node-files.js";
import { serve } from "./server.js";

const HELP = `forge-alloy-language-server ${version}

Language server for Forge Alloy documents (*.alloy.json, forge-alloy.json).

  --stdio          talk over standard input and output
  --node-ipc       talk over the channel of a Node parent process
  --socket=PORT    connect to a local port
  --pipe=NAME      connect to a named pipe or Unix socket
  --version        print the version and exit
  --help           print this and exit
`;

main(process.argv.slice(2));

function main(args: readonly string[]): void {
  if (args.includes("--help")) {
    process.stdout.write(HELP);
  } else if (args.includes("--version")) {
    process.stdout.write(`${version}\n`);
  } else if (args.some((arg) => /^--(stdio|node-ipc|socket|pipe)\b/.test(arg))) {
    const beside = (folder: string) => new URL(folder, import.meta.url).href;
    const connection = connected(args);
    if (!connection) return;
    // A session ends by `exit`. When there is simply nothing left to wait for, the line was cut, or never came about.
    process.once("beforeExit", () => {
      process.stderr.write(`Nobody listens at the other end of ${args.join(" ")}.\n`);
      process.exitCode = 2;
    });
    // One request that goes wrong must not take the session with it.
    process.on("unhandledRejection", (reason) => connection.console.error(`Unexpected: ${reason}`));
    serve(connection, {
      registry: bundled,
      version,
      files: filesByScheme(nodeFiles, clientFiles(connection)),
      rulePages: beside("rules"),
      vocabularies: beside("vocabularies"),
      translations: beside("l10n"),
    });
  } else {
    process.stderr.write("Say how to talk to the client, for example with --stdio. --help lists the ways.\n");
    process.exitCode = 2;
  }
}

/** The connection that the arguments ask for; undefined where they make no sense, which is said. */
function connected(args: readonly string[]): Connection | undefined {
  try {
    return createConnection(ProposedFeatures.all);
  } catch {
    process.stderr.write(`Nobody can be reached by ${args.join(" ")}. --help lists the ways.\n`);
    process.exitCode = 2;
    return undefined;
  }
}
