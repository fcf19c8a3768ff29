// POST /public/api/v1/inboxes/{inbox_identifier}/contacts: a visitor, and the identifier that is theirs alone.
import { items } from "#backend";
import { createIds } from "../../shared/domain/ids.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import type { Now } from "../../shared/messaging/ports.ts";
import { addVisitor } from "../../shared/messaging/visitor-contacts.ts";
import { directory } from "../../shared/store/directory.ts";
import type { Items } from "../../shared/store/items.ts";
import { visitorContactStore } from "../../shared/store/visitor-contacts.ts";
import { contactBody } from "./contact-body.ts";
import { visitorDocument } from "./contact-document.ts";
import { chatwootProblem } from "./problem.ts";

export const createHandler = (parts: { items: Items; now?: Now }) => {
  const add = addVisitor({
    directory: directory(parts.items),
    contacts: visitorContactStore(parts.items),
    ids: createIds(),
    now: parts.now ?? (() => new Date()),
  });
  return httpHandler(
    async (request) => {
      const visitor = await add(request.params.inbox_identifier ?? "", () => contactBody(request));
      return { status: 200, body: visitorDocument(visitor) };
    },
    { problem: chatwootProblem },
  );
};

export const handler = live(() => createHandler({ items: items() }));
