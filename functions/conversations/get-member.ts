// GET /members/{id}
import { items } from "#backend";
import { notFound } from "../../shared/domain/errors.ts";
import { authenticate } from "../../shared/lambda/authenticate.ts";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { memberDocument } from "../../shared/messaging/conversation-document.ts";
import { directory } from "../../shared/store/directory.ts";

export const createHandler = ({ items: store }: ConversationParts) => {
  const members = directory(store);
  return httpHandler(async (request) => {
    const { organization_id } = await authenticate(members, request);
    const member = await members.member(organization_id, request.params.id ?? "");
    if (!member) throw notFound("member");
    return { status: 200, body: memberDocument(member) };
  });
};

export const handler = live(() => createHandler({ items: items() }));
