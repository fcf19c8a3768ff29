import * as z from "zod";
import { malformed } from "../messaging/outgoing-body.ts";
import type { Page, PageRequest } from "../messaging/ports.ts";
import type { HttpReply } from "./http-handler.ts";
import type { HttpRequest } from "./request.ts";

const Query = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z
    .string()
    .regex(/^[0-9a-z_-]{1,64}$/, "is not a cursor of ours")
    .optional(),
});

/** `?limit` (25, at most 100) and `?cursor` of any list. */
export const pageRequest = (request: HttpRequest): PageRequest => {
  const query = Query.safeParse(request.query);
  if (!query.success) throw malformed(query.error);
  return query.data;
};

export const pageReply = <T>(page: Page<T>, limit: number, show: (item: T) => unknown): HttpReply => ({
  status: 200,
  body: { data: page.data.map(show), limit, next_cursor: page.next ?? null },
});
