/**
 * Largest sizes of files that are read, in bytes. The formats have lower limits of their own; these limits
 * keep a file from using up all memory before its content is examined.
 */
export const MAX_BYTES = { document: 100_000_000, settings: 10_000_000, ignores: 100_000 } as const;
