/** The commands in docs/plan.md do what the page shows. */
import { testShownPage } from "./cli/shown-page.js";

testShownPage("docs/plan.md", 5);
