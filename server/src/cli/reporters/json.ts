import type { Reporter } from "./reporter.js";

/** A list with one object a file, written as the files come, so that memory does not grow with them. */
export function json(): Reporter {
  let count = 0;
  return {
    file({ file, diagnostics }) {
      process.stdout.write(`${count++ === 0 ? "[\n" : ",\n"}${JSON.stringify({ file, diagnostics })}`);
    },
    end() {
      process.stdout.write(count === 0 ? "[]\n" : "\n]\n");
    },
  };
}
