/** As `lsp.ts`, for what the library has in Node alone. */
export type * from "vscode-languageserver/node";
export {
  createConnection,
  ErrorCodes,
  IPCMessageReader,
  IPCMessageWriter,
  ProposedFeatures,
} from "vscode-languageserver/node";
