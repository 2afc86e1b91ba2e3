/** Makes `forgeAlloy.trace.server` mean what it says. */
import { type Disposable, EventEmitter, LogLevel, type LogOutputChannel, workspace } from "vscode";

const SECTION = "forgeAlloy.trace.server";

/**
 * The output channel as the language client sees it when it traces. The client library traces only
 * where the channel's log level is Trace, whatever the setting says; people set the setting and look
 * at an output of level Info. So the setting raises the level, and traces are written as
 * information. A channel set to Trace by hand is traced as well.
 */
export function traceChannel(output: LogOutputChannel, subscriptions: Disposable[]): LogOutputChannel {
  const levelChanged = new EventEmitter<LogLevel>();
  const level = () => {
    const off = workspace.getConfiguration().get(SECTION, "off") === "off";
    return off ? output.logLevel : LogLevel.Trace;
  };
  subscriptions.push(
    levelChanged,
    output.onDidChangeLogLevel(() => levelChanged.fire(level())),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(SECTION)) levelChanged.fire(level());
    }),
  );
  return Object.create(output, {
    logLevel: { get: level },
    onDidChangeLogLevel: { value: levelChanged.event },
    trace: { value: (message: string) => output.info(message) },
  });
}
