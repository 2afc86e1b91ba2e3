import { t } from "../text/l10n.js";
import type { UnavailableDomain } from "./domain.js";

/** Why a domain that has a file cannot be used. */
const WHY: Record<UnavailableDomain["why"], (id: string, place: string, wanted: string) => string> = {
  broken: (id, place) => t`Domain "${id}" was not loaded: its file "${place}" has errors.`,
  clash: (id, place) => t`Domain "${id}" in "${place}" was rejected: another domain has the same ID.`,
  untrusted: (id, place) =>
    t`Domain "${id}" in "${place}" is not used because this workspace is not trusted.`,
  base: (id, place, wanted) =>
    t`Domain "${id}" in "${place}" was not loaded: it extends "${wanted}", which is not available.`,
  circle: (id, place) => t`Domain "${id}" in "${place}" was not loaded: it extends itself.`,
  version: (id, place, wanted) =>
    t`No version of domain "${id}" is in the range "${wanted}" of the configuration. Available: ${place}.`,
};

/** Returns the reason why a domain that has a file cannot be used, as a sentence. */
export function unavailableWords({ id, why, place, wanted = "" }: UnavailableDomain): string {
  return WHY[why](id, place, wanted);
}
