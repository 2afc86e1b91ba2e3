/** The commands in docs/compare.md do what the page shows. */
import { testShownPage } from "./cli/shown-page.js";

testShownPage("docs/compare.md", 5);
