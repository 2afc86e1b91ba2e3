import { Argument, type Command, type Option } from "commander";
import { templatesOf } from "../../features/new-alloy.js";
import { ruleNames } from "../../lint/known-rules.js";
import { sanitizeForTerminal } from "../../text/sanitize.js";
import { Project } from "../../workspace/project.js";
import { type Declare, more } from "../command.js";

export const declareCompletion: Declare = (program) => {
  program
    .command("completion")
    .description("Print the shell script that completes commands, options, and values")
    .addArgument(new Argument("<shell>", "shell").choices(SHELLS))
    .addHelpText(
      "after",
      more([
        ["source <(forge-alloy completion bash)", "in ~/.bashrc; same for zsh"],
        ["forge-alloy completion fish | source", "in ~/.config/fish/config.fish"],
      ]),
    )
    .action((shell) => printCompletion(shell));

  program
    .command("__complete", { hidden: true })
    .argument("[words...]")
    .action(async (words) => {
      for (const { value, description = "" } of candidates(program, words, await values()))
        process.stdout.write(`${sanitizeForTerminal(value)}\t${sanitizeForTerminal(description)}\n`);
    });
};

/** Values for `command argument` or `command option`, beyond those that are declared as choices. */
export type Values = Readonly<Record<string, () => readonly Candidate[]>>;

export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** Scripts that ask `forge-alloy __complete` for the words that may follow; without any, file names are completed. */
const SCRIPTS = {
  bash: `# Put this into ~/.bashrc:  source <(forge-alloy completion bash)
_forge_alloy() {
  local IFS=$'\\n'
  COMPREPLY=($(forge-alloy __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
}
complete -o default -F _forge_alloy forge-alloy
`,
  zsh: `#compdef forge-alloy
# Put this into ~/.zshrc, behind compinit:  source <(forge-alloy completion zsh)
_forge_alloy() {
  local -a found
  found=("\${(@f)$(forge-alloy __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "$found" ]]; then
    found=("\${(@)found//:/\\\\:}")
    found=("\${(@)found/$'\\t'/:}")
    _describe forge-alloy found
  else
    _files
  fi
}
compdef _forge_alloy forge-alloy
`,
  fish: `# Put this into ~/.config/fish/config.fish:  forge-alloy completion fish | source
function __forge_alloy
  set -l found (forge-alloy __complete -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c forge-alloy -f -a '(__forge_alloy)'
`,
  powershell: `# Put this into $PROFILE:  forge-alloy completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName forge-alloy -ScriptBlock {
  param($word, $line, $position)
  $words = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
  if ($word -eq '') { $words += '' }
  forge-alloy __complete -- @words 2>$null | ForEach-Object {
    $value, $description = $_ -split "\`t", 2
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', ($description ?? $value))
  }
}
`,
} as const;

export type Shell = keyof typeof SCRIPTS;

export const SHELLS = Object.keys(SCRIPTS) as Shell[];

/** Prints what a shell has to run so that it completes our words. */
export function printCompletion(shell: Shell): void {
  process.stdout.write(SCRIPTS[shell]);
}

/**
 * Returns the candidates that can replace the last word; empty if a file name belongs there.
 * @param words the words after the name of the program; the last one is the word under the cursor
 */
export function candidates(program: Command, words: readonly string[], values: Values): Candidate[] {
  const typed = words.flatMap((word) => splitAssignment(word)).filter((word) => word !== "=");
  const current = words.at(-1) === "=" ? "" : (typed.pop() ?? "");
  let command: Command | undefined = program;
  // A command may have commands of its own, as `results import`.
  while (command && command.commands.length > 0 && typed.length > 0) {
    const name = typed.shift();
    command = command.commands.find((one) => one.name() === name);
  }
  const all =
    !command || command.commands.length > 0
      ? commandsOf(command ?? program)
      : inCommand(command, typed, current, values);
  return all.filter(({ value }) => value.startsWith(current));
}

/** `--format=json` means `--format json`; some shells hand over the parts. */
function splitAssignment(word: string): string[] {
  const match = /^(--[a-z-]+)=(.*)$/.exec(word);
  return match ? [match[1] as string, match[2] as string] : [word];
}

function commandsOf(program: Command): Candidate[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({ value: command.name(), description: command.description() }));
}

function inCommand(
  command: Command,
  before: readonly string[],
  current: string,
  values: Values,
): readonly Candidate[] {
  const options = command.createHelp().visibleOptions(command);
  const valued = (word: string | undefined) =>
    word === undefined
      ? undefined
      : options.find((option) => option.required && (option.long === word || option.short === word));
  const option = valued(before.at(-1));
  if (option) return valuesOf(command, option, values);
  if (current.startsWith("-"))
    return options.flatMap(({ long, description }) => (long ? [{ value: long, description }] : []));
  const at = before.filter((word, index) => !word.startsWith("-") && !valued(before[index - 1])).length;
  const argument =
    command.registeredArguments[at] ?? command.registeredArguments.find(({ variadic }) => variadic);
  return argument ? valuesOf(command, argument, values) : [];
}

function valuesOf(command: Command, what: Option | Argument, values: Values): readonly Candidate[] {
  const choices = what.argChoices?.map((value) => ({ value }));
  return choices ?? values[`${command.name()} ${what.name()}`]?.() ?? [];
}

/** For completion: what is known without looking at the words before. */
async function values(): Promise<Values> {
  const registry = await (await Project.open({}, () => {})).registry("any.alloy.json");
  return {
    "explain code": () => ruleNames().map((value) => ({ value })),
    "new template": () =>
      templatesOf(registry).map(({ label, description }) => ({ value: label, description })),
    "schema ids": () => registry.domains.map(({ file }) => ({ value: file.id, description: file.title })),
  };
}
