import * as z from "zod";
import { malformed } from "../messaging/outgoing-body.ts";
import type { Page, PageRequest } from "../messaging/ports.ts";
import { WholeNumber } from "../messaging/whole-number.ts";
import type { HttpReply } from "./http-handler.ts";
import type { HttpRequest } from "./request.ts";

const Query = z.object({
  limit: WholeNumber.pipe(z.number().min(1).max(100)).default(25),
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

/**
 * Bytes of a page. Lambda's answer holds 6 MB, in which the body stands as a JSON text, quoted once more; 100
 * notes may be four times as much.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_PAGE_BYTES = 4 * 1024 * 1024;

/**
 * The page, or as much of it as one answer holds: at least one item, and `next_cursor` wherever more follow.
 * `cursorOf` is the cursor of the list that goes on behind an item.
 */
export const pageReply = <T>(
  page: Page<T>,
  limit: number,
  show: (item: T) => unknown,
  cursorOf: (item: T) => string,
): HttpReply => {
  const data: unknown[] = [];
  let bytes = 0;
  for (const item of page.data) {
    const shown = show(item);
    bytes += Buffer.byteLength(JSON.stringify(JSON.stringify(shown)));
    if (bytes > MAX_PAGE_BYTES && data.length > 0) break;
    data.push(shown);
  }
  const last = data.length < page.data.length ? page.data[data.length - 1] : undefined;
  const next = last === undefined ? page.next : cursorOf(last);
  return { status: 200, body: { data, limit, next_cursor: next ?? null } };
};
