// Bundles of the libraries of the protocol the code that is used, which is about half. The libraries are CommonJS as the
// TypeScript compiler writes it, and esbuild takes such a file as a whole; of an ES module it leaves out what nothing imports.
import { readFile } from "node:fs/promises";
import path from "node:path";

const FILES =
  /[/\\]node_modules[/\\]vscode-(?:jsonrpc|languageclient|languageserver(?:-protocol|-types)?)[/\\]lib[/\\].+\.js$/;

/** Features that the client library registers, and that our server does not offer (`server/src/lsp/capabilities.ts`). */
const NOT_OFFERED = [
  ...["CallHierarchy", "ColorProvider", "Declaration", "Implementation", "InlineValue", "SignatureHelp"],
  ...["TextDocumentContent", "TypeHierarchy", "WillSave", "WillSaveWaitUntil"],
  ...["DidCreateFiles", "DidDeleteFiles", "DidRenameFiles"],
  ...["WillCreateFiles", "WillDeleteFiles", "WillRenameFiles"],
];

/** Features that the server library adds to a connection. Our server uses methods instead (`server/src/lsp/server.ts`). */
const NOT_CALLED = [
  ...["CallHierarchy", "Diagnostic", "FileOperations", "FoldingRange", "InlayHint", "InlineCompletion"],
  ...["InlineValue", "LinkedEditingRange", "Moniker", "NotebookSync", "SemanticTokens"],
  ...["TextDocumentContent", "TypeHierarchy"],
];

/** What a connection over a socket needs in a browser. Ours goes by the messages of a worker. */
const OF_SOCKETS = {
  members: ["messageBuffer", "stream"],
  classes: ["MessageBuffer", "ReadableStreamWrapper", "WritableStreamWrapper"],
};

/** What replaces the source of a file. */
const CHANGES = {
  "languageclient/lib/common/client.js": (source) =>
    without(
      NOT_OFFERED,
      source,
      (name) => `\\n +this\\.registerFeature\\(new \\w+\\.${name}Feature\\(this\\)\\);()`,
    ),
  "languageclient/lib/common/notebook.js": () =>
    readFile(new URL("notebook-feature.js", import.meta.url), "utf8"),
  "jsonrpc/lib/browser/ril.js": (source) =>
    without(
      OF_SOCKETS.members,
      without(OF_SOCKETS.classes, source, (name) => `^class ${name} [\\s\\S]*?^\\}$()`),
      (name) => `^ {4}${name}: Object\\.freeze\\(\\{[\\s\\S]*?^ {4}\\}\\),$()`,
    ),
  "languageserver/lib/common/server.js": (source) =>
    without(NOT_CALLED, source, (name) => `\\(0, \\w+\\.${name}Feature\\)\\((.*)\\)(?=;$)`),
};

/** @returns {import("esbuild").Plugin} */
export function languageLibraries() {
  return {
    name: "language-libraries",
    setup(build) {
      // Of two files that export the same name, CommonJS takes the first. With ES modules, nothing may import such a name.
      build.initialOptions.logOverride = { "import-is-undefined": "error" };
      build.onLoad({ filter: FILES }, async ({ path: file }) => {
        const source = await readFile(file, "utf8");
        const name = file.replaceAll(path.sep, "/").replace(/^.*\/vscode-/, "");
        return { contents: asEsModule((await CHANGES[name]?.(source)) ?? source) };
      });
    },
  };
}

/** Replaces what a pattern finds for each name by its group. Fails if there is nothing: the library has changed. */
function without(names, source, patternOf) {
  let code = source;
  for (const name of names) {
    const pattern = new RegExp(patternOf(name), "m");
    if (!pattern.test(code)) throw new Error(`A library of the protocol has changed: ${name} was not found.`);
    code = code.replace(pattern, "$1");
  }
  return code;
}

/**
 * Turns the output of the TypeScript compiler into an ES module. A namespace or enumeration becomes the value of a pure
 * call, which esbuild leaves out if nothing uses it. Fails if something of CommonJS is left.
 */
function asEsModule(source) {
  /** The names in the module of what is exported, by its names outside. */
  const exported = new Map();
  /** Where imported names come from. */
  const origins = new Map();
  const code = source
    .replace(/^var __\w+ = \(this && this\.[\s\S]*?^\}\)*(?:\(\))?;$/gm, "")
    .replace(/^Object\.defineProperty\(exports, "__esModule".*;$/gm, "")
    .replace(/^(?:exports\.\w+ = )+void 0;$/gm, "")
    .replace(/^__exportStar\(require\((".*")\), exports\);$/gm, "export * from $1;")
    .replace(
      /^(?:const|var) (\w+) = (?:(__import\w+)\()?require\((".*?")\)\)?;$/gm,
      (_, name, helper, origin) => {
        origins.set(name, origin);
        return helper || name.endsWith("_1")
          ? `import * as ${name} from ${origin};`
          : `import ${name} from ${origin};`;
      },
    )
    .replace(
      /^Object\.defineProperty\(exports, "(\w+)", .* return (\w+)\.(\w+); \} \}\);$/gm,
      (_, name, from, original) => `export { ${original} as ${name} } from ${origins.get(from)};`,
    )
    .replace(
      /^(export )?var (\w+);\n\(function \(\2\) \{\n([\s\S]*?)^\}\)\(\2 \|\| \((exports\.\2 = )?\2 = \{\}\)\);$/gm,
      (_, isModule, name, body, isExported) => {
        if (isExported) exported.set(name, name);
        return `${isModule ?? ""}var ${name} = /* @__PURE__ */ (function (${name}) {\n${body}return ${name};\n})({});`;
      },
    )
    // Of a class or a function.
    .replace(/^\}\)\((\w+) \|\| \((?:exports\.)?\1 = (?:\1 = )?\{\}\)\);$/gm, (_, name) => `})(${name});`)
    .replace(/^exports\.(\w+) = (\w+);$/gm, (_, name, local) => {
      exported.set(name, local);
      return "";
    })
    .replace(/^exports\.default = /gm, "export default ")
    .replace(/^exports\.(\w+) = /gm, "export const $1 = ")
    .replace(/\bexports\.(\w+)/g, "$1");
  const left = /^(?!\s*(?:\*|\/\/)).*\b(?:require\(|exports\b).*/m.exec(code)?.[0];
  if (left !== undefined) throw new Error(`A library of the protocol has other code than expected: ${left}`);
  const names = [...exported].map(([name, local]) => `${local} as ${name}`);
  return names.length === 0 ? code : `${code}\nexport { ${names.join(", ")} };\n`;
}
