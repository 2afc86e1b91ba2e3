/** The language server as a process of its own. */
import { runBundle } from "./compiled.js";

runBundle("server.cjs");
