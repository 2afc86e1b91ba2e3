/** What a task took: number of calls, bytes of all arguments, and bytes of each answer. */
export interface TaskResult {
  readonly title: string;
  readonly calls: number;
  readonly sent: number;
  readonly answers: readonly number[];
  /** Why it failed; undefined if it did not. */
  readonly error?: Error;
}

export const TASKS: readonly { readonly title: string }[];

/** Bytes of an answer that half of them must stay below. */
export const MAX_MEDIAN: number;

export function runTasks(tasks: typeof TASKS): Promise<TaskResult[]>;

export function median(values: readonly number[]): number;
