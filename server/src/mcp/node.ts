/** The program that `forge-alloy mcp` and VS Code start: one client over standard input and output. */
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { alloyServer } from "./server.js";
import { MAX_TEXT } from "./source.js";

/** Bytes of a message: a text of the largest size in which each character is escaped, and what is around it. */
const MAX_MESSAGE = 6 * MAX_TEXT + 1_000_000;

// A client that is gone closed the pipe; the end of standard input ends the program.
process.stdout.on("error", () => process.exit(0));
process.stderr.on("error", () => {});

serveStdio(alloyServer, {
  transport: new StdioServerTransport(process.stdin, process.stdout, { maxBufferSize: MAX_MESSAGE }),
  onerror: (error) => process.stderr.write(`error: ${error.message}\n`),
});
