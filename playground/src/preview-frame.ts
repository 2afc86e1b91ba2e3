/** Runs in the frame: what the page of the preview expects of its surroundings, then that page as it is in VS Code. */
import "./preview-surroundings.js";
import "../../client/src/preview/page.js";
