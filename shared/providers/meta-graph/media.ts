import * as z from "zod";
import type { Account } from "../../domain/account.ts";
import type { NotFetched } from "../../messaging/fetch-ports.ts";
import { answerJson } from "../answer-json.ts";
import type { Answer, Lines } from "../lines.ts";
import type { Located } from "../media/download.ts";
import { accessRefused, gone, throttled, unavailable } from "../media/failures.ts";
import { retryAfter } from "../retry-after.ts";
import type { EndpointFor } from "./page-sender.ts";

const ANSWER_MS = 10_000;

const Described = z.object({
  url: z.url(),
  // Meta's examples show both a number and a text.
  file_size: z.coerce.number().int().nonnegative().optional().catch(undefined),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .transform((hash) => hash.toLowerCase())
    .optional()
    .catch(undefined),
});
const GraphError = z.object({ error: z.object({ code: z.int() }) });

export interface GraphMediaDeps {
  lines: Lines;
  endpoint: EndpointFor;
  /** `v25.0`. */
  graphVersion: string;
}

/**
 * `GET /{MEDIA_ID}`: where WhatsApp keeps a file, for five minutes and this token alone. Ids of webhooks live 7 days.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export const locateByGraph =
  ({ lines, endpoint, graphVersion }: GraphMediaDeps) =>
  async (mediaId: string, account: Account): Promise<Located> => {
    const { origin, token } = await endpoint(account);
    const url = new URL(`/${graphVersion}/${encodeURIComponent(mediaId)}`, origin);
    const number = account.provider_ids.phone_number_id;
    if (number !== undefined) url.searchParams.set("phone_number_id", number);
    const headers = { authorization: `Bearer ${token}` };
    const answer = await exchange(lines, url, headers);
    const described = answer.status === 200 ? Described.safeParse(answerJson(answer.body)).data : undefined;
    if (!described) throw refusalIn(answer);
    return { url: new URL(described.url), headers, sha256: described.sha256, size: described.file_size };
  };

const exchange = async (lines: Lines, url: URL, headers: Record<string, string>): Promise<Answer> => {
  try {
    const line = await lines.take({ url, method: "GET", headers, body: "" });
    return await line.exchange(ANSWER_MS);
  } catch {
    throw unavailable("The provider did not say where the file is.");
  }
};

/** https://developers.facebook.com/docs/graph-api/guides/error-handling */
const TOKENS: ReadonlySet<number> = new Set([0, 10, 102, 190, 200, 463, 467]);
const LIMITS: ReadonlySet<number> = new Set([4, 17, 32, 613, 80_007, 130_429]);

/**
 * An error 100 says that there is no such id or that the token may not see it, which are two things: it is tried again
 * until its day is over, as somebody may mend the token.
 */
const refusalIn = ({ status, headers, body }: Answer): NotFetched => {
  const code = GraphError.safeParse(answerJson(body)).data?.error.code;
  if (status === 404 || status === 410) return gone(status);
  if (status === 429 || (code !== undefined && LIMITS.has(code)))
    return throttled(retryAfter(headers["retry-after"]));
  if (status === 401 || status === 403 || (code !== undefined && TOKENS.has(code)))
    return accessRefused(status);
  return unavailable("The provider did not say where the file is.", code ?? status);
};
