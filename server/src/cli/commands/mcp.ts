import { EXIT } from "../../workspace/failure.js";
import { type Declare, more } from "../command.js";

export const declareMcp: Declare = (program, done) => {
  program
    .command("mcp")
    .description("Serve agents over the Model Context Protocol on standard input and output")
    .addHelpText(
      "after",
      more(
        [["forge-alloy mcp", "command for the configuration of a client"]],
        "Tools read and write below the client's roots, or the current folder.\nA client starts the server, and stops it by closing standard input.",
      ),
    )
    .action(() => done(mcp()));
};

/** Serves agents until the client closes standard input. The server is a file of its own, which only this loads. */
async function mcp(): Promise<number> {
  await import("../../mcp/node.js");
  return EXIT.clean;
}
