/** Containers nested deeper than this are skipped and reported; no alloy comes near it. */
export const MAX_DEPTH = 256;
/**
 * Keys and values read from one text. Trees of more do not fit into the memory that Node has by default, so nothing
 * behind them is read, and that is reported.
 */
export const MAX_NODES = 5_000_000;
