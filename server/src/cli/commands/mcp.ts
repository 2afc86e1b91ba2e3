import { EXIT } from "../../workspace/failure.js";

/** Serves agents until the client closes standard input. The server is a file of its own, which only this loads. */
export async function mcp(): Promise<number> {
  await import("../../mcp/node.js");
  return EXIT.clean;
}
