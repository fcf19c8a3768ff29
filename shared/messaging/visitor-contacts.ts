import { createHash, randomBytes } from "node:crypto";
import type { Account } from "../domain/account.ts";
import { notFound } from "../domain/errors.ts";
import type { Ids } from "../domain/ids.ts";
import type { VisitorContact } from "../domain/visitor-contact.ts";
import type { Directory } from "./directory-ports.ts";
import type { Now } from "./ports.ts";
import type { VisitorContactStore } from "./visitor-ports.ts";

export interface VisitorDeps {
  directory: Pick<Directory, "accountBy">;
  contacts: VisitorContactStore;
}

/** Somebody who named an inbox and themselves in it: the two identifiers are the whole proof. */
export interface Visitor {
  account: Account;
  contact: VisitorContact;
  source_id: string;
  /** Opens the web sockets of this contact's conversations. */
  pubsub_token: string;
}

/** 192 random bits. */
const SOURCE_ID_BYTES = 24;

/** What the two identifiers of a path name. A wrong one and an absent one are the same answer. */
export const findVisitor =
  ({ directory, contacts }: VisitorDeps) =>
  async (inboxIdentifier: string, sourceId: string): Promise<Visitor> => {
    const account = await directory.accountBy("webchat", inboxIdentifier);
    const contact = account && (await contacts.get(account, hashOf(sourceId)));
    if (!account || !contact) throw notFound("contact");
    return { account, contact, source_id: sourceId, pubsub_token: pubsubTokenOf(sourceId) };
  };

/** Keeps a new contact of an inbox under the hash of an identifier that is told now, and known to them alone. */
export const addVisitor =
  (deps: VisitorDeps & { ids: Ids; now: Now }) =>
  async (
    inboxIdentifier: string,
    said: () => Omit<VisitorContact, "id" | "created_at">,
  ): Promise<Visitor> => {
    const account = await deps.directory.accountBy("webchat", inboxIdentifier);
    if (!account) throw notFound("inbox");
    const source_id = randomBytes(SOURCE_ID_BYTES).toString("base64url");
    const now = deps.now();
    const contact = { id: deps.ids.whole(now), ...said(), created_at: now.toISOString() };
    if (!(await deps.contacts.add(account, hashOf(source_id), contact))) {
      throw new Error("192 random bits came twice");
    }
    return { account, contact, source_id, pubsub_token: pubsubTokenOf(source_id) };
  };

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * Made of the contact's identifier, so that it can be told again although neither is stored; the token tells nothing
 * of the identifier.
 */
const pubsubTokenOf = (sourceId: string): string =>
  createHash("sha256").update(`pubsub-token\n${sourceId}`).digest("base64url");

/** What of a visitor's token is stored with a conversation that it opens: its SHA-256, hex. */
export const visitorHashOf = hashOf;
