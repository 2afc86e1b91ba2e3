/** The language server as a process of its own. */
import { runBundle } from "./compiled.js";
import { inlineLittle } from "./inlining.js";

runBundle("server.cjs");
inlineLittle();
