// In the place of what the MCP library loads for the platform: its validator makes code out of schemas, and validates
// nothing but answers to questions that our server never asks.
export { default as process } from "node:process";

export class DefaultJsonSchemaValidator {
  getValidator() {
    throw new Error("The server asks no questions whose answers would need a schema.");
  }
}
