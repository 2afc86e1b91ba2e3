// The baseline: a language server that reads every message and answers each request at once with an empty
// result. Its time is the cost of starting Node and of the protocol, a lower bound for every other server.
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";

const ANSWERS = {
  initialize: {
    capabilities: {
      textDocumentSync: 2,
      completionProvider: {},
      hoverProvider: true,
      codeActionProvider: true,
      documentSymbolProvider: true,
      diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false },
    },
  },
  "textDocument/diagnostic": { kind: "full", items: [] },
};

const connection = createMessageConnection(
  new StreamMessageReader(process.stdin),
  new StreamMessageWriter(process.stdout),
);
connection.onRequest((method) => ANSWERS[method] ?? null);
connection.onNotification((method) => {
  if (method === "exit") process.exit(0);
});
connection.onClose(() => process.exit(0));
connection.listen();
