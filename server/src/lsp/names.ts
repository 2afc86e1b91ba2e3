/** Names of our own that client and server agree on. */

/** The server's command that opens a document: `[uri, range]`. */
export const SHOW_DOCUMENT = "forge-alloy.server.showDocument";

/** The kind of the code action that fixes all that can be fixed safely. */
export const FIX_ALL = "source.fixAll.forge-alloy";
