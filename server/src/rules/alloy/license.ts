import { type RuleContext, rule } from "../../lint/rule.js";
import { SPDX_IDS, unknownLicenses } from "../../model/licenses.js";
import { Candidates } from "../../schema/names.js";
import { show } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import type { StringNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly node: StringNode;
  /** The license that is not known: all of the text, or one license of an expression. */
  readonly id: string;
  readonly meant: string | undefined;
}

/** A license that is neither in SPDX nor known to model hubs. */
export const alloyLicense = rule<Data>({
  code: "alloy/license",
  severity: "hint",
  summary: "Not an SPDX license ID",
  explanation:
    "A license is an SPDX ID, in lowercase as on model hubs: `apache-2.0`, `mit`, `cc-by-nc-4.0`. SPDX expressions (`MIT OR Apache-2.0`), `LicenseRef-…`, and the other IDs of model hubs, such as `gemma` or `other`, are also accepted.",
  examples: {
    bad: [
      '{"license": ‹"apache 2"›}',
      '{"license": ‹"free"›}',
      '{"license": ‹"apache 2.0"›, "source": {"license": ‹"aple-2.0"›}}',
      '{"license": ‹"MIT OR Apache-2"›}',
      '{"license": ‹"MIT OR"›}',
    ],
    good: [
      '{"license": "apache-2.0"}',
      '{"license": "MIT"}',
      '{"license": "other", "source": {"license": "llama3.1"}}',
      '{"license": ""}',
      '{"license": "Qwen-research"}',
      '{"license": "(MIT OR Apache-2.0) AND LicenseRef-weights"}',
      '{"license": "GPL-2.0+ WITH Classpath-exception-2.0"}',
    ],
  },
  scope: "section",
  reads: "marked",
  check({ marked }, report, { vocabulary }) {
    for (const { node, schema } of marked) {
      if (schema.holds !== "license" || node.kind !== "string" || node.value === "") continue;
      const [id] = unknownLicenses(node.value, () => [
        ...listOf(vocabulary, "licenses"),
        ...listOf(vocabulary, "hubLicenses"),
      ]);
      if (id !== undefined) report(node, { node, id, meant: meantBy(id, listOf(vocabulary, "licenses")) });
    }
  },
  message: ({ id, meant }) =>
    t`${show(id)} is not an SPDX license ID.${meant ? t` Did you mean "${meant}"?` : ""}`,
  fixes: ({ node, id, meant }) => {
    if (meant === undefined) return [];
    const text = id === node.value ? meant : node.value.replace(id, () => meant);
    return [{ title: t`Change to "${text}"`, edits: [replaceNode(node, text)], safe: false }];
  },
});

function listOf(vocabulary: RuleContext["vocabulary"], name: string): string[] {
  return vocabulary.list(name, "core").map(({ value }) => String(value));
}

/** Numbers are versions: `apache 2` may be `apache-2.0`, `gpl-4.0` is not `gpl-3.0`. */
function meantBy(id: string, listed: readonly string[]): string | undefined {
  const digits = digitsOf(id);
  const candidates = [...listed, ...SPDX_IDS].filter((one) => digitsOf(one).startsWith(digits));
  return new Candidates(candidates).closest(id.toLowerCase());
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}
