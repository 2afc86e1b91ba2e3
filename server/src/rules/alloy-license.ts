import { SPDX_IDS } from "../alloy/licenses.js";
import { closest } from "../alloy/names.js";
import { replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { type StringNode, textIn } from "../text/tree.js";
import { rule } from "./rule.js";

/** `license` is neither an SPDX id nor one of the licences that model hubs know. */
export const alloyLicense = rule<{ node: StringNode; meant: string | undefined }>({
  code: "alloy/license",
  severity: "hint",
  summary: "The licence is no SPDX id",
  explanation:
    "A licence is named by its SPDX id, in lower case as model hubs write it: `apache-2.0`, `mit`, `cc-by-nc-4.0`. Licences of model makers without an SPDX id, such as `gemma` or `other`, are fine too.",
  examples: {
    bad: [
      '{"license": ‹"apache 2"›}',
      '{"license": ‹"free"›}',
      '{"license": ‹"apache 2.0"›}',
      '{"license": ‹"aple-2.0"›}',
    ],
    good: [
      '{"license": "apache-2.0"}',
      '{"license": "MIT"}',
      '{"license": "other"}',
      '{"license": ""}',
      '{"license": "Qwen-research"}',
    ],
  },
  scope: "document",
  check({ root, vocabulary }, report) {
    const node = textIn(root, "license");
    if (!node || node.value === "") return;
    const id = node.value.toLowerCase();
    if (SPDX_IDS.has(id) || OTHERS.test(id)) return;
    const listed = vocabulary.list("licenses", "core").map(({ value }) => String(value));
    if (listed.includes(id)) return;
    report(node, { node, meant: closest(id, [...listed, ...SPDX_IDS]) });
  },
  message: ({ node, meant }) =>
    t`"${node.value}" is no SPDX licence id.${meant ? t` Did you mean "${meant}"?` : ""}`,
  fixes: ({ node, meant }) =>
    meant === undefined
      ? []
      : [{ title: t`Write "${meant}"`, edits: [replaceNode(node, meant)], safe: false, preferred: true }],
});

/** Names of model makers' own licences, as hubs know them. */
const OTHERS =
  /^(other|unknown|gemma|llama\d.*|qwen.*|deepseek.*|mistral.*|openrail.*|bigscience-.*|creativeml-.*|nvidia-.*)$/;
