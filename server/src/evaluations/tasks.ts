/** Data: which task of an evaluation tool measures which benchmark. A new task needs no other code. */

/** Tasks of lm-evaluation-harness: the benchmark, and the metric that is its score. */
export const HARNESS_TASKS: ReadonlyMap<string, { readonly benchmark: string; readonly metric: string }> =
  new Map([
    ["leaderboard_ifeval", { benchmark: "ifeval", metric: "inst_level_strict_acc,none" }],
    ["leaderboard_bbh", { benchmark: "bbh", metric: "acc_norm,none" }],
    ["leaderboard_math_hard", { benchmark: "math_hard", metric: "exact_match,none" }],
    ["leaderboard_gpqa", { benchmark: "gpqa", metric: "acc_norm,none" }],
    ["leaderboard_mmlu_pro", { benchmark: "mmlu_pro", metric: "acc,none" }],
    ["leaderboard_musr", { benchmark: "musr", metric: "acc_norm,none" }],
  ]);

/** Benchmarks of EvalPlus by the first part of their task IDs: with the base tests alone, and with all tests. */
export const EVALPLUS_BENCHMARKS: ReadonlyMap<string, { readonly base: string; readonly plus: string }> =
  new Map([
    ["HumanEval", { base: "humaneval", plus: "humaneval_plus" }],
    ["Mbpp", { base: "mbpp", plus: "mbpp_plus" }],
  ]);
