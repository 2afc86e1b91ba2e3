import { rule } from "../../lint/rule.js";
import { fieldSchemasIn } from "../../schema/domain-schemas.js";
import { Candidates } from "../../schema/names.js";
import { replaceNode } from "../../syntax/edits.js";
import { findValue, type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** A reference leads to `$defs` of the same file; nothing is ever fetched. */
export const vocabularyReference = rule<{
  node: StringNode;
  why: "form" | "missing" | "circle";
  /** Looked for only if it is shown: a file may have tens of thousands of such references. */
  meant(): string | undefined;
}>({
  code: "vocabulary/reference",
  severity: "error",
  summary: "Unresolved reference",
  explanation:
    "`$ref` refers to a schema in `$defs` of the same file: `#/$defs/Sample`. Other files and URLs are never read, and a circular reference defines nothing.",
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
    const known = new Set(names);
    const candidates = new Candidates(names);
    const nothing = () => undefined;
    /** Whether a definition leads back to itself, by its name. */
    const circles = new Map<string, boolean>();
    for (const schema of fieldSchemasIn(root)) {
      const node = textIn(schema, "$ref");
      if (!node) continue;
      const name = node.value.startsWith("#/$defs/") ? node.value.slice("#/$defs/".length) : undefined;
      if (name === undefined) report(node, { node, why: "form", meant: nothing });
      else if (!known.has(name))
        report(node, { node, why: "missing", meant: () => candidates.closest(name) });
      else if (isCircle(name)) report(node, { node, why: "circle", meant: nothing });
    }

    function isCircle(start: string): boolean {
      const seen = new Set<string>();
      let name: string | undefined = start;
      while (name !== undefined && !seen.has(name) && !circles.has(name)) {
        seen.add(name);
        name = textIn(findValue(defs, name), "$ref")?.value.replace(/^#\/\$defs\//, "");
      }
      const leadsBack = name !== undefined && (circles.get(name) ?? true);
      for (const one of seen) circles.set(one, leadsBack);
      return leadsBack;
    }
  },
  message: ({ node, why, meant }) => {
    if (why === "form")
      return t`"${node.value}" is not a reference to "$defs" of this file, such as "#/$defs/Name".`;
    if (why === "circle") return t`Circular reference "${node.value}" defines nothing.`;
    const name = meant();
    const hint = name === undefined ? "" : t` Did you mean "${`#/$defs/${name}`}"?`;
    return t`"${node.value}" is not defined in this file.${hint}`;
  },
  fixes: ({ node, meant }) => {
    const name = meant();
    if (name === undefined) return [];
    const edits = [replaceNode(node, `#/$defs/${name}`)];
    return [{ title: t`Change to "${`#/$defs/${name}`}"`, edits, safe: false, preferred: true }];
  },
});
