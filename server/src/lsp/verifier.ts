import type { Alloy } from "../model/alloy.js";
import type { Check } from "../verify/check.js";
import type { CancellationToken } from "./lsp.js";

/** Reads the files that an alloy makes statements about, where a server can reach some. */
export interface Verifier {
  /** Whether the files around a document are within its reach. */
  reaches(uri: string): boolean;
  verify(alloy: Alloy, options: VerifierOptions): Promise<Verified | { readonly refusal: string }>;
}

export interface VerifierOptions {
  /** URI of the folder that paths in the alloy are relative to. Nothing outside of it and of the next one is read. */
  readonly folder: string;
  /** URI of the folder with the weights; undefined if they are not to be read. */
  readonly modelFolder: string | undefined;
  /** URIs of the folders outside of which nothing is read, wherever links lead. */
  readonly within: readonly string[];
  /** Bytes of all files together that are read at most. */
  readonly limit: number;
  /** Told how far reading is, in bytes, and of how many. */
  readonly progress: (read: number, total: number) => void;
  readonly token: CancellationToken;
}

export interface Verified {
  readonly checks: readonly Check[];
  /** What was not read because of the limit. */
  readonly withheld: { readonly files: number; readonly bytes: number };
}
