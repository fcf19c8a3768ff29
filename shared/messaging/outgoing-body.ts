import * as z from "zod";
import { Refusal, unprocessable, type Violation, violation } from "../domain/errors.ts";
import { WholeId } from "../domain/ids.ts";
import { OUTGOING_TYPES, type OutgoingType } from "../domain/message.ts";
import { MessageName } from "../domain/rich.ts";
import { MEMBER_FIELDS, pageViolations } from "./member-body.ts";
import { absent, RICH_FIELDS, richViolations } from "./rich-body.ts";
import { WholeNumber } from "./whole-number.ts";

const TYPES = [...OUTGOING_TYPES, "note", "document", "voice"] as const;

/** The most any channel carries in one message (Twilio); each is looked up, so more are not even read. */
const MAX_MEDIA = 10;

const text = z.preprocess(absent, z.string().optional());
const address = z.preprocess(absent, z.string().max(2_048).optional());

/** The one body of the six endpoints. Wire names are those of the Apex documents. */
export const OutgoingBody = z.object({
  conversation_id: WholeId,
  message_text: text,
  message_type: z.preprocess(
    absent,
    z
      .enum(TYPES, {
        error: (issue) => `unknown message_type ${JSON.stringify(issue.input)}; one of ${TYPES.join(", ")}`,
      })
      .optional(),
  ),
  s3_key: address,
  s3_path: address,
  conversation_file_id: address,
  file_name: text,
  file_type: text,
  file_size: z.preprocess(absent, WholeNumber.optional()),
  media_url: z.preprocess(
    absent,
    z.union([z.string().max(2_048), z.array(z.string().max(2_048))]).optional(),
  ),
  media_urls: z.preprocess(absent, z.array(z.string().max(2_048)).optional()),
  organization_id: z.preprocess(absent, WholeId.optional()),
  contact_id: z.preprocess(absent, WholeId.optional()),
  template: z.preprocess(absent, z.record(z.string(), z.unknown()).optional()),
  reply_to_message_id: z.preprocess(absent, MessageName.optional()),
  ...RICH_FIELDS,
  ...MEMBER_FIELDS,
  strict: z.preprocess(absent, z.boolean().optional()),
});

export interface OutgoingRequest
  extends Omit<z.infer<typeof OutgoingBody>, "message_type" | "media_url" | "media_urls"> {
  message_type: OutgoingType | "note" | undefined;
  media_urls: { path: string; url: string }[];
  strict: boolean;
}

/** The same for a body that is meant for no conversation yet: 0 stands for none. */
export const parseNeutral = (body: unknown): OutgoingRequest => {
  const fields = typeof body === "object" && body !== null && !Array.isArray(body) ? body : undefined;
  const given = fields && "conversation_id" in fields ? fields.conversation_id : undefined;
  if (fields === undefined || (given !== undefined && given !== null)) return parseOutgoing(body);
  return { ...parseOutgoing({ ...fields, conversation_id: 1 }), conversation_id: 0 };
};

/** The body as the use cases know it, or every violation with its path: 400 for its shape, 422 for what cannot be carried. */
export const parseOutgoing = (body: unknown): OutgoingRequest => {
  const parsed = OutgoingBody.safeParse(body);
  if (!parsed.success) throw malformed(parsed.error);
  const fields = body as Record<string, unknown>;
  const unknown = parsed.data.strict ? unknownFields(fields) : [];
  if (unknown.length > 0) throw new Refusal(400, "The body has unknown fields.", { violations: unknown });
  const excess = [
    ...richViolations(parsed.data, parsed.data.message_text !== undefined),
    ...pageViolations(parsed.data.pages, parsed.data.message_type),
  ];
  if (excess.length > 0) throw unprocessable(excess);
  const { media_url, media_urls = [], message_type, strict = false, ...rest } = parsed.data;
  const single = media_url === undefined ? [] : [media_url].flat();
  if (single.length > MAX_MEDIA) throw tooManyMedia("/media_url", single.length);
  if (media_urls.length > MAX_MEDIA) throw tooManyMedia("/media_urls", media_urls.length);
  return {
    ...rest,
    strict,
    ...(message_type === "voice" && { voice: true }),
    message_type: typeFor(message_type),
    media_urls: [
      ...single.map((url, index) => ({
        path: Array.isArray(media_url) ? `/media_url/${index}` : "/media_url",
        url,
      })),
      ...media_urls.map((url, index) => ({ path: `/media_urls/${index}`, url })),
    ],
  };
};

const tooManyMedia = (path: string, count: number): Refusal =>
  unprocessable([
    violation(path, "too_many_media", `At most ${MAX_MEDIA} media are sent in one message, not ${count}.`),
  ]);

/** `document` and `voice` are other words for a file, and for an audio that was spoken. */
const typeFor = (given: z.infer<typeof OutgoingBody>["message_type"]): OutgoingRequest["message_type"] =>
  given === "document" ? "file" : given === "voice" ? "audio" : given;

const unknownFields = (body: Record<string, unknown>): Violation[] => {
  const known = new Set(Object.keys(OutgoingBody.shape));
  return Object.keys(body)
    .filter((name) => !known.has(name))
    .map((name) => violation(pointer([name]), "unknown_field", `${name} is not a field of this body.`));
};

export const malformed = (error: z.ZodError): Refusal => {
  const violations = error.issues.map((issue) => violation(pointer(issue.path), issue.code, issue.message));
  const { path, message } = violations[0]!;
  return new Refusal(400, path === "" ? message : `${path}: ${message}`, { violations });
};

/** A JSON pointer (RFC 6901) of a path. */
export const pointer = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
