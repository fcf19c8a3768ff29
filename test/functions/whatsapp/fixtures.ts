import type { Account } from "../../../shared/domain/account.ts";
import type { FileRef, StoredFile } from "../../../shared/domain/attachment.ts";
import type { Contact } from "../../../shared/domain/conversation.ts";
import type { Content, Job, Part } from "../../../shared/domain/message.ts";
import type { Destination } from "../../../shared/messaging/channel-ports.ts";
import { choice, contentOf, type Told } from "../../support/content.ts";

export const NOW = new Date("2026-11-21T12:00:00.000Z");
export const MB = 1024 * 1024;
export const NUMBER_ID = "106540352242922";

export const account: Account = {
  id: "acc1",
  organization_id: 7,
  channel: "whatsapp",
  provider: "meta",
  address: "+15550100",
  provider_ids: { phone_number_id: NUMBER_ID },
  human_agent: "none",
  ad_window_days: 1,
};

export const contact: Contact = { id: 3, address: "+4915112345678" };

export const to = (who: Contact = contact): Destination => ({
  account,
  contact: who,
  handle: (part) => `42.part${part}`,
  choice,
});

export const fileRef = (name: string, type: string, size = 1000): FileRef => ({
  id: "01jd0000000000000000000000",
  key: `7/01jd0000000000000000000000/${name}`,
  name,
  type,
  size,
});

export const photo = fileRef("photo.jpg", "image/jpeg");

export const content = (given: Partial<Told> & Pick<Content, "type">): Content =>
  contentOf({ media: [], ...given });

export const storedFile = (given: Partial<StoredFile> = {}): StoredFile => ({
  ...photo,
  organization_id: 7,
  conversation_id: 42,
  state: "checked",
  etag: '"abc"',
  created_at: NOW.toISOString(),
  ...given,
});

export const job = (parts: Part[], who: Account = account): Job => ({
  message: {
    id: "01jd0000000000000000000001",
    organization_id: 7,
    conversation_id: 42,
    account_id: who.id,
    channel: "whatsapp",
    message_type: "text",
    message_text: "hello",
    files: [],
    media_urls: [],
    reply_to_message_id: null,
    author: { kind: "bot", member_id: null },
    parts: parts.length,
    adaptations: [],
    created_at: NOW.toISOString(),
  },
  parts,
  account: who,
  contact,
});
