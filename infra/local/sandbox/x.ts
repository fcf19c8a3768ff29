import { type Checks, checks, type Fields } from "./checks.ts";
import { snowflake } from "./ids.ts";
import type { Sent } from "./play.ts";
import { xMessage, xRead } from "./x-callbacks.ts";
import { xInvalid, xRefusal, xVoice } from "./x-errors.ts";
import { throttledNow } from "./x-limits.ts";
import type { XUploads } from "./x-uploads.ts";

const check: Checks = checks((_problem, details) => xInvalid(details));

/** v2's description names no maximum; this is v1.1's. https://docs.x.com/x-api/direct-messages/manage/migrate */
const TEXT = 10_000;

/**
 * `POST /2/dm_conversations/with/{participant_id}/messages`: nothing but `text` and `attachments`, one at most.
 * https://docs.x.com/x-api/direct-messages/create-dm-message-by-participant-id
 */
export function sendX(user: string, participant: string, body: Fields, uploads: XUploads): Sent {
  check.only(body, "the body", ["text", "attachments"]);
  if (body.text === undefined && body.attachments === undefined)
    throw xInvalid("text or attachments is required");
  const text = body.text === undefined ? "" : check.string(body.text, "text", { max: TEXT });
  const media = body.attachments === undefined ? undefined : mediaIn(body.attachments);
  if (participant === user) throw xRefusal(403, "You cannot send messages to yourself.");
  if (media !== undefined && !uploads.use(user, media)) {
    throw xInvalid(`attachments.0.media_id [${media}] is not an upload of this user that can be used`);
  }
  const at = Date.now();
  const id = snowflake(at);
  const dm_conversation_id = [user, participant].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)).join("-");
  return {
    text,
    to: participant,
    voice: xVoice(throttledNow),
    answer: { status: 201, body: { data: { dm_conversation_id, dm_event_id: id } } },
    withoutId: { status: 201, body: { data: { dm_conversation_id } } },
    callbacks: (failure) => {
      // X has no failed event.
      if (failure !== undefined) return [];
      const message = { id, account: user, from: user, to: participant, text, at, ...(media && { media }) };
      return [xMessage("dm.sent", message), xRead(user, participant, id, Date.now())];
    },
  };
}

function mediaIn(value: unknown): string {
  const [first] = check.array(value, "attachments", 1, 1);
  const { media_id } = check.object(first, "attachments.0", ["media_id"]);
  const id = check.string(media_id, "attachments.0.media_id", { max: 19 });
  if (!/^[0-9]+$/.test(id)) throw xInvalid("attachments.0.media_id must be digits");
  return id;
}
