/** The command line. Each command runs functions of its own. */
import { runBundle } from "./compiled.js";

const [command = ""] = process.argv.slice(2);
runBundle("cli.cjs", /^[a-z]+$/.test(command) ? command : "");
