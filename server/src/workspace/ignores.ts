import { MAX_BYTES } from "../disk/limits.js";
import { getOrCompute } from "./get-or-compute.js";
import { GITIGNORE, type IgnoreRules, parseGitignore } from "./gitignore.js";
import { childOf, fileNameOf, parentOf, pathBelow } from "./uris.js";
import { SETTINGS_FOLDER, type Workspace } from "./workspace.js";

/** Folders that never contain a project's own alloys. */
const SKIPPED = new Set(["node_modules", ".git"]);

/** Returns whether a file or folder directly in a folder is ignored. Parent folders are not checked. */
export type IsIgnored = (name: string, isFolder: boolean) => boolean;

/** The rules of a `.gitignore`, which apply below its folder. */
interface Gitignore {
  readonly folder: string;
  readonly rules: IgnoreRules;
}

/**
 * Determines which files and folders are ignored when folders are walked: by `.gitignore`, by `ignores` of
 * configurations, and `node_modules`. A file that is named or opened explicitly is checked anyway.
 */
export class Ignores {
  readonly #workspace: Workspace;
  #gitignores = new Map<string, Promise<readonly Gitignore[]>>();
  #tests = new Map<string, Promise<IsIgnored>>();
  /** Whether a folder is ignored or hidden, by its URI and the root. */
  #folders = new Map<string, Promise<boolean>>();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Some `.gitignore` or configuration changed, came, or went. */
  changed(): void {
    this.#gitignores = new Map();
    this.#tests = new Map();
    this.#folders = new Map();
  }

  /** The test for what is directly in a folder. */
  testFor(folder: string): Promise<IsIgnored> {
    return getOrCompute(this.#tests, folder, async () => {
      const [gitignores, { configurations }] = await Promise.all([
        this.#gitignoresFor(folder),
        this.#workspace.scopeIn(folder),
      ]);
      // The folder's path below the folder of each file that may leave something out.
      const git = gitignores.map(({ folder: base, rules }) => ({ rules, path: pathIn(base, folder) }));
      const globs = configurations.map(({ configuration, base }) => ({
        configuration,
        path: pathIn(base, folder),
      }));
      return (name, isFolder) => {
        if (isFolder && SKIPPED.has(name)) return true;
        if (globs.some(({ configuration, path }) => configuration.ignores(path + name))) return true;
        for (const { rules, path } of git) {
          // The nearest file that has a rule decides, as in Git.
          const decision = rules.isIgnored(path + name, isFolder);
          if (decision !== undefined) return decision;
        }
        return false;
      };
    });
  }

  /**
   * Whether a walk from a folder skips a file: because the file is hidden, or because the file or one of its
   * parent folders is ignored. Settings in `.forge-alloy` are not hidden.
   */
  async isLeftOut(uri: string, root: string): Promise<boolean> {
    const folder = uri.slice(0, uri.lastIndexOf("/"));
    if (await this.#isFolderLeftOut(folder, root)) return true;
    const name = fileNameOf(uri) ?? "";
    return name.startsWith(".") || (await this.testFor(folder))(name, false);
  }

  #isFolderLeftOut(folder: string, root: string): Promise<boolean> {
    const parent = parentOf(folder);
    if (folder === root || parent === undefined) return Promise.resolve(false);
    return getOrCompute(this.#folders, [folder, root].join("\n"), async () => {
      if (await this.#isFolderLeftOut(parent, root)) return true;
      const name = fileNameOf(folder) ?? "";
      const isHidden = name.startsWith(".") && name !== SETTINGS_FOLDER;
      return isHidden || (await this.testFor(parent))(name, true);
    });
  }

  /** Those of a folder and of the folders above, up to the repository or else the root, the nearest first. */
  #gitignoresFor(folder: string): Promise<readonly Gitignore[]> {
    return getOrCompute(this.#gitignores, folder, async () => {
      const own = await this.#gitignoreIn(folder);
      const parent = parentOf(folder);
      const top = (await this.#workspace.repositoryOf(folder)) ?? (await this.#workspace.rootOf(folder));
      const isTop = parent === undefined || top === folder;
      return [...own, ...(isTop ? [] : await this.#gitignoresFor(parent))];
    });
  }

  /** Like Git, through no link; a file that cannot be read leaves out nothing. */
  async #gitignoreIn(folder: string): Promise<Gitignore[]> {
    const { files } = this.#workspace;
    const read = await files.read(childOf(folder, GITIGNORE), MAX_BYTES.ignores, false);
    return read && "text" in read ? [{ folder, rules: parseGitignore(read.text, files.ignoresCase) }] : [];
  }
}

/** The path of a folder below another one, as a prefix of the paths in it. */
function pathIn(base: string, folder: string): string {
  return base === folder ? "" : `${pathBelow(base, folder)}/`;
}
