import { rule } from "../../lint/rule.js";
import type { Alloy } from "../../model/alloy.js";
import { isSet, stageSupport } from "../../model/executor.js";
import type { ExecutorProfile, FieldUses } from "../../schema/executor-profile.js";
import { snakeCaseOf } from "../../schema/names.js";
import { executorWords } from "../../schema/words.js";
import type { GreenMember } from "../../syntax/green.js";
import type { Member, ObjectNode } from "../../syntax/tree.js";
import { t } from "../../text/l10n.js";

interface Data {
  readonly field: string;
  readonly profile: ExecutorProfile;
  /** It is written to the log. */
  readonly isLogged: boolean;
}

/** More stages than this are not told one by one. */
const MAX_RELATED = 20;

/** A field that the executor of the declared architecture does not read. */
export const executorFieldIgnored = rule<Data>({
  code: "executor/field-ignored",
  severity: "hint",
  summary: "The architecture's executor does not read the field",
  explanation:
    "The format defines the field, but the executor of `source.architecture` does not use it: any value gives the same run. Each field is reported once, at its first use, and only before the run: nothing is reported in an alloy with `results` or `receipt`. If you use a different executor, describe it in a profile; docs/executors.md explains how.",
  examples: {
    bad: [
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "train", "domain": "code", ‹"batchSize"›: 8}]}',
      '{"source": {"architecture": "qwen3_5"}, "stages": [{"type": "train", ‹"dataset"›: "a/b"}, {"type": "train", "dataset": "c/d"}, {"type": "lora", "dataset": "c/d"}]}',
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "lora", ‹"rank"›: 8, "steps": 9}, {"type": "prune", ‹"strategy"›: "entropy", "level": 0.1}]}',
    ],
    good: [
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "train", "domain": "code", "steps": 9, "learningRate": "1e-4", "batchSize": null}]}',
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "lora", "teacher": "a/b", "loraRank": 8, "targetModules": ["q_proj"]}]}',
      '{"source": {"architecture": "qwen2"}, "stages": [{"type": "train", "batchSize": 8}], "results": {}}',
      '{"source": {"architecture": "my_own"}, "stages": [{"type": "train", "batchSize": 8}]}',
      '{"source": {"architecture": "mixtral"}, "stages": [{"type": "train", "batchSize": 8}]}',
    ],
  },
  scope: "document",
  check(alloy, report) {
    if (alloy.isExecuted) return;
    for (const { members, ...data } of unread(alloy)) {
      const [first, ...others] = members;
      if (!first) continue;
      const related = others.slice(0, MAX_RELATED).map(({ key: { start, end } }) => {
        return { start, end, message: t`not read here either` };
      });
      report(first.key, data, { related });
    }
  },
  message: ({ field, profile, isLogged }) =>
    isLogged
      ? t`"${field}" is only written to the log by ${executorWords(profile)}.`
      : t`"${field}" is not read by ${executorWords(profile)}.`,
});

interface Unread extends Data {
  /** The first ones. */
  readonly members: Member[];
}

/** What the executor does not read although it says something, once per field. */
function unread(alloy: Alloy): Iterable<Unread> {
  const found = new Map<string, Unread>();
  const fieldsByUses = new Map<FieldUses, ReadonlyMap<string, string>>();
  for (const type of alloy.usedTypes) {
    const support = stageSupport(alloy, type);
    if (!support) continue;
    const { profile, stage: general } = support;
    const counts = new Map<string, number>();
    for (const stage of alloy.stagesOf(type.name)) {
      const uses = general.variants ? support.usesIn(stage.node) : general;
      const fields = fieldsByUses.get(uses) ?? unreadFields(uses);
      fieldsByUses.set(uses, fields);
      const { green } = stage.summary;
      const members = green.kind === "object" ? green.children : [];
      for (let index = 0; index < members.length; index++) {
        const field = fields.get((members[index] as GreenMember).name);
        // No more of one type are told, so no more are looked at.
        if (field === undefined || (counts.get(field) ?? 0) > MAX_RELATED) continue;
        const member = (stage.node as ObjectNode).child(index) as Member;
        if (!isSet(member.value)) continue;
        counts.set(field, (counts.get(field) ?? 0) + 1);
        const entry = found.get(field);
        const isLogged = uses.logs?.includes(field) === true;
        if (entry) entry.members.push(member);
        else found.set(field, { field, profile, isLogged, members: [member] });
      }
    }
  }
  for (const { members } of found.values()) members.sort((a, b) => a.start - b.start);
  return found.values();
}

/** The fields that are not read, by each of their names: in snake_case it is the same field. */
function unreadFields({ ignores = [], logs = [] }: FieldUses): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const field of [...ignores, ...logs])
    for (const name of [field, snakeCaseOf(field)]) if (!fields.has(name)) fields.set(name, field);
  return fields;
}
