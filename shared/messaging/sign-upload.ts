import * as z from "zod";
import { safeName } from "../attachments/file-names.ts";
import { keyOf, s3PathOf } from "../attachments/s3-urls.ts";
import { bareType, kindOf, MAX_FILE_BYTES, MIME, type StoredFile } from "../domain/attachment.ts";
import { notFound, unprocessable, violation } from "../domain/errors.ts";
import { type Ids, WholeId } from "../domain/ids.ts";
import type { Caller } from "./caller.ts";
import type { ConversationStore } from "./directory-ports.ts";
import type { Bucket, FileStore } from "./file-ports.ts";
import { malformed } from "./outgoing-body.ts";
import type { Now } from "./ports.ts";
import { WholeNumber } from "./whole-number.ts";

/** How long a link takes bytes. */
export const UPLOAD_MINUTES = 15;

export const SignBody = z.object({
  file_name: z.string().min(1).max(1_024),
  file_type: z.string().max(255).regex(MIME, "must be a MIME type such as image/jpeg"),
  file_size: WholeNumber.pipe(z.number().positive()),
  conversation_id: WholeId,
});

export interface SignDeps {
  conversations: Pick<ConversationStore, "get">;
  files: Pick<FileStore, "add">;
  bucket: Bucket;
  ids: Ids;
  now: Now;
}

/** Promises a file: its row, and a link that takes exactly these bytes, once, within 15 minutes. */
export const signUpload =
  (deps: SignDeps) =>
  async (caller: Caller, body: unknown): Promise<Record<string, unknown>> => {
    const asked = SignBody.safeParse(body);
    if (!asked.success) throw malformed(asked.error);
    const { file_name, file_type, file_size, conversation_id } = asked.data;
    if (file_size > MAX_FILE_BYTES) {
      const message = `At most ${MAX_FILE_BYTES} bytes can be uploaded.`;
      throw unprocessable([violation("/file_size", "file_too_large", message)]);
    }
    const conversation = await deps.conversations.get(conversation_id);
    if (conversation?.organization_id !== caller.organization_id) throw notFound("conversation");
    const now = deps.now();
    const id = deps.ids.time(now);
    const name = safeName(file_name, file_type);
    const { organization_id } = caller;
    const file: StoredFile = {
      id,
      organization_id,
      conversation_id,
      key: keyOf(organization_id, id, name),
      name,
      type: file_type,
      size: file_size,
      state: "signed",
      created_at: now.toISOString(),
    };
    const expiresAt = new Date(now.getTime() + UPLOAD_MINUTES * 60_000);
    const { url, headers } = await deps.bucket.signPut(file, expiresAt);
    await deps.files.add(file);
    const places = { s3_key: file.key, s3_path: s3PathOf(deps.bucket.name, file.key) };
    return {
      url,
      method: "PUT",
      headers,
      ...places,
      s3PathWithoutBucket: file.key,
      conversation_file_id: id,
      expires_at: expiresAt.toISOString(),
    };
  };

/** A file as the API shows it. */
export const fileDocument = (file: StoredFile, bucket: string) => ({
  _id: file.id,
  id: file.id,
  conversation_id: file.conversation_id,
  organization_id: file.organization_id,
  file_name: file.name,
  file_type: file.type,
  file_size: file.size,
  file_category: kindOf(bareType(file.type)),
  s3_key: file.key,
  s3_path: s3PathOf(bucket, file.key),
  status: file.state === "signed" ? "pending" : file.state === "checked" ? "ready" : "refused",
  created_at: file.created_at,
});
