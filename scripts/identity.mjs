// Who publishes this, and where: project.json is the one place. `node scripts/identity.mjs` (part of `npm run docs`)
// writes the rest: the manifests, the plugin definition, and the marked blocks of documents. A test compares.
// Node built-ins only.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const WORKSPACES = ["server", "client"];
/** The format that all this is for; its page stands for ours as long as there is none. */
const FORMAT = "https://github.com/CambrianTech/forge-alloy";
const CODEOWNERS = ".github/CODEOWNERS";
const MEGA_LINTER = "mega-linter-plugin-forge-alloy/forge-alloy.megalinter-descriptor.yml";
const PLUGIN = ".claude-plugin/plugin.json";
/** The documents that say how to install something. */
export const DOCUMENTS = ["README.md", "server/README.md", "docs/command-line.md", "docs/editors.md"];

/**
 * @typedef {object} Identity
 * @property {string} author
 * @property {string} license SPDX identifier
 * @property {string} npm name of the npm package, with a scope
 * @property {string} publisher ID in the Visual Studio Marketplace and in Open VSX
 * @property {readonly string[]} owners who reviews changes on GitHub: "@user" or "@organization/team"
 * @property {string | null} repository its page on GitHub: https://github.com/OWNER/NAME
 * @property {string | null} site the published site, with a slash at its end
 * @property {{ marketplace: boolean, openVsx: boolean, npm: boolean, action: boolean, container: boolean }} published
 */

/** @returns {Identity} */
export function readIdentity(root = ROOT) {
  return JSON.parse(readFileSync(path.join(root, "project.json"), "utf8"));
}

/**
 * What is wrong with an identity, a sentence each.
 * @param {Identity} identity
 */
