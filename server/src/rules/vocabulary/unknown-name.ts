import { rule } from "../../lint/rule.js";
import { domainDraft } from "../../model/domain-draft.js";
import { bundled } from "../../schema/bundled.js";
import { closest } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { findValue, type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly node: StringNode;
  readonly keyword: "names" | "suggestions";
  readonly known: readonly string[];
}

const lab = (fields: string) =>
  `{"id": "lab", "version": "1.0.0", "title": "Lab", "description": "x", "status": "stable", "stages": {}, "rootExtensions": {${fields}}}`;

/** A kind of names that nothing declares, or a list that is not there. */
export const vocabularyUnknownName = rule<Data>({
  code: "vocabulary/unknown-name",
  severity: "warning",
  summary: "A schema refers to unknown names or to an unknown list",
  explanation:
    "`names` is the kind of names that a string refers to: a kind that `declares` defines in this domain, in the format, or in another domain in reach. `suggestions` can be the name of a list in `lists`.",
  examples: {
    bad: [
      lab(
        '"flours": {"type": "string", "description": "x", "declares": "flour"}, "used": {"type": "string", "description": "x", "names": ‹"flours"›}',
      ),
      lab('"flours": {"type": "string", "description": "x", "suggestions": ‹"flour"›}'),
    ],
    good: [
      lab(
        '"flours": {"type": "string", "description": "x", "declares": "flour", "suggestions": "licenses"}, "used": {"type": "string", "description": "x", "names": "flour"}',
      ),
      lab('"used": {"type": "string", "description": "x", "names": "benchmark"}'),
    ],
  },
  on: "domain",
  scope: "document",
  check(alloy, report) {
    const draft = domainDraft(alloy);
    if (!draft) return;
    const files = [draft.file, bundled.core.file, ...alloy.registry.domains.map(({ file }) => file)];
    const kinds = kindsIn(files);
    const lists = files.flatMap((file) => Object.keys(file.lists ?? {}));
    for (const { node: schema } of draft.schemas) {
      for (const holder of [schema, findValue(schema, "propertyNames")]) {
        const names = textIn(holder, "names");
        if (names && !kinds.includes(names.value))
          report(names, { node: names, keyword: "names", known: kinds });
        const list = textIn(holder, "suggestions");
        if (list && !lists.includes(list.value))
          report(list, { node: list, keyword: "suggestions", known: [...new Set(lists)] });
      }
    }
  },
  message: ({ node, keyword, known }) => {
    const meant = closest(node.value, known);
    const hint = meant === undefined ? t` Available: ${choiceWords(known)}.` : t` Did you mean "${meant}"?`;
    return keyword === "names"
      ? t`Names of the kind "${node.value}" are not declared anywhere.${hint}`
      : t`Unknown list "${node.value}".${hint}`;
  },
  fixes: ({ node, known }) => {
    const meant = closest(node.value, known);
    if (meant === undefined) return [];
    return [
      { title: t`Change to "${meant}"`, edits: [replaceNode(node, meant)], safe: false, preferred: true },
    ];
  },
});

/** The kinds of names that some files declare, and those that are not written in alloys. */
function kindsIn(files: readonly unknown[]): readonly string[] {
  const kinds = new Set<string>(["benchmark", "domain", "stageType"]);
  const open = [...files];
  for (let value = open.pop(); open.length > 0 || value !== undefined; value = open.pop()) {
    if (typeof value !== "object" || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "declares" && typeof inner === "string") kinds.add(inner);
      else if (typeof inner === "object") open.push(inner);
    }
  }
  return [...kinds];
}
