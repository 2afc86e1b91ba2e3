// What the client library uses of its glob library, which is larger than all of our rules: our own globs do.
import { parseGlob } from "../server/src/text/glob.js";

export class Minimatch {
  constructor(glob) {
    this.glob = parseGlob(glob);
  }

  /** Asked for only to see that a glob is one; all are. */
  makeRe() {
    return /./;
  }

  match(path) {
    return this.glob.matches(path);
  }
}
