// GET /members?limit&cursor: who can write, be named and be mentioned.
import { items } from "#backend";
import { authenticate } from "../../shared/lambda/authenticate.ts";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { pageReply, pageRequest } from "../../shared/lambda/page-request.ts";
import { memberDocument } from "../../shared/messaging/conversation-document.ts";
import { directory } from "../../shared/store/directory.ts";

export const createHandler = ({ items: store }: ConversationParts) => {
  const members = directory(store);
  return httpHandler(async (request) => {
    const { organization_id } = await authenticate(members, request);
    const page = pageRequest(request);
    const found = await members.members(organization_id, page);
    return pageReply(found, page.limit, memberDocument, ({ id }) => id);
  });
};

export const handler = live(() => createHandler({ items: items() }));
