/** As `lsp.ts`, for what the library has in Node alone. */
export type * from "vscode-languageserver/node";
export {
  createConnection,
  ErrorCodes,
  PortMessageReader,
  PortMessageWriter,
  ProposedFeatures,
} from "vscode-languageserver/node";
