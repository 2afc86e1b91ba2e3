import { newAlloySnippet, templatesOf } from "../../features/new-alloy.js";
import { ownRequest } from "./request.js";

export const templates = ownRequest("forgeAlloy/templates", ["uri"], async (session, { uri, name }) =>
  templatesOf(await session.store.projects.registry(uri)).map((template) => ({
    label: template.label,
    description: template.description,
    domain: template.domain ?? null,
    snippet: newAlloySnippet(template, name ?? template.label),
  })),
);
