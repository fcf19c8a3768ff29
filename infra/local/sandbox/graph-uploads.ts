import { isFields } from "./checks.ts";
import type { Answer } from "./errors.ts";
import { baseType } from "./fetch.ts";
import { checkFile, checkName, fetchAttachment } from "./graph-attachments.ts";
import type { Dialect } from "./graph-dialects.ts";
import { attachmentTypes } from "./graph-rules.ts";
import { parseJson } from "./http.ts";
import { parseMultipart, type Uploads } from "./media.ts";

/** `POST /{PAGE_ID}/message_attachments`: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages */
export async function uploadAttachment(
  dialect: Dialect,
  account: string,
  raw: Buffer,
  contentType: string,
  uploads: Uploads,
): Promise<Answer> {
  const { check } = dialect;
  const multipart =
    baseType(contentType) === "multipart/form-data" ? await parseMultipart(raw, contentType) : undefined;
  const said = multipart
    ? parseJson(Buffer.from(String(multipart.get("message"))))
    : Object(parseJson(raw)).message;
  const message = check.object(said, "message", ["attachment"]);
  const attachment = check.object(message.attachment, "message.attachment", ["type", "payload"]);
  const type = check.oneOf(attachment.type, "message.attachment.type", attachmentTypes);
  const payload = isFields(attachment.payload) ? attachment.payload : {};
  const file = multipart?.get("filedata");
  if (file instanceof File) {
    const bytes = Buffer.from(await file.arrayBuffer());
    await checkFile(dialect, type, baseType(file.type), bytes);
    checkName(dialect, file.name);
    const { id } = uploads.add({ account, type, size: bytes.length, sha256: "", filename: file.name });
    return { status: 200, body: { attachment_id: id } };
  }
  if (payload.is_reusable !== true)
    throw dialect.refuse(100, "message.attachment.payload.is_reusable must be true");
  const got = await fetchAttachment(dialect, type, check.url(payload.url, "message.attachment.payload.url"));
  const { id } = uploads.add({
    account,
    type,
    size: got.bytes.length,
    sha256: "",
    filename: got.fileName ?? "",
  });
  return { status: 200, body: { attachment_id: id } };
}
