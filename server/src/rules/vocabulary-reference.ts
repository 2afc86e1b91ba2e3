import { fieldSchemasIn } from "../alloy/domain-schemas.js";
import { closest } from "../alloy/names.js";
import { replaceNode } from "../text/edits.js";
import { t } from "../text/l10n.js";
import { findValue, type StringNode, textIn } from "../text/tree.js";
import { rule } from "./rule.js";

/** A reference leads to `$defs` of the same file; nothing is ever fetched. */
export const vocabularyReference = rule<{
  node: StringNode;
  why: "form" | "missing" | "circle";
  meant: string | undefined;
}>({
  code: "vocabulary/reference",
  severity: "error",
  summary: "A reference leads nowhere",
  explanation:
    "`$ref` names a schema in `$defs` of the same file: `#/$defs/Sample`. Other files and addresses are never read, and a reference that leads back to itself says nothing.",
  examples: {
    bad: [
      '{"stages": {"a": {"properties": {"b": {"type": "object", "$ref": ‹"#/$defs/Sampel"›}}}}, "$defs": {"Sample": {"type": "object"}}}',
      '{"stages": {"a": {"properties": {"b": {"type": "object", "$ref": ‹"https://example.org/schema.json"›}}}}}',
      '{"$defs": {"A": {"type": "object", "$ref": ‹"#/$defs/B"›}, "B": {"type": "object", "$ref": ‹"#/$defs/A"›}}}',
    ],
    good: [
      '{"stages": {"a": {"properties": {"b": {"type": "object", "$ref": "#/$defs/B"}}}}, "$defs": {"B": {"type": "object"}}}',
      '{"$defs": {"Tree": {"type": "object", "properties": {"left": {"type": "object", "$ref": "#/$defs/Tree"}}}}}',
    ],
  },
  on: "domain",
  scope: "document",
  check({ root }, report) {
    const defs = findValue(root, "$defs");
    const names = defs?.kind === "object" ? defs.members.map(({ name }) => name) : [];
    for (const schema of fieldSchemasIn(root)) {
      const node = textIn(schema, "$ref");
      if (!node) continue;
      const name = node.value.startsWith("#/$defs/") ? node.value.slice("#/$defs/".length) : undefined;
      if (name === undefined) report(node, { node, why: "form", meant: undefined });
      else if (!names.includes(name)) report(node, { node, why: "missing", meant: closest(name, names) });
      else if (isCircle(name)) report(node, { node, why: "circle", meant: undefined });
    }

    function isCircle(start: string): boolean {
      const seen = new Set<string>();
      for (let name: string | undefined = start; name !== undefined; ) {
        if (seen.has(name)) return true;
        seen.add(name);
        name = textIn(findValue(defs, name), "$ref")?.value.replace(/^#\/\$defs\//, "");
      }
      return false;
    }
  },
  message: ({ node, why, meant }) => {
    if (why === "form")
      return t`"${node.value}" is not read: a reference leads to "$defs" of this file, as in "#/$defs/Name".`;
    if (why === "circle") return t`"${node.value}" leads back to itself and so describes nothing.`;
    const hint = meant === undefined ? "" : t` Did you mean "${`#/$defs/${meant}`}"?`;
    return t`There is no "${node.value}" in this file.${hint}`;
  },
  fixes: ({ node, meant }) =>
    meant === undefined
      ? []
      : [
          {
            title: t`Write "${`#/$defs/${meant}`}"`,
            edits: [replaceNode(node, `#/$defs/${meant}`)],
            safe: false,
            preferred: true,
          },
        ],
});
