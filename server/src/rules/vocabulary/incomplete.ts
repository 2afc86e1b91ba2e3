import { rule } from "../../lint/rule.js";
import { list } from "../../schema/words.js";
import { findMember, findValue, type Member, type Span, textIn } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

/** What a domain and a stage of its own must have. One that extends another has it from there. */
const OF_DOMAIN = ["status", "stages"];
const OF_STAGE = ["phase", "summary", "description", "type", "properties"];

interface Data {
  /** The stage type; undefined for the domain. */
  readonly stage: string | undefined;
  readonly missing: readonly string[];
  readonly base: string | undefined;
}

/** A domain or a stage that is not whole. */
export const vocabularyIncomplete = rule<Data>({
  code: "vocabulary/incomplete",
  severity: "error",
  summary: "A domain or a stage lacks a part",
  explanation:
    'A domain has a `status` and `stages`, and a stage has a `phase`, a `summary`, a `description`, `properties`, and `"type": "object"`. In a domain that extends another one, the stages of that domain have only what changes.',
  examples: {
    bad: [
      '{‹"id"›: "lab", "stages": {}}',
      '{"id": "lab", "status": "stable", "stages": {‹"mix"›: {"phase": "transform", "summary": "s", "type": "object", "properties": {}}}}',
      '{"id": "lab", "extends": "llm-forge", "stages": {‹"mix"›: {"phase": "transform"}, "train": {"properties": {}}}}',
    ],
    good: [
      '{"id": "lab", "extends": "llm-forge"}',
      '{"id": "lab", "status": "stable", "stages": {}}',
      '{"id": "lab", "extends": "nowhere", "stages": {"mix": {}}}',
    ],
  },
  on: "domain",
  scope: "document",
  check({ root, registry }, report) {
    if (!root) return;
    const baseId = textIn(root, "extends")?.value;
    const base = baseId === undefined ? undefined : registry.domain(baseId);
    const lacking = (member: Member | undefined, names: readonly string[]) =>
      names.filter((name) => !findMember(member?.value, name));
    if (baseId === undefined) {
      const missing = OF_DOMAIN.filter((name) => !findMember(root, name));
      const at: Span = findMember(root, "id")?.key ?? { start: root.start, end: root.start + 1 };
      if (missing.length > 0 && root.closed) report(at, { stage: undefined, missing, base: baseId });
    }
    // If the base domain is not available, it is not known which stages are new.
    if (baseId !== undefined && !base) return;
    const stages = findValue(root, "stages");
    for (const member of stages?.kind === "object" ? stages.members : []) {
      if (member.value?.kind !== "object" || !member.value.closed) continue;
      if (base && Object.hasOwn(base.file.stages, member.name)) continue;
      const missing = lacking(member, OF_STAGE);
      if (missing.length > 0) report(member.key, { stage: member.name, missing, base: baseId });
    }
  },
  message: ({ stage, missing, base }) => {
    const names = list(
      missing.map((name) => `"${name}"`),
      "and",
    );
    if (stage === undefined) return t`The domain lacks ${names}.`;
    return base === undefined
      ? t`Stage "${stage}" lacks ${names}.`
      : t`Stage "${stage}" is not defined in "${base}", so it must be complete: it lacks ${names}.`;
  },
});
