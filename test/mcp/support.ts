/** Agents as they come: the official client, and the server as a process of its own in a folder of its own. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type CallToolResult, Client, type RequestOptions } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { BIN } from "../cli/support.js";

/** The two revisions of the protocol that are spoken today: with a handshake, and without sessions. */
export const ERAS = ["2025-11-25", "2026-07-28"] as const;

export interface Connected {
  readonly client: Client;
  /** What the server wrote to standard error. */
  readonly errors: () => string;
  /** Calls a tool; the structured answer. */
  call(name: string, args?: Record<string, unknown>, options?: RequestOptions): Promise<Answer>;
  /** Calls a tool that has to reject; the reason. */
  rejection(name: string, args?: Record<string, unknown>): Promise<string>;
}

export interface Answer {
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what each tool answers
  readonly data: any;
}

interface ConnectOptions {
  readonly era?: (typeof ERAS)[number];
  /** Folders that the client names; `undefined` for a client that knows no roots. */
  readonly roots?: readonly string[] | undefined;
  /** Working directory of the server. */
  readonly cwd?: string;
  /** The command line to start; default: the one that was built here. */
  readonly bin?: string;
}

/** The folder of the running test. */
export let folder: string;
const open: Client[] = [];

/** Gives each test of a suite an empty folder, and ends its servers. */
export function withServers(): void {
  setup(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), "forge-alloy-mcp-")));
  });
  teardown(async () => {
    await Promise.all(open.splice(0).map((client) => client.close()));
    rmSync(folder, { recursive: true });
  });
}

export function write(name: string, text: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

export function read(name: string): string {
  return readFileSync(path.join(folder, name), "utf8");
}

export async function connect({
  era = "2026-07-28",
  roots,
  cwd = folder,
  bin = BIN,
}: ConnectOptions = {}): Promise<Connected> {
  const client = new Client(
    { name: "test", version: "1.0.0" },
    {
      capabilities: roots ? { roots: {} } : {},
      versionNegotiation: { mode: era === "2026-07-28" ? { pin: era } : "legacy" },
    },
  );
  if (roots)
    client.setRequestHandler("roots/list", () => ({
      roots: roots.map((root) => ({ uri: pathToFileURL(root).href })),
    }));
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bin, "mcp"],
    cwd,
    stderr: "pipe",
  });
  let errors = "";
  transport.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  await client.connect(transport);
  open.push(client);
  const answer = async (name: string, args: Record<string, unknown>, options?: RequestOptions) =>
    (await client.callTool({ name, arguments: args }, options)) as CallToolResult;
  return {
    client,
    errors: () => errors,
    async call(name, args = {}, options) {
      const result = await answer(name, args, options);
      if (result.isError) throw new Error(textOf(result));
      return { text: textOf(result), data: result.structuredContent };
    },
    async rejection(name, args = {}) {
      const result = await answer(name, args);
      if (!result.isError) throw new Error(`${name} did not reject it: ${textOf(result)}`);
      return textOf(result);
    },
  };
}

function textOf({ content }: CallToolResult): string {
  return content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
}
