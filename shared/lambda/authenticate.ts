import { type Caller, callerOf } from "../messaging/caller.ts";
import type { Directory } from "../messaging/directory-ports.ts";
import type { HttpRequest } from "./request.ts";

/** Who calls an endpoint that reads nothing else beforehand. */
export const authenticate = async (
  directory: Pick<Directory, "holderOf">,
  request: HttpRequest,
): Promise<Caller> => {
  const proof = request.proof();
  return callerOf(proof, await directory.holderOf(proof.key_hash));
};
