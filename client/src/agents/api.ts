/** The parts of the VS Code API that are newer than the oldest version the extension runs in. */
import type { CancellationToken, Disposable, Event, ProviderResult, Uri } from "vscode";
import * as vscode from "vscode";

/** A program that speaks the Model Context Protocol. */
export interface McpServerDefinition {
  cwd?: Uri;
}

/** VS Code 1.101. */
export interface McpApi {
  registerMcpServerDefinitionProvider(
    id: string,
    provider: {
      onDidChangeMcpServerDefinitions?: Event<void>;
      provideMcpServerDefinitions(token: CancellationToken): ProviderResult<McpServerDefinition[]>;
    },
  ): Disposable;
  readonly McpStdioServerDefinition: new (
    label: string,
    command: string,
    args?: string[],
    env?: Record<string, string | number | null>,
    version?: string,
  ) => McpServerDefinition;
}

/** VS Code 1.95. */
export interface ToolApi {
  registerTool(
    name: string,
    tool: { invoke(options: unknown, token: CancellationToken): Promise<unknown> },
  ): Disposable;
  readonly LanguageModelToolResult: new (content: unknown[]) => unknown;
  readonly LanguageModelTextPart: new (value: string) => unknown;
}

/** Undefined in older editors. */
export function mcpApi(): McpApi | undefined {
  return complete<McpApi>(["registerMcpServerDefinitionProvider", "McpStdioServerDefinition"]);
}

/** Undefined in older editors. */
export function toolApi(): ToolApi | undefined {
  return complete<ToolApi>(["registerTool", "LanguageModelToolResult", "LanguageModelTextPart"]);
}

/** Functions are in `vscode.lm`, classes in `vscode`. Each is looked up by itself: other parts may not be touched. */
function complete<Api>(names: readonly string[]): Api | undefined {
  const classes = vscode as unknown as Readonly<Record<string, unknown>>;
  const functions = (vscode.lm ?? {}) as unknown as Readonly<Record<string, unknown>>;
  const found = names.map((name) => [name, functions[name] ?? classes[name]] as const);
  return found.every(([, value]) => typeof value === "function")
    ? (Object.fromEntries(found) as Api)
    : undefined;
}
