// GET /events?after_seq&limit: what happened in the caller's organization, oldest first.
import * as z from "zod";
import { events, items } from "#backend";
import { authenticate } from "../../shared/lambda/authenticate.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { pageReply, pageRequest } from "../../shared/lambda/page-request.ts";
import type { EventStore } from "../../shared/messaging/event-ports.ts";
import { malformed } from "../../shared/messaging/outgoing-body.ts";
import { WholeNumber } from "../../shared/messaging/whole-number.ts";
import { directory } from "../../shared/store/directory.ts";
import type { Items } from "../../shared/store/items.ts";

const Query = z.object({ after_seq: WholeNumber.default(0) });

export const createHandler = (parts: { items: Items; events: EventStore }) =>
  httpHandler(async (request) => {
    const { organization_id } = await authenticate(directory(parts.items), request);
    const query = Query.safeParse(request.query);
    if (!query.success) throw malformed(query.error);
    const { after_seq } = query.data;
    const { limit } = pageRequest(request);
    const found = await parts.events.after(organization_id, after_seq, limit);
    const page = { data: found, next: undefined };
    const { body } = pageReply(
      page,
      limit,
      (event) => event,
      ({ seq }) => String(seq),
    );
    const { data } = body as { data: typeof found };
    // Where the next question begins, also when there is nothing new yet.
    return { status: 200, body: { data, limit, next_after_seq: data.at(-1)?.seq ?? after_seq } };
  });

export const handler = live(() => createHandler({ items: items(), events: events() }));
