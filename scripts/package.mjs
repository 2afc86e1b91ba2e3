// Builds the extension for production and packs it: dist/forge-alloy.vsix.
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { createVSIX, listFiles, PackageManager } from "@vscode/vsce";
import { build } from "./build.mjs";
import { readIdentity, withRepositoryLinks } from "./identity.mjs";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const VSIX = path.join(ROOT, "dist", "forge-alloy.vsix");
/** The Marketplace page, packed as `readme.md`. */
const README = "MARKETPLACE.md";
/**
 * Of everything, with two translations of about 57,000 each. Was 1,630,000 before they were shipped without the English
 * texts, and before server and MCP server shared the core; 1,375,000 before the libraries of the protocol were bundled
 * without what is not used. At most 1,300,000, which leaves room for what another version of zlib makes of it.
 */
const MAX_BYTES = 1_290_000;
/** What a browser loads as code: client, server, and the page in the preview. */
const WEB = ["client/dist/browser.js", "client/dist/preview.js"];
/** Was 1,000,000 before the libraries of the protocol were bundled without what is not used. */
const MAX_WEB_BYTES = 800_000;
/**
 * Was 290,000 before the same. The aim is 220,000: of 253,000, our code has 186,000, what is left of the client library
 * 40,000, and the other libraries 27,000.
 */
const MAX_WEB_GZIP_BYTES = 258_000;

/** Builds and packs. Resolves to the path of the package; rejects when it has grown past its limit. */
export async function packageExtension() {
  await build({ production: true });
  await mkdir(path.dirname(VSIX), { recursive: true });
  const { repository } = readIdentity();
  let readmePath = README;
  if (repository !== null) {
    readmePath = path.join("dist", README);
    const text = await readFile(path.join(ROOT, README), "utf8");
    await writeFile(path.join(ROOT, readmePath), withRepositoryLinks(text));
  }
  await createVSIX({
    cwd: ROOT,
    packagePath: VSIX,
    readmePath,
    dependencies: false, // all is bundled
    allowMissingRepository: repository === null,
    rewriteRelativeLinks: repository !== null, // without one, a test resolves them within the package
    skipLicense: false,
  });

  const { size } = await stat(VSIX);
  const files = await listFiles({ cwd: ROOT, packageManager: PackageManager.None });
  console.log(`${path.relative(ROOT, VSIX)}: ${(size / 1000).toFixed(0)} kB, ${files.length} files`);
  if (size >= MAX_BYTES) throw new Error(`The package has ${size} bytes; the limit is ${MAX_BYTES}.`);
  const code = await Promise.all(WEB.map((file) => readFile(path.join(ROOT, file))));
  const web = code.reduce((sum, { length }) => sum + length, 0);
  const zipped = code.reduce((sum, file) => sum + gzipSync(file).length, 0);
  console.log(`code for the web: ${(web / 1000).toFixed(0)} kB, ${(zipped / 1000).toFixed(0)} kB compressed`);
  if (web >= MAX_WEB_BYTES || zipped >= MAX_WEB_GZIP_BYTES)
    throw new Error(
      `The web has ${web} bytes to load (${zipped} compressed); the limits are ${MAX_WEB_BYTES} and ${MAX_WEB_GZIP_BYTES}.`,
    );
  return VSIX;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await packageExtension();
