/** Containers nested deeper than this are skipped and reported; no alloy comes near it. */
export const MAX_DEPTH = 256;
/**
 * Maximum number of keys and values read from one document. Larger trees do not fit into the default memory
 * of Node.js, so the rest of the document is not read, and that is reported.
 */
export const MAX_NODES = 5_000_000;
