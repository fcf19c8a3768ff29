// GET /members/{id}
import { items } from "#backend";
import { notFound } from "../../shared/domain/errors.ts";
import { authenticate } from "../../shared/lambda/authenticate.ts";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { memberDocument } from "../../shared/messaging/conversation-document.ts";
import { directory } from "../../shared/store/directory.ts";

const MAX_ID = 256;

export const createHandler = ({ items: store }: ConversationParts) => {
  const members = directory(store);
  return httpHandler(async (request) => {
    const { organization_id } = await authenticate(members, request);
    const id = request.params.id ?? "";
    // A longer one is nobody's, and more than a key of the table holds.
    const member = id.length <= MAX_ID ? await members.member(organization_id, id) : undefined;
    if (!member) throw notFound("member");
    return { status: 200, body: memberDocument(member) };
  });
};

export const handler = live(() => createHandler({ items: items() }));
