/** Brings the MCP server along: VS Code starts it for agents, with the workspace folders as its roots. */
import path from "node:path";
import { type Disposable, EventEmitter, type ExtensionContext, workspace } from "vscode";
import { mcpApi } from "./api.js";

/** As package.json contributes it. */
const ID = "forge-alloy.mcp";

/** Nothing in editors that know no MCP, and no server in workspaces that are not trusted. */
export function registerMcpServer(context: ExtensionContext): Disposable[] {
  const api = mcpApi();
  if (!api) return [];
  const changed = new EventEmitter<void>();
  const { version } = context.extension.packageJSON as { version: string };
  const program = context.asAbsolutePath(path.join("server", "dist", "mcp.cjs"));
  const provider = {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions() {
      const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file");
      if (!workspace.isTrusted || !folder) return [];
      // VS Code's own Node.js, as for the language server.
      const env = { ELECTRON_RUN_AS_NODE: "1" };
      const server = new api.McpStdioServerDefinition(
        "Forge Alloy",
        process.execPath,
        [program],
        env,
        version,
      );
      server.cwd = folder.uri;
      return [server];
    },
  };
  return [
    changed,
    api.registerMcpServerDefinitionProvider(ID, provider),
    workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
  ];
}
