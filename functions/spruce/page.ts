import * as z from "zod";
import { unprocessable, violation } from "../../shared/domain/errors.ts";
import type { HttpReply } from "../../shared/lambda/http-handler.ts";
import type { HttpRequest } from "../../shared/lambda/request.ts";
import { malformed } from "../../shared/messaging/outgoing-body.ts";
import type { Page, PageRequest } from "../../shared/messaging/ports.ts";
import { WholeNumber } from "../../shared/messaging/whole-number.ts";

const Query = z.object({
  pageSize: WholeNumber.pipe(z.number().min(1).max(500)).default(100),
  paginationToken: z
    .string()
    .regex(/^[0-9a-z_-]{1,64}$/, "is not a token of ours")
    .optional(),
});

/** Read at once; a page of theirs may be larger. */
const AT_ONCE = 100;

/** A list as Spruce answers it. `totalCount` is left out: what it would be is counted nowhere. */
export const listed = async <T>(
  request: HttpRequest,
  name: string,
  read: (page: PageRequest) => Promise<Page<T>>,
  show: (one: T) => unknown,
): Promise<HttpReply> => {
  const query = Query.safeParse(request.query);
  if (!query.success) throw malformed(query.error);
  const { data, next } = await gathered(read, query.data.pageSize, query.data.paginationToken);
  const more = next === undefined ? { hasMore: false } : { hasMore: true, paginationToken: next };
  return { status: 200, body: { [name]: data.map(show), ...more } };
};

/** What of a question would be answered wrongly is refused by its name. */
export const refuseUnknown = ({ query }: HttpRequest): void => {
  const { orderBy = "created", startFrom } = query;
  const wrong = [
    ...(orderBy === "created"
      ? []
      : [violation("/orderBy", "not_supported", "Conversations come newest first: orderBy is created.")]),
    ...(startFrom === undefined
      ? []
      : [violation("/startFrom", "not_supported", "GET /events tells what is new: leave startFrom out.")]),
  ];
  if (wrong.length > 0) throw unprocessable(wrong);
};

const gathered = async <T>(
  read: (page: PageRequest) => Promise<Page<T>>,
  size: number,
  token: string | undefined,
): Promise<Page<T>> => {
  const data: T[] = [];
  let next = token;
  do {
    const page = await read({ limit: Math.min(AT_ONCE, size - data.length), cursor: next });
    data.push(...page.data);
    next = page.next;
  } while (next !== undefined && data.length < size);
  return { data, next };
};
