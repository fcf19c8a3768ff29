import type { Fields } from "./checks.ts";
import { fetchAttachment } from "./graph-attachments.ts";
import { echoes } from "./graph-callbacks.ts";
import type { Dialect } from "./graph-dialects.ts";
import { type Checked, checkGraphMessage } from "./graph-message.ts";
import { checkUtilityTemplate } from "./graph-utility.ts";
import { checkWindow } from "./graph-windows.ts";
import { mid } from "./ids.ts";
import type { Sent } from "./play.ts";
import type { Entry } from "./received.ts";
import type { State } from "./state.ts";

const envelope = [
  "recipient",
  "messaging_type",
  "tag",
  "message",
  "sender_action",
  "payload",
  "reply_to",
  "persona_id",
  "notification_type",
  "access_token",
];
const recipients = ["id", "user_ref", "comment_id", "post_id", "notification_messages_token"] as const;
const actions = ["typing_on", "typing_off", "mark_seen", "react", "unreact"] as const;

/**
 * `POST /{PAGE_ID}/messages` and `POST /{IG_ID}/messages`:
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages
 */
export async function sendGraph(
  dialect: Dialect,
  account: string,
  body: Fields,
  entry: Pick<Entry, "to">,
  state: State,
): Promise<Sent> {
  const read = readGraph(dialect, account, body, entry, state);
  if ("answer" in read) return read;
  const { recipient, message, checked, known, answered } = read;
  const attachmentId = await fetchAll(dialect, account, checked.toFetch, state);
  const id = mid();
  return {
    text: checked.text,
    to: recipient.value,
    voice: dialect.voice,
    answer: {
      status: 200,
      body: { ...answered, message_id: id, ...(attachmentId ? { attachment_id: attachmentId } : {}) },
    },
    withoutId: { status: 200, body: answered },
    callbacks: (failure) => {
      // Neither product has a failed event: a message that does not arrive stays silent.
      if (failure !== undefined) return [];
      const { metadata } = checked;
      return echoes(dialect.channel, { id, account: known, contact: recipient.value, message, metadata });
    },
  };
}

type Read = { recipient: Recipient; message: Fields; checked: Checked; known: string; answered: object };

/** Every rule that is kept before a file is fetched; a sender action is done with that. */
export function readGraph(
  dialect: Dialect,
  account: string,
  body: Fields,
  entry: Pick<Entry, "to">,
  { uploads, options, windows }: Pick<State, "uploads" | "options" | "windows">,
): Sent | Read {
  const { check } = dialect;
  check.only(body, "the request", envelope);
  const recipient = recipientOf(dialect, body.recipient);
  entry.to = recipient.value;
  const answered = recipient.key === "user_ref" ? {} : { recipient_id: recipient.value };
  if (body.sender_action !== undefined) return act(dialect, body, recipient.value, answered);
  const message = check.object(body.message, "message");
  const checked = checkGraphMessage(dialect, message, { account, uploads });
  if (body.reply_to !== undefined) {
    check.string(check.object(body.reply_to, "reply_to", ["mid"]).mid, "reply_to.mid", { max: 512 });
  }
  // Contacts of an Instagram account behind a Page are known by the Instagram id.
  const known = options.instagramPages.get(account) ?? account;
  checkWindow(dialect, known, body, recipient, windows);
  if (message.template !== undefined) checkUtilityTemplate(dialect, message.template);
  return { recipient, message, checked, known, answered };
}

async function fetchAll(
  dialect: Dialect,
  account: string,
  list: { type: "image" | "audio" | "video" | "file"; url: string; reusable: boolean }[],
  { uploads }: State,
): Promise<string | undefined> {
  const ids = await Promise.all(
    list.map(async ({ type, url, reusable }) => {
      const { bytes, fileName = "" } = await fetchAttachment(dialect, type, url);
      if (!reusable) return undefined;
      return uploads.add({ account, type, size: bytes.length, sha256: "", filename: fileName }).id;
    }),
  );
  return ids[0];
}

export type Recipient = { key: (typeof recipients)[number]; value: string };

function recipientOf(dialect: Dialect, value: unknown): Recipient {
  const recipient = dialect.check.object(value, "recipient", recipients);
  const keys = recipients.filter((key) => recipient[key] !== undefined);
  const [key] = keys;
  if (!key || keys.length > 1)
    throw dialect.refuse(100, `recipient must have one of {${recipients.join(", ")}}`);
  const id = dialect.check.string(recipient[key], `recipient.${key}`, { max: 512 });
  if (key === "id" && !/^\d{1,25}$/.test(id)) {
    // https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes
    throw dialect.refuse(100, "No matching user found", dialect.channel === "messenger" ? 2018001 : 2534014);
  }
  return { key, value: id };
}

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions */
function checkReaction({ check, rules, refuse }: Dialect, action: "react" | "unreact", value: unknown): void {
  if (action === "unreact") {
    if (value !== undefined) throw refuse(100, "unreact has no payload.reaction");
    return;
  }
  const reaction = check.string(value, "payload.reaction", { max: 64 });
  if (rules.reactions) check.oneOf(reaction, "payload.reaction", rules.reactions);
  else if (!/\p{Emoji}/u.test(reaction)) throw refuse(100, "payload.reaction must be an emoji");
}

/** A sender action stands alone with its recipient. */
function act(dialect: Dialect, body: Fields, to: string, answered: object): Sent {
  const { check } = dialect;
  const action = check.oneOf(body.sender_action, "sender_action", actions);
  check.only(body, "a request with sender_action", ["recipient", "sender_action", "payload", "access_token"]);
  if (action === "react" || action === "unreact") {
    const payload = check.object(body.payload, "payload", ["message_id", "reaction"]);
    check.string(payload.message_id, "payload.message_id", { max: 512 });
    checkReaction(dialect, action, payload.reaction);
  }
  const answer = { status: 200, body: answered };
  return { text: "", to, voice: dialect.voice, answer, withoutId: answer };
}
