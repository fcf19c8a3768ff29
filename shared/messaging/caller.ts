import { createHash } from "node:crypto";
import { Refusal } from "../domain/errors.ts";
import type { Author } from "../domain/message.ts";
import type { KeyHolder } from "./message-ports.ts";

/** Who asks: checked, and the only source of an organization's id from here on. */
export interface Caller {
  organization_id: number;
  author: Author;
}

/** How a request proves who asks: an API key's hash, or (direct invocation, guarded by IAM) its own word. */
export type Proof = { key_hash: string } | { trusted: { organization_id: number; author: "person" | "bot" } };

export const hashKey = (key: string): string => createHash("sha256").update(key).digest("hex");

export const unauthenticated = (): Refusal => new Refusal(401, "Invalid API key");

export const callerOf = (proof: Proof, holder: KeyHolder | undefined): Caller => {
  if ("trusted" in proof) {
    const { organization_id, author } = proof.trusted;
    return { organization_id, author: { kind: author, member_id: null } };
  }
  if (!holder) throw unauthenticated();
  return {
    organization_id: holder.organization_id,
    author: { kind: holder.kind, member_id: holder.member_id },
  };
};
