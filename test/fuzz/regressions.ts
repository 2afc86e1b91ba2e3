import path from "node:path";
import { fileURLToPath } from "node:url";

/** Sessions that went wrong once, as JSON files. */
export const REGRESSIONS = path.join(path.dirname(fileURLToPath(import.meta.url)), "regressions");
