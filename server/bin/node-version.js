// Ends the process with a sentence if this Node.js is older than the package supports. The files in this folder are
// CommonJS in the syntax of 2015, so that any Node.js can read them; what they load may not be.
const oldest = require("../package.json").engines.node.match(/\d+\.\d+/)[0];
const [major, minor] = oldest.split(".").map(Number);
const own = process.versions.node.split(".").map(Number);

if (own[0] < major || (own[0] === major && own[1] < minor)) {
  console.error(`error: Node.js ${oldest} or later is required, but this is ${process.versions.node}.`);
  process.exit(2);
}
