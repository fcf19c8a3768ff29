import { createHash, randomBytes } from "node:crypto";
import * as z from "zod";
import type { Account } from "../domain/account.ts";
import { ADDRESSES, USER_ID } from "../domain/address.ts";
import { addressKind, Channel } from "../domain/channel.ts";
import type { Conversation, InternalConversation } from "../domain/conversation.ts";
import { notFound, unprocessable, violation } from "../domain/errors.ts";
import type { Caller } from "./caller.ts";
import { conversationDocument } from "./conversation-document.ts";
import type { Directory } from "./directory-ports.ts";
import { type NewContact, type OpenDeps, openConversation } from "./open-conversation.ts";
import { malformed } from "./outgoing-body.ts";

const Text = z.string().min(1).max(256);
const External = z.object({
  kind: z.literal("external").default("external"),
  channel: Channel,
  contact: z
    .object({ address: Text.optional(), user_id: Text.optional(), name: Text.optional() })
    .default({}),
  account_id: Text.optional(),
});
const Internal = z.object({ kind: z.enum(["team", "note"]) });
type External = z.infer<typeof External>;
/** Absent `kind`: with a contact, over an account. */
export const CreateBody = z.union([External, Internal]);

export interface CreateDeps extends OpenDeps {
  directory: Pick<Directory, "account" | "accounts">;
  socketUrl: () => string;
}

export interface Created {
  created: boolean;
  conversation: Conversation;
  document: ReturnType<typeof conversationDocument> & { visitor_token?: string; socket_url?: string };
}

/** Opens a conversation, or finds the one that this account has with this contact. */
export const createConversation =
  (deps: CreateDeps) =>
  async (caller: Caller, body: unknown): Promise<Created> => {
    const internal = Internal.safeParse(body);
    if (internal.success) return createInternal(deps, caller, internal.data.kind);
    const asked = External.safeParse(body);
    if (!asked.success) throw malformed(asked.error);
    const account = await accountFor(deps, caller, asked.data);
    return openWith(deps)(account, contactFor(asked.data));
  };

/** Opens or finds the account's thread with this contact, or with that known one. A web chat's visitor gets a token. */
export const openWith =
  (deps: Pick<CreateDeps, keyof OpenDeps | "socketUrl">) =>
  async (account: Account, contact: NewContact, contact_id?: number): Promise<Created> => {
    const token = account.channel === "webchat" ? randomBytes(32).toString("base64url") : undefined;
    const visitor =
      token === undefined ? {} : { visitor_hash: createHash("sha256").update(token).digest("hex") };
    const { conversation, created } = await openConversation(deps)(account, contact, {
      ...visitor,
      contact_id,
    });
    return {
      created,
      conversation,
      document: {
        ...conversationDocument(conversation, deps.now()),
        // Of a conversation that was there only the hash of its token is known.
        ...(created &&
          token !== undefined && {
            visitor_token: token,
            socket_url: `${deps.socketUrl()}?conversation_id=${conversation.id}&token=${token}`,
          }),
      },
    };
  };

const createInternal = async (
  deps: CreateDeps,
  caller: Caller,
  kind: InternalConversation["kind"],
): Promise<Created> => {
  const now = deps.now();
  const conversation: Conversation = {
    id: deps.ids.whole(now),
    organization_id: caller.organization_id,
    kind,
    archived: false,
    created_at: now.toISOString(),
  };
  if (!(await deps.conversations.add(conversation))) return createInternal(deps, caller, kind);
  return { created: true, conversation, document: conversationDocument(conversation, now) };
};

/** The named account, or the only one the organization has on that channel. */
const accountFor = async (
  { directory }: CreateDeps,
  caller: Caller,
  { account_id, channel }: External,
): Promise<Account> => {
  if (account_id !== undefined) {
    const account = await directory.account(caller.organization_id, account_id);
    if (!account) throw notFound("account");
    if (account.channel === channel) return account;
    throw unprocessable([
      violation("/account_id", "wrong_channel", `That account is on ${account.channel}.`),
    ]);
  }
  const [first, ...others] = await accountsOn(directory, caller.organization_id, channel);
  if (first && others.length === 0) return first;
  const named = [first, ...others].slice(0, NAMED).map((account) => account?.id);
  const message = first
    ? `There are several accounts on ${channel}, such as ${named.join(", ")}. Name one.`
    : `There is no account on ${channel}.`;
  throw unprocessable([violation("/account_id", first ? "ambiguous" : "missing", message)]);
};

/** How many accounts a refusal names. */
const NAMED = 10;

/** An organization's accounts on a channel; of several, as many as were found when a second one was. */
const accountsOn = async (
  directory: CreateDeps["directory"],
  organizationId: number,
  channel: Channel,
): Promise<Account[]> => {
  const found: Account[] = [];
  let cursor: string | undefined;
  do {
    const page = await directory.accounts(organizationId, { limit: 100, cursor });
    found.push(...page.data.filter((account) => account.channel === channel));
    cursor = page.next;
  } while (cursor !== undefined && found.length < 2);
  return found;
};

const contactFor = ({ channel, contact }: External): NewContact => {
  const { address, user_id, name } = contact;
  const kind = addressKind(channel);
  const rule = kind && ADDRESSES[kind];
  const read = address === undefined ? undefined : rule ? rule.read(address) : address;
  if (address !== undefined && read === undefined) {
    throw unprocessable([
      violation("/contact/address", "invalid_address", `On ${channel} it must be ${rule!.is}.`),
    ]);
  }
  if (user_id !== undefined && (channel !== "whatsapp" || !USER_ID.test(user_id))) {
    const message = "It must be WhatsApp's business-scoped user id, such as US.13491208655302741918.";
    throw unprocessable([violation("/contact/user_id", "invalid_user_id", message)]);
  }
  if (rule && read === undefined && user_id === undefined) {
    throw unprocessable([violation("/contact/address", "missing", `On ${channel} it must be ${rule.is}.`)]);
  }
  return {
    ...(read !== undefined && { address: read }),
    ...(user_id !== undefined && { user_id }),
    ...(name !== undefined && { name }),
  };
};
