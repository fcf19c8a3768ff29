// GET /accounts?limit&cursor: the organization's numbers, pages and inboxes, without their secrets, and whether one is paused.
import { items } from "#backend";
import { authenticate } from "../../shared/lambda/authenticate.ts";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { pageReply, pageRequest } from "../../shared/lambda/page-request.ts";
import { accountDocument } from "../../shared/messaging/conversation-document.ts";
import { directory } from "../../shared/store/directory.ts";
import { pauseStore } from "../../shared/store/pauses.ts";

export const createHandler = ({ items: store, now = () => new Date() }: ConversationParts) => {
  const accounts = directory(store);
  const pauses = pauseStore(store);
  return httpHandler(async (request) => {
    const { organization_id } = await authenticate(accounts, request);
    const page = pageRequest(request);
    const found = await accounts.accounts(organization_id, page);
    const paused = await pauses.of(found.data);
    const at = now();
    const data = found.data.map((account, index) => accountDocument(account, paused[index], at));
    return pageReply(
      { data, next: found.next },
      page.limit,
      (account) => account,
      ({ id }) => id,
    );
  });
};

export const handler = live(() => createHandler({ items: items() }));
