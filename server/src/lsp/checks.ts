import { type CheckSettings, settingsFor } from "../lint/configuration.js";
import type { Configurations } from "./configurations.js";
import { getOrCompute } from "./get-or-compute.js";
import type { SettingsStore } from "./settings.js";
import { pathBelow } from "./uris.js";

/** How each document is checked: by the configuration of its folder, then by the settings of the editor. */
export class Checks {
  readonly #settings: SettingsStore;
  readonly #configurations: Configurations;
  #byUri = new Map<string, Promise<CheckSettings>>();

  constructor(settings: SettingsStore, configurations: Configurations) {
    this.#settings = settings;
    this.#configurations = configurations;
  }

  /** The same object until something changed. */
  of(uri: string): Promise<CheckSettings> {
    return getOrCompute(this.#byUri, uri, () => this.#make(uri));
  }

  changed(): void {
    this.#byUri = new Map();
  }

  forget(uri: string): void {
    this.#byUri.delete(uri);
  }

  async #make(uri: string): Promise<CheckSettings> {
    const [{ rules }, nearest] = await Promise.all([
      this.#settings.of(uri),
      this.#configurations.nearest(uri),
    ]);
    return nearest
      ? settingsFor(nearest.configuration, pathBelow(nearest.folder, uri), rules)
      : settingsFor(undefined, uri, rules);
  }
}
