/** What a pull request to SchemaStore adds: the schema, an entry of the catalog, and a test file for each verdict. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { composeDraft7, withSchemaId } from "../../server/src/features/json-schema-draft-7.js";
import { bundled } from "../../server/src/schema/bundled.js";
import { DEFAULT_DOMAIN } from "../../server/src/schema/effective-schema.js";
import { ROOT } from "../root.js";

const NAME = "forge-alloy";
/** URL of the schema on SchemaStore, which its `$id` must equal. */
const URL = `https://www.schemastore.org/${NAME}.json`;

/** The entry in `src/api/json/catalog.json`. */
export const CATALOG_ENTRY = {
  name: "Forge Alloy",
  description: "Recipe for deriving a language model from another one, with its results",
  fileMatch: ["*.alloy.json", "forge-alloy.json", "*__forge-alloy.json"],
  url: URL,
};

/** Alloys of the default domain that show what the schema covers. */
const EXAMPLES = ["moe-coder", "executed-ships"];

/** Alloys with one problem each, by file name. */
const NEGATIVE: Readonly<Record<string, (alloy: Alloy) => object>> = {
  "unknown-stage-type": (alloy) => ({ ...alloy, stages: [{ type: "evl" }] }),
  "level-as-percentage": (alloy) => ({
    ...alloy,
    stages: [{ type: "prune", strategy: "entropy", level: 30 }],
  }),
  "missing-source": ({ source: _, ...alloy }) => alloy,
};

type Alloy = Readonly<Record<string, unknown>>;

/** The files by their paths in the repository of SchemaStore; the entry is to be inserted in the catalog. */
export function schemaStoreFiles(): Map<string, string> {
  const read = (name: string): Alloy =>
    JSON.parse(readFileSync(path.join(ROOT, "examples", `${name}.alloy.json`), "utf8"));
  const files = new Map<string, string>();
  const put = (name: string, value: object) => files.set(name, `${JSON.stringify(value, null, 2)}\n`);
  put(`src/schemas/json/${NAME}.json`, withSchemaId(composeDraft7(bundled, [DEFAULT_DOMAIN]), URL));
  for (const name of EXAMPLES) put(`src/test/${NAME}/${name}.json`, read(name));
  const [first = ""] = EXAMPLES;
  for (const [name, change] of Object.entries(NEGATIVE))
    put(`src/negative_test/${NAME}/${name}.json`, change(read(first)));
  put("src/api/json/catalog.json.entry", CATALOG_ENTRY);
  return files;
}
