import type { ExternalConversation } from "../../shared/domain/conversation.ts";
import type { Author } from "../../shared/domain/message.ts";
import type { Directory } from "../../shared/messaging/directory-ports.ts";
import type { Visitor } from "../../shared/messaging/visitor-contacts.ts";
import type { VisitorItem } from "../../shared/messaging/visitor-ports.ts";
import { frameOf, type LinkDeps } from "../../shared/messaging/visitor-show.ts";
import { attachmentDocuments } from "./attachment-document.ts";
import { contentDocument } from "./content-document.ts";
import { contactSender, memberSender } from "./sender-document.ts";

export interface ShowMessagesDeps extends LinkDeps {
  directory: Pick<Directory, "member">;
}

/** The organization itself: who wrote where nobody was named, or whoever it was is a member no more. */
const ORGANIZATION = "organization";

/** Items of the visitor's own list as Chatwoot's messages, with links signed now. */
export const showMessages =
  (deps: ShowMessagesDeps) =>
  async ({ contact, account }: Visitor, conversation: ExternalConversation, items: VisitorItem[]) => {
    const nameOf = await namesOf(deps, conversation, items);
    const senderOf = ({ direction, author = NOBODY }: VisitorItem) =>
      direction === "incoming"
        ? contactSender(contact)
        : memberSender(account.organization_id, author, nameOf(author));
    return Promise.all(
      items.map(async (item) => {
        const { message } = await frameOf(item, deps);
        const of = { message: item.number, organization: account.organization_id };
        return {
          id: item.number,
          ...contentDocument(message),
          message_type: item.direction === "incoming" ? 0 : 1,
          created_at: Math.floor(Date.parse(item.created_at) / 1000),
          conversation_id: conversation.id,
          attachments: attachmentDocuments(message, of),
          sender: senderOf(item),
        };
      }),
    );
  };

/** Items that were shown before authors were kept. */
const NOBODY: Author = { kind: "person", member_id: null };

const namesOf = async (
  { directory }: ShowMessagesDeps,
  { organization_id, account }: ExternalConversation,
  items: VisitorItem[],
): Promise<(author: Author) => string> => {
  const outgoing = items.filter(({ direction }) => direction === "outgoing");
  const ids = new Set(outgoing.map(({ author }) => author?.member_id ?? ORGANIZATION));
  if (ids.size > 0) ids.add(ORGANIZATION);
  const members = await Promise.all([...ids].map((id) => directory.member(organization_id, id)));
  const names = new Map(members.flatMap((member) => (member ? [[member.id, member.name] as const] : [])));
  const fallback = names.get(ORGANIZATION) ?? account.address;
  return ({ member_id }) => names.get(member_id ?? ORGANIZATION) ?? fallback;
};
