import { checkstyle } from "./checkstyle.js";
import { github } from "./github.js";
import { gitlab } from "./gitlab.js";
import { html } from "./html.js";
import { json } from "./json.js";
import { junit } from "./junit.js";
import { markdown } from "./markdown.js";
import { pretty } from "./pretty.js";
import { rdjson } from "./rdjson.js";
import type { Reporter, Style } from "./reporter.js";
import { sarif } from "./sarif.js";

/** Every form that a report may have. */
export const REPORTERS = {
  pretty,
  json,
  sarif,
  github,
  junit,
  markdown,
  rdjson,
  gitlab,
  checkstyle,
  html,
} as const satisfies Readonly<Record<string, (style: Style) => Reporter>>;

export type Format = keyof typeof REPORTERS;

export const FORMATS = Object.keys(REPORTERS) as Format[];
