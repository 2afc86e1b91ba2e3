// What an editor asks about a place in a document, and what an answer must have to count.

export function uriOf(name) {
  return `file:///bench/${name}.alloy.json`;
}

export function completion(alloy) {
  return {
    name: "completion",
    method: "textDocument/completion",
    params: atKey(alloy),
    check: holds((answer) => (answer?.items ?? answer)?.length > 0),
    provider: "completionProvider",
  };
}

export function hover(alloy) {
  return {
    name: "hover",
    method: "textDocument/hover",
    params: atKey(alloy),
    check: holds((answer) => answer?.contents),
    provider: "hoverProvider",
  };
}

export function codeAction(alloy) {
  const { textDocument, position } = atKey(alloy);
  return {
    name: "code action",
    method: "textDocument/codeAction",
    params: { textDocument, range: { start: position, end: position }, context: { diagnostics: [] } },
    check: holds((answer) => answer?.length > 0),
    provider: "codeActionProvider",
  };
}

export function symbols(alloy) {
  return {
    name: "document symbols",
    method: "textDocument/documentSymbol",
    params: { textDocument: atKey(alloy).textDocument },
    check: holds((answer) => answer?.length > 0),
    provider: "documentSymbolProvider",
  };
}

function atKey({ name, sites }) {
  return { textDocument: { uri: uriOf(name) }, position: sites.key };
}

/** The floor answers with nothing, everybody else must not. */
function holds(condition) {
  return (answer, { contender }) => {
    if (contender.role !== "floor" && !condition(answer)) {
      throw new Error(`${contender.title} answered with nothing: ${JSON.stringify(answer)}`);
    }
  };
}
