// GET /v1/organization/members, as Spruce lists them: teammates, teams and the organization itself.
import { items } from "#backend";
import { authenticate } from "../../shared/lambda/authenticate.ts";
import type { ConversationParts } from "../../shared/lambda/conversation-parts.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import type { Member } from "../../shared/messaging/directory-ports.ts";
import { directory } from "../../shared/store/directory.ts";
import { listed } from "./page.ts";
import { SPRUCE } from "./problem.ts";

export const createHandler = ({ items: store }: Pick<ConversationParts, "items">) => {
  const members = directory(store);
  return httpHandler(async (request) => {
    const { organization_id } = await authenticate(members, request);
    return listed(request, "members", (page) => members.members(organization_id, page), memberOf);
  }, SPRUCE);
};

/** Nobody is an admin here, or suspended: whoever has a key may do everything. */
const memberOf = ({ id, kind, name }: Member) => ({
  object: kind,
  id,
  type: kind,
  ...(kind === "teammate" ? { displayName: name, isAdmin: false, isSuspended: false } : { name }),
});

export const handler = live(() => createHandler({ items: items() }));
