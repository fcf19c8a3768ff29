import { sms } from "../../../functions/sms/channel.ts";
import { Account } from "../../../shared/domain/account.ts";
import type { FileRef } from "../../../shared/domain/attachment.ts";
import type { Contact } from "../../../shared/domain/conversation.ts";
import { handleOf, partId } from "../../../shared/domain/ids.ts";
import type { Content, Job } from "../../../shared/domain/message.ts";
import type { Destination } from "../../../shared/messaging/channel-ports.ts";
import { choice, contentOf, type Told } from "../../support/content.ts";

export const NOW = new Date("2026-11-21T10:00:00.000Z");
export const MESSAGE_ID = "01jd0000000000000000000msg";
export const ACCOUNT_SID = `AC${"0b".repeat(16)}`;
export const MESSAGE_SID = `SM${"0a".repeat(16)}`;

export const accountOf = (over: Partial<Account> = {}): Account =>
  Account.parse({
    id: "sms1",
    organization_id: 1,
    channel: "sms",
    provider: "twilio",
    address: "+15005550006",
    provider_ids: { account_sid: ACCOUNT_SID },
    secret: "TWILIO_TOKEN",
    ...over,
  });

export const CONTACT: Contact = { id: 7, address: "+15005550001" };

export const to = (account = accountOf(), contact = CONTACT): Destination => ({
  account,
  contact,
  handle: (part) => handleOf(42, partId(MESSAGE_ID, part)),
  choice,
});

/** A different id for each name, so that two files are two. */
export const file = (name = "cat.png", type = "image/png", size = 2_000): FileRef => {
  const id = Buffer.from(name).toString("hex").padEnd(26, "0").slice(0, 26);
  return { id, key: `1/${id}/${name}`, name, type, size };
};

export const says = (text: string | undefined, over: Partial<Told> = {}): Content =>
  contentOf({ type: "text", ...(text !== undefined && { text }), media: [], ...over });

/** The job of a content, as accept makes it. */
export const jobOf = (content: Content, account: Account = accountOf()): Job => {
  const { parts, violations } = sms.transform(content, to(account));
  if (violations.length > 0) throw new Error(JSON.stringify(violations));
  return {
    message: {
      id: MESSAGE_ID,
      organization_id: 1,
      conversation_id: 42,
      account_id: account.id,
      channel: "sms",
      message_type: content.type,
      message_text: content.text ?? null,
      files: [],
      media_urls: [],
      reply_to_message_id: null,
      author: { kind: "person", member_id: null },
      parts: parts.length,
      adaptations: [],
      created_at: NOW.toISOString(),
    },
    parts,
    account,
    contact: CONTACT,
  };
};
