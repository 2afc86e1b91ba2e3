import { rule } from "../../lint/rule.js";
import { type HubFault, type HubFaultKind, type HubName, hubFault } from "../../model/hub-id.js";
import type { SchemaLocation } from "../../schema/effective-schema.js";
import { nameOf, show } from "../../schema/words.js";
import { replaceNode } from "../../syntax/edits.js";
import type { StringNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly node: StringNode;
  readonly place: SchemaLocation;
  readonly kind: HubName;
  readonly fault: HubFault;
}

const EXPECTED: Readonly<Record<HubName, () => string>> = {
  "model-id": () => t`a repository ID ("organization/name") or a local path ("./path")`,
  "dataset-id": () => t`a dataset ID ("organization/name") or a local path ("./path")`,
  organization: () => t`the name of an organization or user`,
  "repo-name": () => t`a repository name without organization`,
};

/** What is found, after "but". */
const FOUND: Readonly<Record<HubFaultKind, (text: string, part: string) => string>> = {
  empty: () => t`is empty`,
  url: (text) => t`is the URL ${text}`,
  space: (text) => t`${text} contains a space`,
  tag: (text, part) => t`${text} has the tag "${part}"`,
  revision: (text, part) => t`${text} has the revision "${part}"`,
  slash: (text) => t`${text} contains a slash`,
  parts: (text) => t`${text} has more than two parts`,
  edgeSlash: (text) => t`${text} begins or ends with a slash`,
  edge: (text, part) => t`"${part}" in ${text} begins or ends with "-" or "."`,
  double: (text, part) => t`${text} contains "${part}"`,
  character: (text, part) => t`${text} contains "${part}"`,
  suffix: (text, part) => t`${text} ends with "${part}"`,
  long: () => t`is longer than the hub allows`,
};

const KINDS: readonly string[] = Object.keys(EXPECTED);

/** A repository, or a part of its ID, that the hub must reject. */
export const referenceRepository = rule<Data>({
  code: "reference/repository",
  severity: "warning",
  summary: "Not a valid Hugging Face repository ID",
  explanation:
    "A Hugging Face repository is `organization/name`; old ones are a name alone. Letters, digits, `-`, `_`, and `.` are allowed, but not `--` or `..`, nor `-` or `.` at either end. A URL, a tag, or a revision is not part of the ID; `source.revision` pins a revision. A local path must begin with `./`, `../`, `/`, or `~`.",
  examples: {
    bad: [
      '{"source": {"baseModel": ‹"https://huggingface.co/Qwen/Qwen2.5-7B/tree/main"›}}',
      '{"source": {"baseModel": ‹"Qwen/Qwen2.5 7B"›}}',
      '{"source": {"baseModel": ‹"Qwen/Qwen2.5-7B@main"›}, "forgedModelIds": [‹"a/b:latest"›, ‹"a/b/c"›, ‹""›]}',
      '{"stages": [{"type": "publish", "org": ‹"my org/x"›}, {"type": "publish", "org": ‹"acme/"›}, {"type": "lora", "teacher": ‹"a--b"›}]}',
      '{"stages": [{"type": "train", "dataset": ‹"hf.co/datasets/a/b"›}, {"type": "modality", "encoderModel": ‹"-a/b.git"›}, {"type": "publish", "repoName": ‹"a!"›}]}',
    ],
    good: [
      '{"source": {"baseModel": "Qwen/Qwen2.5-7B"}, "forgedModelIds": ["gpt2", "./a b", "/models/x", "~/x", "..", "C:\\\\models"]}',
      '{"stages": [{"type": "train", "dataset": "data/own/train.jsonl"}, {"type": "publish", "org": "acme-1", "repoNameTemplate": "{base}-{domain}-forged"}]}',
      '{"domains": ["ticketing"], "source": {"baseModel": "any venue, any seat"}}',
    ],
  },
  scope: "section",
  reads: "marked",
  check({ marked }, report) {
    for (const { node, place, schema } of marked) {
      const { holds: kind = "" } = schema;
      if (node.kind !== "string" || !isHubName(kind)) continue;
      // What is filled in for a placeholder is part of a name; reference/placeholder reports unknown ones.
      const text = schema.placeholders ? node.value.replace(/\{[^{}]*\}/g, "x") : node.value;
      const fault = hubFault(text, kind);
      if (fault)
        report(node, { node, place, kind, fault: text === node.value ? fault : withoutMeant(fault) });
    }
  },
  message: ({ node, place, kind, fault }) => {
    const { why, part = "", meant } = fault;
    const found = FOUND[why](show(node.value), part);
    return t`${nameOf(node, place)} should be ${EXPECTED[kind]()}, but ${found}.${meant ? t` Did you mean "${meant}"?` : ""}`;
  },
  fixes: ({ node, fault: { meant } }) =>
    meant === undefined
      ? []
      : [{ title: t`Change to "${meant}"`, edits: [replaceNode(node, meant)], safe: false }],
});

function isHubName(kind: string): kind is HubName {
  return KINDS.includes(kind);
}

function withoutMeant({ meant: _, ...fault }: HubFault): HubFault {
  return fault;
}
