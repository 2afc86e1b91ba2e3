/** Runs in the worker: the language server, as it is everywhere. */
import { startServer } from "../../server/src/lsp/browser.js";

// `paths.ts` has the same address; what is imported from there would bring the editor along.
startServer("playground:/resources");
