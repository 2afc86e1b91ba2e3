/**
 * Largest sizes of files that are read, in bytes. The formats have tighter limits of their own; these keep a file from
 * taking all memory before anybody looks into it.
 */
export const MAX_BYTES = { document: 100_000_000, settings: 10_000_000, ignores: 100_000 } as const;
