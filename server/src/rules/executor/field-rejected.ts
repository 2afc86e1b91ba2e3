import { rule } from "../../lint/rule.js";
import { type RejectedField, rejectedFields } from "../../model/executor.js";
import { executorWords } from "../../schema/words.js";
import { t, translate } from "../../text/l10n.js";

/** A field with which the executor of the architecture does not run the stage. */
export const executorFieldRejected = rule<RejectedField>({
  code: "executor/field-rejected",
  severity: "warning",
  summary: "The executor rejects the field",
  explanation:
    "The format defines the field, but the executor of `source.architecture` does not run a stage that sets it. Nothing is reported in an alloy with `results` or `receipt`. A profile states such fields in `rejects` of a stage; the built-in profile has none.",
  examples: {
    bad: [
      {
        text: '{"source": {"architecture": "acme3"}, "stages": [{"type": "train", ‹"optimizations"›: ["a"], "precision": "bf16"}]}',
        executors: {
          files: [
            '{"id": "acme-forge", "title": "Acme", "architectures": {"acme3": {"stages": ["train"]}}, "stages": {"train": {"rejects": {"optimizations": "the run ends", "dataset": "the run ends"}}}}',
          ],
        },
      },
    ],
    good: [
      {
        text: '{"source": {"architecture": "acme3"}, "stages": [{"type": "train", "optimizations": ["a"]}], "results": {}}',
        executors: {
          files: [
            '{"id": "acme-forge", "title": "Acme", "architectures": {"acme3": {"stages": ["train"]}}, "stages": {"train": {"rejects": {"optimizations": "the run ends"}}}}',
          ],
        },
      },
    ],
  },
  scope: "stage",
  of: (type) => type !== undefined,
  check({ type, node: stage }, report, alloy) {
    for (const found of rejectedFields(alloy, type, stage)) report(found.member.key, found);
  },
  message: ({ field, profile, otherwise }) =>
    t`"${field}" is rejected by ${executorWords(profile)}: ${translate(otherwise)}.`,
});
