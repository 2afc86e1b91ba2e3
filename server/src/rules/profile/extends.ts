import { rule } from "../../lint/rule.js";
import { profileDocument } from "../../model/profile-document.js";
import type { ExecutorFile } from "../../schema/executor-profile.js";
import { extendedBy, MAX_EXTENDED } from "../../schema/executors.js";
import { closest } from "../../schema/names.js";
import { choiceWords } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import { type StringNode, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly node: StringNode;
  readonly why: "missing" | "circle" | "long" | "broken";
  /** The profile that is missing or has errors. */
  readonly id: string;
  /** IDs of the profiles that there are. */
  readonly known: readonly string[];
  /** From this profile back to one that was there already. */
  readonly chain: readonly string[];
}

/** A profile that cannot be merged with the one that it extends. */
export const profileExtends = rule<Data>({
  code: "profile/extends",
  severity: "error",
  summary: "The extended executor profile cannot be used",
  explanation:
    "`extends` is the exact ID of another profile in reach: `reference`, or one of those in `.forge-alloy/executors/`. Its content is the start, and this file is merged into it field by field. A profile cannot extend itself, not even by way of others, and not one whose file has errors.",
  examples: {
    bad: [
      '{"id": "acme-forge", "extends": ‹"refrence"›}',
      '{"id": "acme-forge", "extends": ‹"nowhere"›}',
      '{"id": "acme-forge", "extends": ‹"acme-forge"›}',
      {
        text: '{"id": "acme-forge", "extends": ‹"lab-forge"›}',
        executors: {
          files: ['{"id": "lab-forge", "title": "Lab", "extends": "acme-forge", "architectures": {}}'],
        },
      },
      {
        text: '{"id": "acme-forge", "extends": ‹"lab-forge"›}',
        executors: { files: ['{"id": "lab-forge", "title": 5}'] },
      },
    ],
    good: [
      '{"id": "acme-forge", "extends": "reference"}',
      '{"id": "acme-forge"}',
      {
        text: '{"id": "acme-forge", "extends": "lab-forge"}',
        executors: {
          files: ['{"id": "lab-forge", "title": "Lab", "extends": "reference", "architectures": {}}'],
        },
      },
    ],
  },
  on: "executor",
  scope: "document",
  check(alloy, report) {
    const node = textIn(alloy.root, "extends");
    if (!node) return;
    const { executors } = alloy.registry;
    const { files } = executors;
    const file = profileDocument(alloy).file as ExecutorFile;
    const { bases, end } = extendedBy(file, files);
    const last = bases.at(-1) ?? file;
    const chain = [file.id, ...bases.map(({ id }) => id), ...(end === "circle" ? [last.extends ?? ""] : [])];
    const known = [...files.keys()].filter((id) => id !== file.id);
    const broken = bases.find(({ id }) => executors.whyUnavailable(id)?.why === "broken");
    const common = { node, known, chain };
    if (end !== "complete") report(node, { ...common, why: end, id: last.extends ?? "" });
    else if (broken) report(node, { ...common, why: "broken", id: broken.id });
  },
  message: ({ why, id, known, chain }) => {
    switch (why) {
      case "circle":
        return t`The profile extends itself: ${chain.join(" → ")}.`;
      case "long":
        return t`A profile can build on at most ${MAX_EXTENDED} others, one after the other.`;
      case "broken":
        return t`The file of the extended profile "${id}" has errors.`;
      case "missing": {
        const meant = closest(id, known);
        const hint = meant === undefined ? "" : t` Did you mean "${meant}"?`;
        return t`Unknown executor profile "${id}".${hint} Available: ${choiceWords(known)}.`;
      }
    }
  },
  fixes: ({ node, why, known }) => {
    const meant = why === "missing" ? closest(node.value, known) : undefined;
    if (meant === undefined) return [];
    return [
      { title: t`Change to "${meant}"`, edits: [replaceNode(node, meant)], safe: false, preferred: true },
    ];
  },
});
