// Who is measured, and how each is started and configured.
import path from "node:path";
import { ROOT } from "../scripts/process.mjs";
import { schemaWithConditions, schemaWithOneOf } from "./peer-schemas.mjs";
import { JSON_SERVER } from "./peers.mjs";

/**
 * @typedef {object} Contender
 * @property {"ours" | "peer" | "floor"} role
 * @property {string} id
 * @property {string} title
 * @property {string[]} args of Node
 * @property {string} languageId
 * @property {object} [initializationOptions]
 * @property {object} [settings] sent with `workspace/didChangeConfiguration`
 */

/** @returns {Contender[]} */
export function contenders() {
  return [
    {
      role: "ours",
      id: "ours",
      title: "Forge Alloy",
      args: [path.join(ROOT, "server/bin/forge-alloy-language-server.js"), "--stdio"],
      languageId: "forge-alloy",
    },
    jsonServer("oneOf", schemaWithOneOf()),
    jsonServer("if/then", schemaWithConditions()),
    {
      role: "floor",
      id: "floor",
      title: "null server",
      args: [path.join(ROOT, "bench/null-server.mjs")],
      languageId: "json",
    },
  ];
}

/** The schema comes with the settings, so nothing is fetched, and no limit cuts its answers short. */
function jsonServer(id, schema) {
  return {
    role: "peer",
    id,
    title: `JSON server, ${id}`,
    args: [JSON_SERVER, "--stdio"],
    languageId: "json",
    initializationOptions: { provideFormatter: true, handledSchemaProtocols: ["file"] },
    settings: {
      json: {
        validate: { enable: true },
        format: { enable: true },
        schemas: [{ url: `bench://schemas/${id.replace("/", "-")}`, fileMatch: ["*.alloy.json"], schema }],
      },
      http: {},
    },
  };
}
