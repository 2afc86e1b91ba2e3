/** The language server as a process of its own. */
import { runBundle } from "./compiled.js";
import { inlineAsUsual, inlineLittle } from "./inlining.js";

runBundle("server.cjs", "", inlineAsUsual);
inlineLittle();
