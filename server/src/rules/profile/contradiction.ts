import { rule } from "../../lint/rule.js";
import { itemsIn, membersIn } from "../../model/profile-document.js";
import { findMember, type KeyNode, type StringNode, type ValueNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly name: string;
  /** The lists that the name is in: the first one takes precedence. */
  readonly first: string;
  readonly second: string;
}

interface Listed {
  readonly node: StringNode | KeyNode;
  readonly list: string;
}

/** Statements of a profile that exclude each other. */
export const profileContradiction = rule<Data>({
  code: "profile/contradiction",
  severity: "warning",
  summary: "An executor profile contradicts itself",
  explanation:
    "A stage field is read, only logged, ignored, or rejected, so it may appear in only one of the lists. A stage type either runs or is skipped. A word that is mistaken for an accepted value can stand for only one value, and must not be an accepted value itself. The first statement takes precedence.",
  examples: {
    bad: [
      '{"id": "acme-forge", "stages": {"train": {"reads": ["steps"], "ignores": ["domain", ‹"steps"›]}}}',
      '{"id": "acme-forge", "stages": {"train": {"reads": ["steps", ‹"steps"›]}}}',
      '{"id": "acme-forge", "stages": {"train": {"ignores": ["steps"], "rejects": {‹"steps"›: "the run ends"}}}}',
      '{"id": "acme-forge", "anyArchitecture": ["eval"], "architectures": {"a": {"stages": ["train"]}}, "skipped": [‹"train"›, "compact", ‹"eval"›]}',
      '{"id": "acme-forge", "accepted": {"x": {"otherwise": "it ends", "values": [{"value": "a", "mistakenFor": ["b"]}, {"value": ‹"b"›}, {"value": ‹"a"›}]}}}',
    ],
    good: [
      '{"id": "acme-forge", "stages": {"train": {"reads": ["steps"], "ignores": ["domain"]}, "lora": {"reads": ["domain"]}}}',
      '{"id": "acme-forge", "stages": {"lora": {"reads": ["steps"], "variants": [{"with": "teacher", "reads": [], "ignores": ["steps"]}]}}}',
      '{"id": "acme-forge", "architectures": {"a": {"stages": ["train"]}, "b": {"stages": ["train"]}}, "skipped": ["compact"]}',
    ],
  },
  on: "executor",
  scope: "document",
  check(alloy, report) {
    const compare = (listed: readonly Listed[]) => {
      const first = new Map<string, Listed>();
      for (const one of listed) {
        const known = first.get(one.node.value);
        if (!known) first.set(one.node.value, one);
        else
          report(one.node, { name: one.node.value, first: known.list, second: one.list }, relatedTo(known));
      }
    };
    for (const { value: stage } of membersIn(alloy, "stages"))
      for (const uses of [stage, ...itemsIn(stage, "variants")])
        compare([
          ...["reads", "logs", "ignores"].flatMap((list) => texts(uses, list)),
          ...keys(uses, "rejects"),
        ]);
    const run = new Map<string, Listed>();
    for (const one of [
      ...texts(alloy.root, "anyArchitecture"),
      ...membersIn(alloy, "architectures").flatMap(({ value }) => texts(value, "stages")),
    ])
      if (!run.has(one.node.value)) run.set(one.node.value, one);
    for (const one of texts(alloy.root, "skipped")) {
      const known = run.get(one.node.value);
      if (known)
        report(one.node, { name: one.node.value, first: known.list, second: one.list }, relatedTo(known));
    }
    for (const { value: set } of membersIn(alloy, "accepted"))
      compare(
        itemsIn(set, "values").flatMap((item) => [
          ...textsAt(findMember(item, "value")?.value, "value"),
          ...texts(item, "mistakenFor"),
        ]),
      );
  },
  message: ({ name, first, second }) =>
    first === second
      ? t`"${name}" occurs twice in "${first}".`
      : t`"${name}" is in "${second}" and in "${first}"; "${first}" takes precedence.`,
});

function relatedTo({ node: { start, end } }: Listed) {
  return { related: { start, end, message: t`first occurrence` } };
}

function texts(node: ValueNode | undefined, list: string): Listed[] {
  return itemsIn(node, list).flatMap((item) => textsAt(item, list));
}

function textsAt(node: ValueNode | undefined, list: string): Listed[] {
  return node?.kind === "string" ? [{ node, list }] : [];
}

function keys(node: ValueNode | undefined, list: string): Listed[] {
  const { value } = findMember(node, list) ?? {};
  return value?.kind === "object" ? value.members.map(({ key }) => ({ node: key, list })) : [];
}
