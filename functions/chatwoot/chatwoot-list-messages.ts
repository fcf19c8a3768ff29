// GET …/conversations/{conversation_id}/messages?before: the latest, or those before one, oldest first; never a note.
import * as z from "zod";
import { bucket, items } from "#backend";
import { WholeId } from "../../shared/domain/ids.ts";
import { httpHandler } from "../../shared/lambda/http-handler.ts";
import { live } from "../../shared/lambda/live.ts";
import { malformed } from "../../shared/messaging/outgoing-body.ts";
import { identifyIn } from "./identify.ts";
import { chatwootProblem } from "./problem.ts";
import { latestMessages, type ShownParts } from "./shown.ts";

const Query = z.object({ before: WholeId.optional() });

export const createHandler = (parts: ShownParts) => {
  const find = identifyIn(parts.items);
  const latest = latestMessages(parts);
  return httpHandler(
    async (request) => {
      const { visitor, conversation } = await find(request);
      const query = Query.safeParse(request.query);
      if (!query.success) throw malformed(query.error);
      return { status: 200, body: await latest(visitor, conversation, query.data.before) };
    },
    { problem: chatwootProblem },
  );
};

export const handler = live(() => createHandler({ items: items(), bucket: bucket() }));
