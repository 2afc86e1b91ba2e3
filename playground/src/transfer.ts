/** Files that come and go: dropped, opened, downloaded. They stay on this computer. */
import { byId } from "./elements.js";
import { MAX_FILES, nameOf } from "./paths.js";
import type { View } from "./view.js";
import { pathIn, type SourceFile, type Workspace } from "./workspace.js";

/** Bytes of a file that is opened. */
const MAX_BYTES = 4_000_000;

interface Context {
  readonly workspace: Workspace;
  readonly view: View;
  readonly tell: (message: string) => void;
}

export function offerTransfer({ workspace, view, tell }: Context): void {
  const open = async (files: readonly File[]) => {
    for (const file of files.slice(0, MAX_FILES)) {
      if (file.size > MAX_BYTES) {
        tell(`${file.name} is larger than 4 MB. Use the command line for it.`);
        continue;
      }
      const model = openIn(workspace, { path: file.name, text: await file.text() });
      if (!model) tell(`The playground holds at most ${MAX_FILES} files.`);
      else {
        view.show(model);
        tell(`${file.name} is open. It stays on this computer.`);
      }
    }
    view.editor.focus();
  };

  const input = byId<HTMLInputElement>("file");
  byId("open").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    void open([...(input.files ?? [])]);
    input.value = "";
  });

  byId("download").addEventListener("click", () => {
    const name = nameOf(pathIn(view.model));
    download(name, view.model.getValue());
    tell(`${name} is downloaded.`);
  });

  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") === true;
  // Before the editor, which would insert the text of the file.
  window.addEventListener(
    "dragover",
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      document.body.classList.add("is-dropping");
    },
    { capture: true },
  );
  window.addEventListener("dragleave", ({ relatedTarget }) => {
    if (relatedTarget === null) document.body.classList.remove("is-dropping");
  });
  window.addEventListener(
    "drop",
    (event) => {
      document.body.classList.remove("is-dropping");
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      void open([...(event.dataTransfer?.files ?? [])]);
    },
    { capture: true },
  );
}

/** Adds a domain file, and replaces the alloy with any other file. */
function openIn(workspace: Workspace, { path, text }: SourceFile) {
  if (!isDomain(text)) return workspace.replaceAlloy({ path, text });
  const name = path.replace(/[^\w.-]+/g, "-").replace(/^[^\w]+/, "") || "domain.json";
  const domain = `.forge-alloy/domains/${name}`;
  const known = workspace.at(domain);
  if (known) {
    known.setValue(text);
    return known;
  }
  return workspace.add({ path: domain, text });
}

/** Whether a text is a domain file. Its `stages` is an object with a key for each type; that of an alloy is an array. */
function isDomain(text: string): boolean {
  try {
    const { id, stages } = JSON.parse(text);
    return typeof id === "string" && typeof stages === "object" && stages !== null && !Array.isArray(stages);
  } catch {
    return false;
  }
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
