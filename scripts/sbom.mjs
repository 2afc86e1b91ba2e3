// A software bill of materials (CycloneDX 1.6, JSON) of what is bundled, from package-lock.json alone: no network, no
// date, no random number, so that the same commit gives the same file.
import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * @param {object} product what the bill is about
 * @param {readonly string[]} places of the bundled packages in the lock file, as `packagesIn` finds them
 * @param {string} root folder of package-lock.json
 * @param {{ name: string, version: string, license: string }} product.manifest
 * @returns {string} the bill
 * @throws for a package that the lock file does not have, or has without its checksum
 */
export function sbomFor({ manifest }, places, root) {
  const lock = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")).packages;
  const components = places.map((place) => componentOf(place, lock[place]));
  const product = {
    type: "application",
    "bom-ref": purlOf(manifest.name, manifest.version),
    name: manifest.name,
    version: manifest.version,
    licenses: licensesOf(manifest.license),
    purl: purlOf(manifest.name, manifest.version),
  };
  const refs = new Map(places.map((place, i) => [place, components[i]["bom-ref"]]));
  const needed = (from, names) => {
    const found = names.map((name) => refs.get(placeOf(lock, from, name))).filter((ref) => ref !== undefined);
    return [...new Set(found)].sort();
  };
  const among = new Set(
    places.flatMap((place) => needed(place, Object.keys(lock[place].dependencies ?? {}))),
  );
  const direct = [...refs.values()].filter((ref) => !among.has(ref));
  const bill = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: product },
    components,
    dependencies: [
      { ref: product["bom-ref"], dependsOn: direct.sort() },
      ...places.map((place) => ({
        ref: refs.get(place),
        dependsOn: needed(place, Object.keys(lock[place].dependencies ?? {})),
      })),
    ],
  };
  return `${JSON.stringify(bill)}\n`;
}

function componentOf(place, locked) {
  const name = place.replace(/^.*node_modules\//, "");
  if (!locked?.integrity?.startsWith("sha512-"))
    throw new Error(`${name} is bundled, but package-lock.json has no SHA-512 checksum of ${place}.`);
  const [group, own] = name.startsWith("@") ? name.split("/") : [undefined, name];
  return {
    type: "library",
    "bom-ref": purlOf(name, locked.version),
    ...(group !== undefined && { group }),
    name: own,
    version: locked.version,
    scope: "required",
    hashes: [{ alg: "SHA-512", content: Buffer.from(locked.integrity.slice(7), "base64").toString("hex") }],
    ...(locked.license !== undefined && { licenses: licensesOf(locked.license) }),
    purl: purlOf(name, locked.version),
  };
}

function licensesOf(license) {
  return /^[\w.+-]+$/.test(license) ? [{ license: { id: license } }] : [{ expression: license }];
}

function purlOf(name, version) {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

/** Where Node finds a package from a place. */
function placeOf(lock, from, name) {
  for (let folder = from; ; folder = path.posix.dirname(folder)) {
    const place = folder === "." ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (lock[place] || folder === ".") return place;
  }
}
