import { ownNotification } from "./request.js";

export const trusted = ownNotification("forgeAlloy/trusted", ({ store, changes }) => {
  store.projects.isTrusted = true;
  changes.vocabularies();
  changes.lenses();
});
