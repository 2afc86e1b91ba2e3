import { type URI, Utils } from "vscode-uri";
import { CONFIGURATION_FILE } from "../alloy/document-kind.js";
import { type Configuration, readConfiguration } from "../rules/configuration.js";
import type { Documents } from "./documents.js";
import type { Files } from "./files.js";
import { remember } from "./remember.js";
import { folderOf } from "./uris.js";

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
  #byFolder = new Map<string, Promise<FolderConfiguration | undefined>>();

  constructor(documents: Documents, files: Files) {
    this.#documents = documents;
    this.#files = files;
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
    return remember(this.#byFolder, folder.toString(), () => this.#read(folder));
  }

  async #read(folder: URI): Promise<FolderConfiguration | undefined> {
    const uri = Utils.joinPath(folder, CONFIGURATION_FILE).toString();
    const text = this.#documents.get(uri)?.text ?? (await this.#files.read(uri));
    if (text !== undefined) return { uri, folder, text, configuration: readConfiguration(text) };
    const parent = folderOf(folder.toString());
    return parent && this.#above(parent);
  }
}
