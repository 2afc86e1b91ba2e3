/** What to begin with: templates of the server, and the examples of the site. */
import { documentOf, toPosition } from "./convert.js";
import type { Edits } from "./edits.js";
import type { LanguageServer } from "./language-server.js";
import { type Choice, pick } from "./picker.js";
import type { View } from "./view.js";
import { pathIn, type SourceFile, type Workspace } from "./workspace.js";

interface Example {
  readonly name: string;
  readonly about: string;
  /** Files of the workspace that belong to it, such as a domain. */
  readonly files: readonly string[];
}

type Beginning = { readonly template: string } | { readonly example: Example };

interface Context {
  readonly server: LanguageServer;
  readonly workspace: Workspace;
  readonly view: View;
  readonly edits: Edits;
  readonly tell: (message: string) => void;
}

export class Beginnings {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Lets the user choose a template or an example, and puts it in place of the alloy. */
  async choose(): Promise<void> {
    const [templates, examples] = await Promise.all([this.#templates(), examplesOfSite()]);
    const chosen = await pick<Beginning>("New from a template or an example", [
      ...templates,
      ...examples.map((example) => ({
        label: example.name.replace(/\.alloy\.json$/, ""),
        description: "example",
        detail: example.about,
        value: { example },
      })),
    ]);
    if (!chosen) return;
    if ("template" in chosen) await this.#useTemplate(chosen.template);
    else await this.#useExample(chosen.example);
  }

  /** Lets the user choose a template, and puts it into the alloy. */
  async chooseTemplate(): Promise<void> {
    const chosen = await pick("Fill from a template", await this.#templates());
    if (chosen) await this.#useTemplate(chosen.template);
  }

  /** Lets the user choose a stage and its place. @param index of the item of `stages`; undefined: at the cursor */
  async insertStage(index: number | undefined): Promise<void> {
    const { server, workspace, view, edits } = this.#context;
    const model = workspace.alloy;
    const position = view.model === model ? view.editor.getPosition() : null;
    const version = model.getVersionId();
    const stages = await server.request("forgeAlloy/insertableStages", {
      textDocument: documentOf(model),
      ...(index !== undefined ? { index } : position && { position: toPosition(position) }),
    });
    const stage = await pick(
      "Insert a stage",
      (stages ?? []).map((stage) => ({
        label: stage.label,
        description: `${stage.phase} · ${stage.summary}`,
        detail: stage.preview,
        value: stage,
      })),
    );
    const places = stage?.places ?? [];
    const place =
      places.length <= 1
        ? places[0]
        : await pick(
            "Where does the stage go?",
            places.map((place) => ({ label: place.title, description: "", detail: "", value: place })),
          );
    if (!place || model.getVersionId() !== version) return;
    view.show(model);
    edits.apply(place.edit);
    view.editor.focus();
  }

  /** Adds a domain of the user's own, and shows it. */
  async addDomain(): Promise<void> {
    const { server, workspace, view, tell } = this.#context;
    const idAt = (number: number) => (number === 1 ? "my-domain" : `my-domain-${number}`);
    let number = 1;
    while (workspace.at(pathOfDomain(idAt(number)))) number++;
    const id = idAt(number);
    const text = await server.request("forgeAlloy/starterDomain", { id });
    const model = text === undefined ? undefined : workspace.add({ path: pathOfDomain(id), text });
    if (!model) return tell("No more files fit into the playground.");
    view.show(model);
    view.editor.focus();
    tell(`The domain "${id}" is here. An alloy uses it if its "domains" has "${id}".`);
  }

  async #templates(): Promise<readonly Choice<{ readonly template: string }>[]> {
    const { server, workspace } = this.#context;
    const uri = workspace.alloy.uri.toString();
    const templates = (await server.request("forgeAlloy/templates", { uri })) ?? [];
    return templates.map(({ label, domain, description }) => ({
      label,
      description: `template${domain ? ` · ${domain}` : ""}`,
      detail: description,
      value: { template: label },
    }));
  }

  async #useTemplate(label: string): Promise<void> {
    const { server, workspace, view, edits } = this.#context;
    const uri = workspace.alloy.uri.toString();
    const templates = (await server.request("forgeAlloy/templates", { uri, name: label })) ?? [];
    const template = templates.find((one) => one.label === label);
    if (!template) return;
    const model = workspace.replaceAlloy({ path: `${label}.alloy.json`, text: "" });
    view.show(model);
    edits.insertSnippet(model, model.getFullModelRange(), template.snippet);
  }

  async #useExample(example: Example): Promise<void> {
    const { workspace, view, tell } = this.#context;
    const files = await Promise.all([example.name, ...example.files].map(readExample));
    const found = files.filter((file) => file !== undefined);
    if (found.length < files.length) return tell("The example could not be loaded.");
    workspace.replaceAll(found);
    view.show(workspace.alloy);
    view.editor.focus();
    tell(`${pathIn(workspace.alloy)} is open.`);
  }
}

function pathOfDomain(id: string): string {
  return `.forge-alloy/domains/${id}.json`;
}

async function examplesOfSite(): Promise<readonly Example[]> {
  const answer = await fetch("examples/index.json").catch(() => undefined);
  return answer?.ok ? answer.json() : [];
}

/** A file of `examples/`; what it is called there is its path in the workspace. */
async function readExample(path: string): Promise<SourceFile | undefined> {
  const answer = await fetch(`examples/${path.replace(/^\.forge-alloy\//, "settings/")}`).catch(
    () => undefined,
  );
  return answer?.ok ? { path, text: await answer.text() } : undefined;
}
