// GET /v1/conversations and GET /v1/contacts/{contactId}/conversations, as Spruce lists them: newest first.
import { settings as environment, items } from "#backend";
import { notFound } from "../../shared/domain/errors.ts";
import { WholeId } from "../../shared/domain/ids.ts";
import { authenticate } from "../../shared/lambda/authenticate.ts";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import type { Settings } from "../../shared/messaging/settings.ts";
import { conversationStore } from "../../shared/store/conversations.ts";
import { directory } from "../../shared/store/directory.ts";
import { conversationOf } from "./conversation.ts";
import { listed, refuseUnknown } from "./page.ts";
import { SPRUCE } from "./problem.ts";

type Parts = Pick<ConversationParts, "items"> & { settings: Pick<Settings, "publicUrl"> };

export const createHandler = ({ items: store, settings }: Parts) => {
  const members = directory(store);
  const conversations = conversationStore(store);
  return httpHandler(async (request) => {
    const { organization_id } = await authenticate(members, request);
    refuseUnknown(request);
    const contact = WholeId.optional().safeParse(request.params.contactId);
    if (!contact.success) throw notFound("contact");
    return listed(
      request,
      "conversations",
      (page) => conversations.list(organization_id, { contact_id: contact.data }, page),
      (conversation) => conversationOf(conversation, settings.publicUrl),
    );
  }, SPRUCE);
};

export const handler = live(() => createHandler({ items: items(), settings: environment() }));
