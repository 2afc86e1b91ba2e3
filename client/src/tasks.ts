/** Tasks that run the command line in a folder of the workspace. */
import {
  type Disposable,
  env,
  l10n,
  ShellExecution,
  Task,
  type TaskDefinition,
  TaskGroup,
  tasks,
  UIKind,
  type WorkspaceFolder,
  workspace,
} from "vscode";

const TYPE = "forge-alloy";

/** As package.json describes it. */
interface AlloyTask extends TaskDefinition {
  readonly command: string;
  /** Paths and options. */
  readonly args?: readonly string[];
}

/** Offers `check` and `gate` for each folder. A browser without a server has no processes, and gets none. */
export function registerTasks(): Disposable[] {
  if (env.uiKind === UIKind.Web && env.remoteName === undefined) return [];
  return [
    tasks.registerTaskProvider(TYPE, {
      provideTasks: () =>
        (workspace.workspaceFolders ?? []).flatMap((folder) => [
          taskFor({ type: TYPE, command: "check" }, folder),
          taskFor({ type: TYPE, command: "gate", args: ["."] }, folder),
        ]),
      resolveTask: ({ definition, scope }) =>
        typeof scope === "object" && typeof definition.command === "string"
          ? taskFor(definition as AlloyTask, scope)
          : undefined,
    }),
  ];
}

function taskFor(definition: AlloyTask, folder: WorkspaceFolder): Task {
  const { command, args = [] } = definition;
  const execution = new ShellExecution("npx", ["forge-alloy", command, ...args], { cwd: folder.uri.fsPath });
  const matcher = command === "check" ? "$forge-alloy" : [];
  const task = new Task(definition, folder, command, TYPE, execution, matcher);
  task.group = TaskGroup.Test;
  task.detail = l10n.t("Runs forge-alloy {0} with npx", command);
  return task;
}
