import type { HttpRequest } from "../../shared/lambda/request.ts";
import { findVisitor, type Visitor } from "../../shared/messaging/visitor-contacts.ts";
import { ownConversation } from "../../shared/messaging/visitor-conversations.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";
import type { Items } from "../../shared/store/items.ts";
import { visitorContactStore } from "../../shared/store/visitor-contacts.ts";

/** Who the two identifiers of the path prove the caller to be. */
export const identify = (items: Items): ((request: HttpRequest) => Promise<Visitor>) => {
  const find = findVisitor({ directory: directory(items), contacts: visitorContactStore(items) });
  return ({ params }) => find(params.inbox_identifier ?? "", params.contact_identifier ?? "");
};

/** The same, with the conversation of theirs that the path goes on to name. */
export const identifyIn = (items: Items) => {
  const visitorOf = identify(items);
  const own = ownConversation({ conversations: conversationStore(items) });
  return async (request: HttpRequest) => {
    const visitor = await visitorOf(request);
    return { visitor, conversation: await own(visitor, request.params.conversation_id ?? "") };
  };
};
