import { type URI, Utils } from "vscode-uri";
import { type Configuration, readConfiguration } from "../lint/configuration.js";
import { CONFIGURATION_FILE } from "../schema/document-kind.js";
import type { Documents } from "./documents.js";
import type { Files } from "./files.js";
import { getOrCompute } from "./get-or-compute.js";
import { sandboxOf } from "./path-sandbox.js";
import { folderOf, isBelow } from "./uris.js";

/** A configuration and where it stands. */
export interface FolderConfiguration {
  readonly uri: string;
  /** The folder that holds `.forge-alloy`. */
  readonly folder: URI;
  /** As it is written, saved or not. */
  readonly text: string;
  readonly configuration: Configuration;
}

/** The configurations of the folders around alloys. What is open in an editor counts as it stands there. */
export class Configurations {
  readonly #documents: Documents;
  readonly #files: Files;
  readonly #workspaceFolders: () => readonly string[];
  readonly #warn: (sentence: string) => void;
  #byFolder = new Map<string, Promise<FolderConfiguration | undefined>>();

  /** @param warn told in a sentence what is there and not read */
  constructor(
    documents: Documents,
    files: Files,
    workspaceFolders: () => readonly string[],
    warn: (sentence: string) => void,
  ) {
    this.#documents = documents;
    this.#files = files;
    this.#workspaceFolders = workspaceFolders;
    this.#warn = warn;
  }

  /** Some configuration changed, came or went. */
  changed(): void {
    this.#byFolder = new Map();
  }

  /** The configuration in the nearest folder above a file. */
  nearest(uri: string): Promise<FolderConfiguration | undefined> {
    const folder = folderOf(uri);
    return folder ? this.#above(folder) : Promise.resolve(undefined);
  }

  #above(folder: URI): Promise<FolderConfiguration | undefined> {
    return getOrCompute(this.#byFolder, folder.toString(), () => this.#read(folder));
  }

  async #read(folder: URI): Promise<FolderConfiguration | undefined> {
    const uri = Utils.joinPath(folder, CONFIGURATION_FILE).toString();
    const text = this.#documents.get(uri)?.text ?? (await this.#textOf(uri, folder.toString()));
    if (text !== undefined) return { uri, folder, text, configuration: readConfiguration(text) };
    const parent = folderOf(folder.toString());
    return parent && this.#above(parent);
  }

  /** Links are followed within the workspace only; around an alloy in no workspace, within the folder. */
  async #textOf(uri: string, folder: string): Promise<string | undefined> {
    if ((await this.#files.place(uri)) === undefined) return undefined;
    const workspace = this.#workspaceFolders();
    const isInWorkspace = workspace.some((one) => isBelow(one, uri));
    const sandbox = await sandboxOf(this.#files, isInWorkspace ? workspace : [folder]);
    if (await sandbox(uri)) return this.#files.read(uri);
    this.#warn(`${uri} leads out of the workspace and is not read.`);
    return undefined;
  }
}
