// Replaces what the MCP library loads for the platform. Its validator generates code from schemas, and validates only
// answers to questions that our server never asks.
export { default as process } from "node:process";

export class DefaultJsonSchemaValidator {
  getValidator() {
    throw new Error("The server asks no questions whose answers would need a schema.");
  }
}
