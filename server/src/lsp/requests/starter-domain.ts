import { starterText } from "../new-domain.js";
import { ownRequest } from "./request.js";

export const starterDomain = ownRequest("forgeAlloy/starterDomain", ["id"], (_, { id }) =>
  starterText(String(id)),
);
