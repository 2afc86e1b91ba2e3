/**
 * fast-check, with the same cases in every run: a red test must be red again. `FUZZ_SEED=7 npm test` tries others.
 */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 1) });

export default fc;
