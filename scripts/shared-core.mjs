// What the language server and the MCP server both need, as one file that they load: core.cjs.
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const SOURCES = path.join(ROOT, "server", "src") + path.sep;
const CORE = "./core.cjs";

/**
 * Finds the modules of ours that are in all of these bundles. What they import is in all, too.
 * @param {readonly esbuild.BuildOptions[]} bundles
 * @param {esbuild.BuildOptions} core options of the bundle with the shared modules
 * @returns {Promise<{ core: esbuild.BuildOptions, plugin: esbuild.Plugin }>} `core` builds the shared modules, and `plugin`
 *   has another bundle load them from there
 */
export async function shareCore(bundles, core) {
  const graphs = await Promise.all(bundles.map(graphOf));
  const [first, ...others] = graphs;
  const shared = new Set(
    [...first.keys()].filter((file) => file.startsWith(SOURCES) && others.every((graph) => graph.has(file))),
  );
  const wanted = new Set(
    graphs.flatMap((graph) => [...graph].flatMap(([file, imports]) => (shared.has(file) ? [] : imports))),
  );
  const modules = [...shared].filter((file) => wanted.has(file)).sort();
  const exports = await exportsOf(modules, core);
  // An export has a name of its own in the core: modules may use the same.
  const names = modules.map((file, module) =>
    exports
      .get(file)
      .map((name, index) => ({ name, shared: `_${module.toString(36)}_${index.toString(36)}` })),
  );
  const entry = modules.map((file, i) => {
    const list = names[i].map(({ name, shared }) => `${name} as ${shared}`).join(", ");
    return `export { ${list} } from ${JSON.stringify(file)};\n`;
  });
  return {
    core: { ...core, stdin: { contents: entry.join(""), resolveDir: ROOT, sourcefile: "core.js" } },
    plugin: loadingCore(new Map(modules.map((file, i) => [file, names[i]])), shared),
  };
}

/** Each module of a bundle, with those that it imports. */
async function graphOf(bundle) {
  const { metafile } = await esbuild.build({ ...bundle, write: false, metafile: true, logLevel: "silent" });
  const full = (file) => path.join(ROOT, file);
  return new Map(
    Object.entries(metafile.inputs).map(([file, { imports }]) => [
      full(file),
      imports.filter(({ external }) => !external).map((one) => full(one.path)),
    ]),
  );
}

/** The names that each module exports. */
async function exportsOf(modules, options) {
  const { outfile, ...rest } = options;
  const { metafile } = await esbuild.build({
    ...rest,
    entryPoints: modules,
    outdir: path.dirname(outfile),
    format: "esm",
    write: false,
    metafile: true,
    banner: {},
    define: {},
    logLevel: "silent",
  });
  return new Map(
    Object.values(metafile.outputs)
      .filter(({ entryPoint }) => entryPoint !== undefined)
      .map(({ entryPoint, exports }) => [path.join(ROOT, entryPoint), exports]),
  );
}

function loadingCore(modules, shared) {
  const all = [...modules.values()].flat().map((name) => name.shared);
  return {
    name: "loading-core",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\// }, ({ path: name, resolveDir, namespace, importer }) => {
        if (namespace !== "file" || shared.has(importer)) return undefined;
        const file = path.join(resolveDir, name);
        const source = [file, file.replace(/\.js$/, ".ts")].find((one) => modules.has(one));
        return source === undefined ? undefined : { path: source, namespace: "shared", sideEffects: false };
      });
      build.onLoad({ filter: /.*/, namespace: "shared" }, ({ path: file }) => ({
        contents: `export { ${modules.get(file).map(({ name, shared }) => `${shared} as ${name}`)} } from "core";`,
      }));
      // One module, so that the file is loaded by one statement.
      build.onResolve({ filter: /^core$/, namespace: "shared" }, () => ({ path: "core", namespace: "core" }));
      build.onLoad({ filter: /.*/, namespace: "core" }, () => ({
        contents: `export { ${all} } from "${CORE}";`,
      }));
      build.onResolve({ filter: /.*/, namespace: "core" }, () => ({ path: CORE, external: true }));
    },
  };
}
