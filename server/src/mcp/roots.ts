import { fileURLToPath } from "node:url";
import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  inputRequired,
  type McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import * as z from "zod";
import { Failure } from "../workspace/failure.js";
import { Sandbox } from "./sandbox.js";

const ROOTS = z.object({ roots: z.array(z.object({ uri: z.string().max(10_000) })).max(1000) });

/** The key under which the answer comes back. */
const KEY = "roots";

/**
 * The folders that a call may read and write: those that the client names, or the working directory if it names none
 * because it knows no roots. They are asked for anew in each call, so that no folder stays allowed that is closed.
 * @returns the question to the client, if it has not been answered yet
 * @throws {Failure} if the answer is not a list of roots
 */
export function sandboxOf(server: McpServer, context: ServerContext): Sandbox | InputRequiredResult {
  if (!hasRoots(server, context)) return new Sandbox([process.cwd()]);
  const answer = context.mcpReq.inputResponses?.[KEY];
  if (answer === undefined) return inputRequired({ inputRequests: { [KEY]: inputRequired.listRoots() } });
  const { success, data } = ROOTS.safeParse(answer);
  if (!success) throw new Failure("the client did not answer with a list of roots");
  return new Sandbox(data.roots.flatMap(({ uri }) => pathOf(uri) ?? []));
}

function hasRoots(server: McpServer, { mcpReq }: ServerContext): boolean {
  const envelope: Readonly<Record<string, unknown>> | undefined = mcpReq.envelope;
  const stated = envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? server.server.getClientCapabilities();
  return (stated as ClientCapabilities | undefined)?.roots !== undefined;
}

/** Roots of other schemes are not on this computer. */
function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
