import { Option } from "commander";
import { diagnose } from "../../lint/lint.js";
import { Alloy } from "../../model/alloy.js";
import { sceneImage, scenePage } from "../../preview/html.js";
import { sceneMarkdown } from "../../preview/markdown.js";
import { sceneOf } from "../../preview/scene.js";
import { sceneText } from "../../preview/text.js";
import { whyUnreadable } from "../../syntax/unreadable.js";
import { EXIT, Failure } from "../../workspace/failure.js";
import { readText } from "../../workspace/files.js";
import { Project, type ProjectOptions } from "../../workspace/project.js";
import { collect, type Declare, DOMAIN_OPTION, EXIT_CODES, more } from "../command.js";
import { paint, say } from "../terminal.js";

export const declareShow: Declare = (program, done) => {
  program
    .command("show")
    .description("Preview an alloy: pipeline, gate, sizes, trust")
    .argument("<file>", "alloy")
    .addOption(new Option("--svg", "SVG image").conflicts(["html", "markdown"]))
    .addOption(new Option("--html", "HTML page").conflicts(["markdown"]))
    .addOption(new Option("--markdown", "Markdown for a model card or pull request"))
    .option(...DOMAIN_OPTION, collect)
    .addHelpText(
      "after",
      more(
        [
          ["forge-alloy show a.alloy.json", "print the preview"],
          ["forge-alloy show a.alloy.json --svg > a.svg", "write an image"],
        ],
        EXIT_CODES,
      ),
    )
    .action((file, options) => done(show(file, options)));
};

/** What the command line says about a picture; at most one form, else it is for the terminal. */
interface ShowOptions extends ProjectOptions {
  readonly svg?: boolean;
  readonly html?: boolean;
  readonly markdown?: boolean;
}

/** Prints the picture of an alloy: its pipeline, its gate, and what it carries. */
export async function show(file: string, { svg, html, markdown, ...options }: ShowOptions): Promise<number> {
  const read = readText(file);
  if ("reason" in read) throw new Failure(read.reason);
  const project = await Project.open(options);
  const alloy = Alloy.parse(read.text, await project.registry(file));
  const scene = sceneOf(alloy, diagnose(alloy, await project.settings(file)).problems);
  const fault = whyUnreadable(alloy.tree);
  if (fault) {
    say(`warning: the preview is incomplete: ${file} ${fault}`);
    say("hint: forge-alloy check shows the problems");
  }
  process.stdout.write(
    svg
      ? sceneImage(scene)
      : html
        ? scenePage(scene)
        : markdown
          ? sceneMarkdown(scene)
          : sceneText(scene, paint()),
  );
  return EXIT.clean;
}
