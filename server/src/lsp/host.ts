import type { Registry } from "../schema/registry.js";
import type { ShippedTable } from "../text/l10n.js";
import type { FileSystem } from "../workspace/file-system.js";
import type { Verifier } from "./verifier.js";

/** Where the pages about rules are. */
export interface RulePages {
  /** URI of the folder with the packaged pages, `stage-none.md` for `stage/none`. */
  readonly rulePages: string | undefined;
  /** URL of the published site, which diagnostics link to; absent as long as there is none. */
  readonly site?: string | undefined;
}

/** What a server needs from where it runs. */
export interface Host extends RulePages {
  readonly registry: Registry;
  readonly version: string;
  /** What runs the server, with its version, for the log. */
  readonly runtime?: string;
  readonly files: FileSystem;
  /** Resolves once the client has accepted the sent messages; absent if the host cannot tell. */
  readonly drained?: () => Promise<void>;
  /** The table of a language, such as `de` or `zh-cn`, if there is one; absent if there is none of any. */
  readonly translations?: (language: string) => Promise<ShippedTable | undefined>;
  /** URI of the folder with the vocabulary files, `core.json` and `llm-forge.json`. */
  readonly vocabularies: string | undefined;
  /** Reads what statements of alloys are about; absent where files cannot be read piece by piece, as in a browser. */
  readonly verifier?: Verifier;
}
