import { type Checks, checks, type Fields, type Problem } from "./checks.ts";
import { baseType, FetchProblem, fetchMedia } from "./fetch.ts";
import type { Uploads } from "./media.ts";
import { type MediaKind, mediaProblem, mediaRules } from "./media-rules.ts";
import { whatsappRefusal } from "./meta-errors.ts";

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
const codes: Record<Problem, number> = { missing: 131008, wrong: 131009, long: 100, unexpected: 100 };

/** Text, media, location, contacts, reaction and the envelope. */
export const plain: Checks = checks((problem, details) => whatsappRefusal(codes[problem], details));

/** Interactive messages answer 131009 for a wrong length too. */
export const interactive: Checks = checks((problem, details) =>
  whatsappRefusal(problem === "long" ? 131009 : codes[problem], details),
);

const templateCodes: Record<Problem, number> = { ...codes, wrong: 132012, long: 132005, unexpected: 132012 };

/** Templates have codes of their own for a wrong format and for too much text. */
export const template: Checks = checks((problem, details) =>
  whatsappRefusal(templateCodes[problem], details),
);

/** What checking a message needs to know beside the message. */
export type Context = {
  account: string;
  uploads: Uploads;
  /** Links WhatsApp will fetch after it has answered. */
  links: { kind: MediaKind; url: string }[];
};

/**
 * `{id | link, …}`: exactly one of the two; an id must have been uploaded by the same number, as the same kind.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media
 */
export function checkMedia(
  check: Checks,
  media: Fields,
  path: string,
  kind: MediaKind,
  context: Context,
): void {
  if ((media.id === undefined) === (media.link === undefined)) {
    throw whatsappRefusal(100, `${path} must have either id or link`);
  }
  if (media.link !== undefined) {
    context.links.push({ kind, url: check.url(media.link, `${path}.link`) });
    return;
  }
  const id = check.string(media.id, `${path}.id`, { max: 64 });
  const upload = context.uploads.get(id, context.account);
  if (!upload) throw whatsappRefusal(131053, `Media ${id} was not uploaded by this phone number`);
  if (!mediaRules[kind].types.includes(upload.type)) {
    throw whatsappRefusal(131053, `Media ${id} is ${upload.type}, which cannot be sent as ${kind}`);
  }
}

/** Fetches the links of an accepted message; 131053 when one cannot be used, as a `failed` status would say. */
export async function fetchLinks(
  links: Context["links"],
  note: (line: string) => void,
): Promise<number | undefined> {
  for (const { kind, url } of links) {
    const problem = await linkProblem(kind, url);
    if (problem === undefined) continue;
    note(`media link unusable: ${problem}`);
    return 131053;
  }
  return undefined;
}

async function linkProblem(kind: MediaKind, url: string): Promise<string | undefined> {
  try {
    const got = await fetchMedia(url, mediaRules[kind].max);
    if (got.status !== 200) return `HTTP status ${got.status}`;
    if ((got.length ?? got.bytes.length) > mediaRules[kind].max)
      return `larger than ${mediaRules[kind].max} bytes`;
    const type = baseType(got.contentType);
    if (!mediaRules[kind].types.includes(type))
      return `${type || "no content type"} cannot be sent as ${kind}`;
    return await mediaProblem(type, got.bytes);
  } catch (error) {
    if (error instanceof FetchProblem) return error.message;
    throw error;
  }
}
