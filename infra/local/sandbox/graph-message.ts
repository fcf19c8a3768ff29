import type { Fields } from "./checks.ts";
import { checkFilePayload } from "./graph-attachments.ts";
import type { Dialect } from "./graph-dialects.ts";
import { type AttachmentType, attachmentTypes } from "./graph-rules.ts";
import { checkGraphTemplate } from "./graph-templates.ts";
import type { Uploads } from "./media.ts";

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages */
const METADATA = 999;
const QUICK_REPLIES = 13;
const QUICK_TITLE = 20;
const QUICK_PAYLOAD = 1000;
/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes */
const EMPTY = 2018034;

export type ToFetch = { type: AttachmentType; url: string; reusable: boolean };
type Known = { account: string; uploads: Uploads };

export type Checked = { text: string; metadata: string | undefined; toFetch: ToFetch[] };

const contents = ["text", "attachment", "attachments", "sticker_id", "template"] as const;

/** Checks `message`: exactly one kind of content, no captions. */
export function checkGraphMessage(dialect: Dialect, message: Fields, known: Known): Checked {
  const { check, rules } = dialect;
  check.only(message, "message", rules.keys);
  const given = contents.filter((key) => message[key] !== undefined);
  if (given.length === 0) throw dialect.refuse(100, "The message must not be empty", EMPTY);
  if (given.length > 1) throw dialect.refuse(100, `message cannot have ${given.join(" and ")} together`);
  const checked: Checked = { text: "", metadata: undefined, toFetch: [] };
  if (message.metadata !== undefined) {
    checked.metadata = check.string(message.metadata, "message.metadata", { max: METADATA, min: 0 });
  }
  if (message.text !== undefined) checked.text = checkText(dialect, message.text);
  if (message.attachment !== undefined) checkAttachment(dialect, message.attachment, known, checked);
  if (message.attachments !== undefined) checkImages(dialect, message.attachments, known, checked);
  if (message.sticker_id !== undefined)
    check.string(String(message.sticker_id), "message.sticker_id", { max: 64 });
  if (message.quick_replies === undefined) return checked;
  if (message.text === undefined && !rules.quickRepliesUnderAttachments) {
    throw dialect.refuse(100, "message.quick_replies need message.text");
  }
  checkQuickReplies(dialect, message.quick_replies);
  return checked;
}

function checkText(dialect: Dialect, value: unknown): string {
  if (value === "") throw dialect.refuse(100, "The message must not be empty", EMPTY);
  const text = dialect.check.string(value, "message.text", dialect.rules.text);
  if (dialect.channel === "messenger" || !text.includes("://")) return text;
  // "Links must be valid URLs": https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/messaging-api
  for (const [link] of text.matchAll(/https?:\/\/\S*/gi)) {
    if (!URL.canParse(link)) throw dialect.refuse(100, `message.text has a link that is no URL: ${link}`);
  }
  return text;
}

function checkAttachment(dialect: Dialect, value: unknown, known: Known, checked: Checked): void {
  const { check, rules } = dialect;
  const attachment = check.object(value, "message.attachment", ["type", "payload"]);
  const types: readonly string[] = [...attachmentTypes, "template", ...rules.special];
  const type = check.oneOf(attachment.type, "message.attachment.type", types);
  if (type === "like_heart") return;
  const payload = check.object(attachment.payload, "message.attachment.payload");
  const path = "message.attachment.payload";
  if (type === "template") {
    checked.text = checkGraphTemplate(dialect, payload, path);
    return;
  }
  if (type === "MEDIA_SHARE") {
    // A published post, or something uploaded with platform "instagram".
    check.string(payload.id ?? payload.attachment_id, `${path}.id`, { max: 64 });
    return;
  }
  addFile(dialect, check.oneOf(type, path, attachmentTypes), payload, path, known, checked);
}

function checkImages(dialect: Dialect, value: unknown, known: Known, checked: Checked): void {
  const { check, rules } = dialect;
  check.array(value, "message.attachments", 1, rules.images).forEach((one, at) => {
    const path = `message.attachments[${at}]`;
    const image = check.object(one, path, ["type", "payload"]);
    check.oneOf(image.type, `${path}.type`, ["image"]);
    addFile(
      dialect,
      "image",
      check.object(image.payload, `${path}.payload`),
      `${path}.payload`,
      known,
      checked,
    );
  });
}

function addFile(
  dialect: Dialect,
  type: AttachmentType,
  payload: Fields,
  path: string,
  known: Known,
  checked: Checked,
): void {
  const url = checkFilePayload(dialect, type, payload, path, known);
  if (url !== undefined) checked.toFetch.push({ type, url, reusable: payload.is_reusable === true });
}

function checkQuickReplies(dialect: Dialect, value: unknown): void {
  const { check, rules } = dialect;
  check.array(value, "message.quick_replies", 1, QUICK_REPLIES).forEach((one, at) => {
    const path = `message.quick_replies[${at}]`;
    const reply = check.object(one, path, ["content_type", "title", "payload", "image_url"]);
    const type = check.oneOf(reply.content_type, `${path}.content_type`, rules.quickReplies);
    if (reply.image_url !== undefined) check.url(reply.image_url, `${path}.image_url`);
    if (type !== "text") return;
    check.string(reply.title, `${path}.title`, { max: QUICK_TITLE });
    check.string(reply.payload, `${path}.payload`, { max: QUICK_PAYLOAD });
  });
}
