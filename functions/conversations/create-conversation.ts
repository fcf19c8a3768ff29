// POST /conversations: a thread with a contact, or among members.
import { items, settings } from "#backend";
import { createIds } from "../../shared/domain/ids.ts";
import { authenticate } from "../../shared/lambda/authenticate.ts";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { createConversation } from "../../shared/messaging/create-conversation.ts";
import type { Settings } from "../../shared/messaging/settings.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";

export const createHandler = (parts: ConversationParts & { settings: Pick<Settings, "socketUrl"> }) => {
  const members = directory(parts.items);
  const create = createConversation({
    conversations: conversationStore(parts.items),
    directory: members,
    ids: createIds(),
    now: parts.now ?? (() => new Date()),
    socketUrl: () => parts.settings.socketUrl,
  });
  return httpHandler(async (request) => {
    const caller = await authenticate(members, request);
    const { created, document } = await create(caller, request.json());
    return { status: created ? 201 : 200, body: document };
  });
};

export const handler = live(() => createHandler({ items: items(), settings: settings() }));
