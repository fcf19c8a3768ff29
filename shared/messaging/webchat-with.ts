import type { ExternalConversation } from "../domain/conversation.ts";
import { notFound, unprocessable, violation } from "../domain/errors.ts";
import type { Caller } from "./caller.ts";
import { conversationDocument } from "./conversation-document.ts";
import { type CreateDeps, type Created, openWith } from "./create-conversation.ts";

/** Which of a contact's web chats: this account's or else any, this account's alone, or a new one. */
export type Selection = "any" | "account" | "new";

export interface WebchatRequest {
  account_id: string;
  contact_id: number;
  selection: Selection;
}

/**
 * The web chat in which a known contact is written to; opened where none is there, and then with a token for them.
 * @throws Refusal 404 (account or contact), 422 (the account is on another channel).
 */
export const webchatWith =
  (deps: CreateDeps) =>
  async (caller: Caller, { account_id, contact_id, selection }: WebchatRequest): Promise<Created> => {
    const { organization_id } = caller;
    const account = await deps.directory.account(organization_id, account_id);
    if (!account) throw notFound("account");
    if (account.channel !== "webchat") {
      const message = `That account is on ${account.channel}, not on webchat.`;
      throw unprocessable([violation("/account_id", "wrong_channel", message)]);
    }
    const { data } = await deps.conversations.list(organization_id, { contact_id }, { limit: 100 });
    const known = data.filter((one): one is ExternalConversation => one.kind === "external");
    const [latest] = known;
    if (!latest) throw notFound("contact");
    const found = selected(known, account_id, selection);
    if (found) {
      return { created: false, conversation: found, document: conversationDocument(found, deps.now()) };
    }
    const { name } = latest.contact;
    return openWith(deps)(account, name === undefined ? {} : { name }, contact_id);
  };

/** Of several the newest. */
const selected = (
  known: ExternalConversation[],
  account_id: string,
  selection: Selection,
): ExternalConversation | undefined => {
  const chats = selection === "new" ? [] : known.filter(({ channel }) => channel === "webchat");
  const own = chats.find(({ account }) => account.id === account_id);
  return own ?? (selection === "any" ? chats[0] : undefined);
};
