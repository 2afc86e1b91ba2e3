/** How the language server is run as a process of its own. */
import path from "node:path";
import type { ExtensionContext } from "vscode";
import { type NodeModule, TransportKind } from "vscode-languageclient/node";

/** Where a debugger reaches the server; `.vscode/launch.json` attaches to it. */
const INSPECT_PORT = 6009;

/**
 * The bundled server, run by VS Code's own Node and spoken to over Node's IPC channel. The debug
 * variant is taken when the extension host itself runs under a debugger.
 */
export function serverProcess(context: ExtensionContext): { run: NodeModule; debug: NodeModule } {
  const run = {
    module: context.asAbsolutePath(path.join("server", "dist", "server.cjs")),
    transport: TransportKind.ipc,
  };
  const execArgv = ["--nolazy", "--enable-source-maps", `--inspect=${INSPECT_PORT}`];
  return { run, debug: { ...run, options: { execArgv } } };
}