export function identityProblems({ author, npm, publisher, owners, repository, site, published }) {
  const isPublished = Object.values(published).some(Boolean);
  return [
    !author && '"author" must not be empty.',
    !/^@[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*$/.test(npm) &&
      `"npm" must be a name with a scope, such as "@lab/language-server", but is "${npm}".`,
    !/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(publisher) &&
      `"publisher" must be letters, digits, and hyphens, but is "${publisher}".`,
    !owners.every((owner) => /^@[\w-]+(\/[\w.-]+)?$/.test(owner)) &&
      `"owners" must be users or teams, such as "@lab/reviewers", but are "${owners.join(", ")}".`,
    repository !== null &&
      !/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+(?<!\.git)$/.test(repository) &&
      `"repository" must be https://github.com/OWNER/NAME, but is "${repository}".`,
    site !== null &&
      !/^https:\/\/[^?#]+\/$/.test(site) &&
      `"site" must be an HTTPS URL with a slash at its end, but is "${site}".`,
    isPublished && repository === null && '"published" requires "repository".',
  ].filter((problem) => typeof problem === "string");
}

/**
 * A manifest with everything that follows from the identity. Fields that do not apply are absent.
 * @param {object} manifest
 * @param {Identity} identity
 * @param {"" | "server" | "client"} folder of the manifest; "" is the root, the manifest of the extension
 */
export function withIdentity(manifest, identity, folder) {
  const { author, license, npm, publisher, repository, site } = identity;
  const wanted = {
    ...(folder === "" && { publisher }),
    ...(folder === "server" && { name: npm, publishConfig: { access: "public" } }),
    license,
    author,
    homepage: site ?? (repository === null ? undefined : `${repository}#readme`),
    repository:
      repository === null
        ? undefined
        : { type: "git", url: `git+${repository}.git`, ...(folder !== "" && { directory: folder }) },
    bugs: repository === null ? undefined : { url: `${repository}/issues` },
  };
  const result = { ...manifest };
  const missing = [];
  for (const [name, value] of Object.entries(wanted)) {
    if (value === undefined) delete result[name];
    else if (name in result) result[name] = value;
    else missing.push([name, value]);
  }
  // New ones after the license, which every manifest has.
  return Object.fromEntries(
    Object.entries(result).flatMap((field) => (field[0] === "license" ? [field, ...missing] : [field])),
  );
}

/**
 * A document with its marked blocks written again.
 * @param {string} text
 * @param {Identity} identity
 * @param {string} version
 */
export function withBlocks(text, identity, version) {
  return text.replace(
    /(<!-- (install|npm|uses|image|hooks|megalinter|server), from project\.json -->\n)[\s\S]*?(<!-- \/\2 -->)/g,
    (_, start, name, end) => `${start}\n${BLOCKS[name](identity, version)}\n\n${end}`,
  );
}

/**
 * The Marketplace page for packaging with a repository: vsce leads its links there, where built files are not.
 * @param {string} text
 */
export function withRepositoryLinks(text) {
  return text.replaceAll("](server/dist/rules/", "](docs/rules/");
}

/** What each block says: while nothing is published, the way from a checkout or a file. */
const BLOCKS = {
  install: (identity, version) => {
    const { npm, published } = identity;
    const here = published.marketplace || published.openVsx;
    const stores = [published.marketplace && "VS Code", published.openVsx && "VSCodium and others"];
    const vsix = "run `npm ci && npm run package`, then `code --install-extension dist/forge-alloy.vsix`.";
    return [
      ...(here || published.npm
        ? []
        : ["The extension and the npm package are not published yet. Build them:", ""]),
      here
        ? `- **${stores.filter(Boolean).join(", ")}**: search for *Forge Alloy* in the Extensions view.`
        : `- **VS Code**: ${vsix}`,
      published.npm
        ? `- **Command line and CI**: \`npm install --save-dev ${npm}\` (Node.js 20.12 or later)`
        : `- **Command line and CI**: run \`npm ci\`, then \`node server/bin/forge-alloy.js\`; or run \`npm pack\` in \`server/\`, and install the file that it creates, \`${tarball(npm, version)}\`, in your project.`,
      "- **Neovim, Emacs, Helix, and others**: [set up the language server](docs/editors.md).",
    ].join("\n");
  },
  npm: ({ npm, published }, version) =>
    published.npm
      ? `\`\`\`sh\nnpm install --save-dev ${npm}\n\`\`\``
      : [
          "The package is not published yet. Install the file that `npm pack` creates in `server/` of the repository:",
          "",
          `\`\`\`sh\nnpm install --save-dev ./${tarball(npm, version)}\n\`\`\``,
        ].join("\n"),
  uses: ({ repository, published }, version) =>
    published.action
      ? yaml([
          "- uses: actions/checkout@v5",
          "- uses: actions/setup-node@v5",
          "  with:",
          "    node-version: 22",
          `- uses: ${slug(repository)}@v${version}`,
          ...USES,
        ])
      : [
          "The action is not published yet. Put a copy of this repository into yours, here as `tools/forge-alloy`:",
          "",
          yaml([
            "- uses: actions/checkout@v5",
            "- uses: actions/setup-node@v5",
            "  with:",
            "    node-version: 22",
            "- uses: ./tools/forge-alloy",
            ...USES,
          ]),
        ].join("\n"),
  image: ({ repository, published }, version) => {
    const image = published.container
      ? `ghcr.io/${slug(repository).toLowerCase()}:${version}`
      : "forge-alloy";
    const build = published.container ? [] : ["docker build --tag forge-alloy .   # in this repository"];
    return [
      ...(published.container ? [] : ["The image is not published yet. Build it from this repository:", ""]),
      "```sh",
      ...build,
      `docker run --rm --volume "$PWD:/work:ro" ${image} check`,
      "```",
    ].join("\n");
  },
  hooks: ({ repository, npm, published }, version) =>
    published.npm
      ? [
          "pre-commit installs the npm package, and builds nothing:",
          "",
          yaml(localHooks(npm, version)),
          "",
          "The repository has the same hooks. pre-commit then builds the package from it:",
          "",
          yaml(hooks(repository, `v${version}`)),
        ].join("\n")
      : repository === null
        ? [
            "This repository has no public address yet. Use the path of a clone, and a commit of it:",
            "",
            yaml(hooks("../forge-alloy", '"…" # a commit, such as `git rev-parse HEAD` prints')),
          ].join("\n")
        : yaml(hooks(repository, `v${version}`)),
  megalinter: ({ repository, npm, published }, version) =>
    published.npm
      ? yaml(["PLUGINS:", `  - ${raw(repository)}/v${version}/${MEGA_LINTER}`])
      : [
          `The npm package is not published yet. Copy the folder \`mega-linter-plugin-forge-alloy\` and the file that \`npm pack\` creates in \`server/\`, \`${tarball(npm, version)}\`, into the root of your repository:`,
          "",
          yaml(["PLUGINS:", `  - file://${MEGA_LINTER}`]),
        ].join("\n"),
  server: ({ npm, published }) =>
    published.npm
      ? `1. Install the server: \`npm install --global ${npm}\` (Node.js 20.12 or later).\n2. Add the snippet to your editor's configuration.`
      : [
          "1. Build the server: run `npm ci && npm run build` in this repository.",
          "2. Put the command `forge-alloy-language-server` on your path: run `npm install --global ./server`. Or replace it in the snippets below with `node <repository>/server/bin/forge-alloy-language-server.js`.",
          "3. Add the snippet to your editor's configuration.",
        ].join("\n"),
};

const USES = [
  "  id: alloys",
  "  with:",
  "    paths: models",
  "    gate: |",
  "      models/coder.alloy.json",
  "      models/general.alloy.json",
  "    allow: unmeasured",
];

function hooks(repo, revision) {
  return [
    "repos:",
    `  - repo: ${repo}`,
    `    rev: ${revision}`,
    "    hooks:",
    "      - id: forge-alloy-check",
    "      - id: forge-alloy-fmt",
  ];
}

/** Names of alloys, as in `.pre-commit-hooks.yaml`. */
const ALLOYS = String.raw`(\.alloy|(^|/)forge-alloy|__forge-alloy)\.json$`;

/** Hooks without a repository, which pre-commit runs by the npm package. */
function localHooks(npm, version) {
  const hook = (name) => [
    `      - id: forge-alloy-${name}`,
    `        name: forge-alloy ${name}`,
    "        language: node",
    `        additional_dependencies: ["${npm}@${version}"]`,
    `        entry: forge-alloy ${name} --`,
    `        files: ${ALLOYS}`,
  ];
  return ["repos:", "  - repo: local", "    hooks:", ...hook("check"), ...hook("fmt")];
}

/**
 * The descriptor of a plugin of MegaLinter, which runs nothing of "install" but commands after RUN.
 * @param {Identity} identity
 * @param {string} version
 */
function megaLinterPlugin({ npm, repository, site, published }, version) {
  const home = site ?? repository ?? FORMAT;
  const source = published.npm ? `${npm}@${version}` : `/tmp/lint/${tarball(npm, version)}`;
  return `# A plugin of MegaLinter; docs/command-line.md says how to use it. From project.json; \`npm run docs\` writes it.
descriptor_id: FORGE_ALLOY
descriptor_type: tooling_format
file_names_regex:
  - (.+\\.alloy|forge-alloy|.+__forge-alloy)\\.json
linters:
  - linter_name: forge-alloy
    name: FORGE_ALLOY
    linter_url: ${home}
    cli_lint_mode: list_of_files
    cli_lint_extra_args: [check]
    cli_lint_extra_args_after: ["--"]
    cli_lint_fix_arg_name: --fix
    cli_lint_errors_count: regex_number
    cli_lint_errors_regex: "([0-9]+) errors?"
    can_output_sarif: true
    cli_sarif_args: [--format, sarif]
    cli_help_arg_name: --help
    cli_version_arg_name: --version
    examples:
      - forge-alloy check -- my.alloy.json
      - forge-alloy check --fix -- my.alloy.json
    install:
      dockerfile:
        - RUN npm install --global --ignore-scripts ${source}
`;
}

function yaml(lines) {
  return ["```yaml", ...lines, "```"].join("\n");
}

/**
 * The file that `npm pack` writes.
 * @param {string} name @param {string} version
 */
export function tarball(name, version) {
  return `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
}

/** Where GitHub serves the files of a repository. */
function raw(repository) {
  return repository.replace("https://github.com/", "https://raw.githubusercontent.com/");
}

function slug(repository) {
  return repository.replace("https://github.com/", "");
}

/**
 * Every file that follows from the identity, with its content.
 * @returns {Map<string, string>}
 */
export function identityFiles(identity = readIdentity(), root = ROOT) {
  const read = (name) => readFileSync(path.join(root, name), "utf8").replaceAll("\r\n", "\n");
  const files = new Map();
  const json = (name, change) =>
    files.set(name, `${JSON.stringify(change(JSON.parse(read(name))), null, 2)}\n`);
  const { version } = JSON.parse(read("package.json"));
  json("package.json", (manifest) => withIdentity(manifest, identity, ""));
  for (const folder of WORKSPACES)
    json(`${folder}/package.json`, (manifest) => withIdentity({ ...manifest, version }, identity, folder));
  files.set(PLUGIN, read(PLUGIN).replace(/^( {2}"version": ")[^"]*/m, `$1${version}`));
  for (const name of DOCUMENTS) files.set(name, withBlocks(read(name), identity, version));
  files.set(MEGA_LINTER, megaLinterPlugin(identity, version));
  files.set(CODEOWNERS, codeOwners(identity));
  return files;
}

function codeOwners({ owners }) {
  const text = "# From project.json; `npm run docs` writes it.\n";
  return owners.length > 0 ? `${text}* ${owners.join(" ")}\n` : text;
}

export function writeIdentity(identity = readIdentity()) {
  for (const [name, text] of identityFiles(identity)) writeFileSync(path.join(ROOT, name), text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const identity = readIdentity();
  const problems = identityProblems(identity).map((problem) => `project.json: ${problem}`);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else writeIdentity(identity);
}
