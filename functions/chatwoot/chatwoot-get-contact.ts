// GET /public/api/v1/inboxes/{inbox_identifier}/contacts/{contact_identifier}: what a visitor said of themselves.
import { items } from "#backend";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import type { Items } from "../../shared/store/items.ts";
import { visitorDocument } from "./contact-document.ts";
import { identify } from "./identify.ts";
import { chatwootProblem } from "./problem.ts";

export const createHandler = (parts: { items: Items }) => {
  const visitorOf = identify(parts.items);
  return httpHandler(async (request) => ({ status: 200, body: visitorDocument(await visitorOf(request)) }), {
    problem: chatwootProblem,
  });
};

export const handler = live(() => createHandler({ items: items() }));
