import * as z from "zod";
import type { Account } from "../../shared/domain/account.ts";
import type { StoredFile } from "../../shared/domain/attachment.ts";
import type { Job, Slot } from "../../shared/domain/message.ts";
import { NotYet, type Sender, Throttled, Unsendable } from "../../shared/messaging/channel-ports.ts";
import type { Bucket, FileStore } from "../../shared/messaging/file-ports.ts";
import type { Now } from "../../shared/messaging/ports.ts";
import type { Endpoint } from "../../shared/providers/endpoint.ts";
import { httpSender } from "../../shared/providers/http-sender.ts";
import type { Answer, Lines } from "../../shared/providers/lines.ts";
import { graphOutcome, graphRequest } from "../../shared/providers/meta-graph/client.ts";
import { ERRORS } from "./errors.ts";
import { LINK_MS, MEDIA_ID_MS, UPLOAD_MS } from "./limits.ts";
import { uploadMedia } from "./media-upload.ts";

export interface WhatsappSenderDeps {
  lines: Lines;
  endpoint: (account: Account) => Promise<Endpoint>;
  /** `v25.0`. */
  graphVersion: string;
  files: Pick<FileStore, "get" | "mediaId" | "keepMediaId">;
  bucket: Pick<Bucket, "open" | "signGet">;
  now: Now;
  /** Milliseconds; `UPLOAD_MS` unless told. */
  uploadMs?: number;
}

/** Sends parts over the Cloud API: `POST /{PHONE_NUMBER_ID}/messages`, files uploaded beforehand or linked. */
export const whatsappSender = (deps: WhatsappSenderDeps): Sender =>
  httpSender(
    {
      fill: (slot, job) => (slot.at.at(-1) === "link" ? linkTo(deps, slot) : mediaIdOf(deps, slot, job)),
      request: async (payload, account) => {
        const { url, token } = await address(deps, account, "messages");
        return graphRequest(url, token, payload);
      },
      outcome: (answer, earlierTries) => graphOutcome(answer, ERRORS, sentIn, earlierTries),
    },
    deps.lines,
  );

const Sent = z.object({
  messages: z.tuple(
    [z.object({ id: z.string().min(1), message_status: z.string().optional() })],
    z.unknown(),
  ),
});

/** "accepted", or for a template held back "held_for_quality_assessment" or "paused": the word is kept. */
const sentIn = (body: unknown): { provider_message_id: string; word?: string } | undefined => {
  const parsed = Sent.safeParse(body);
  if (!parsed.success) return undefined;
  const [{ id, message_status }] = parsed.data.messages;
  return { provider_message_id: id, ...(message_status !== undefined && { word: message_status }) };
};

/** Pictures of buttons and cards are documented as links only, which Meta fetches after it has accepted the message. */
const linkTo = ({ bucket, now }: WhatsappSenderDeps, { file: { key, name, type } }: Slot): Promise<string> =>
  bucket.signGet({ key, name, type }, new Date(now().getTime() + LINK_MS));

/** WhatsApp's id of the uploaded bytes: kept from an earlier upload by the same account, or made now. */
const mediaIdOf = async (
  deps: WhatsappSenderDeps,
  slot: Slot,
  { message, account }: Job,
): Promise<string> => {
  const named = { organization_id: message.organization_id, id: slot.file.id };
  const kept = await deps.files.mediaId(named, account.id, deps.now());
  if (kept !== undefined) return kept;
  const file = await deps.files.get(named.organization_id, named.id);
  const id = await upload(deps, account, readyOr(file, slot.file.name));
  await deps.files.keepMediaId(named, account.id, id, new Date(deps.now().getTime() + MEDIA_ID_MS));
  return id;
};

type Ready = StoredFile & { etag: string };

/** The file once its bytes were checked. Throws `Unsendable` when they were refused, `NotYet` before. */
const readyOr = (file: StoredFile | undefined, name: string): Ready => {
  if (file?.state === "refused") throw refusedFile(file.refusal ?? `The file ${name} cannot be sent.`);
  if (file?.state !== "checked" || file.etag === undefined) throw new NotYet("the file has not arrived", 2);
  return { ...file, etag: file.etag };
};

const upload = async (deps: WhatsappSenderDeps, account: Account, file: Ready): Promise<string> => {
  const { url, token } = await address(deps, account, "media");
  const bytes = await deps.bucket.open(file.key, file.etag);
  const answer = await uploadMedia({ url, token, file, bytes, timeoutMs: deps.uploadMs ?? UPLOAD_MS });
  return uploadedIn(answer);
};

const Uploaded = z.object({ id: z.string().min(1) });

/** Nothing was sent yet, so what is neither a refusal nor a throttle is an error that is tried again. */
const uploadedIn = (answer: Answer): string => {
  const outcome = graphOutcome(answer, ERRORS, (body) => {
    const parsed = Uploaded.safeParse(body);
    return parsed.success ? { provider_message_id: parsed.data.id } : undefined;
  });
  if (outcome.kind === "sent") return outcome.provider_message_id;
  if (outcome.kind === "refused") throw new Unsendable(outcome.failure);
  if (outcome.kind === "throttled") throw new Throttled(outcome);
  throw new Error(`The media upload failed: ${outcome.reason}`);
};

const address = async (
  deps: WhatsappSenderDeps,
  account: Account,
  edge: "messages" | "media",
): Promise<{ url: URL; token: string }> => {
  const number = account.provider_ids.phone_number_id;
  if (number === undefined) throw withoutNumber(account);
  const { origin, token } = await deps.endpoint(account);
  const path = `/${deps.graphVersion}/${encodeURIComponent(number)}/${edge}`;
  return { url: new URL(path, origin), token };
};

const withoutNumber = (account: Account): Unsendable =>
  new Unsendable({
    code: "account_without_phone_number_id",
    message: `Account ${account.id} has no phone_number_id.`,
    retryable: true,
    fix_by: "admin",
    next_step: "Give the account its phone_number_id, then resend the message.",
  });

const refusedFile = (message: string): Unsendable =>
  new Unsendable({
    code: "file_refused",
    message,
    retryable: false,
    fix_by: "agent",
    next_step: "Upload the file again in a type and size that WhatsApp takes.",
  });
