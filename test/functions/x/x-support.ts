import { x } from "../../../functions/x/channel.ts";
import { Account } from "../../../shared/domain/account.ts";
import type { FileRef, StoredFile } from "../../../shared/domain/attachment.ts";
import { handleOf, partId } from "../../../shared/domain/ids.ts";
import type { Content, Job } from "../../../shared/domain/message.ts";
import type { Destination } from "../../../shared/messaging/channel-ports.ts";
import { choice, contentOf, type Told } from "../../support/content.ts";

export const NOW = new Date("2026-11-21T10:00:00.000Z");
export const MESSAGE_ID = "01jd0000000000000000000msg";
export const MB = 1024 * 1024;

export const ACCOUNT = Account.parse({
  id: "x1",
  organization_id: 1,
  channel: "x",
  provider: "x",
  address: "@sales",
  provider_ids: { x_user_id: "1111" },
  secret: "X_TOKEN",
});

export const to = (address: string | undefined = "2222"): Destination => ({
  account: ACCOUNT,
  contact: { id: 7, ...(address !== "" && { address }) },
  handle: (part) => handleOf(42, partId(MESSAGE_ID, part)),
  choice,
});

export const file = (name = "cat.png", type = "image/png", size = 2_000): FileRef => {
  const id = Buffer.from(name).toString("hex").padEnd(26, "0").slice(0, 26);
  return { id, key: `1/${id}/${name}`, name, type, size };
};

export const stored = (ref: FileRef, over: Partial<StoredFile> = {}): StoredFile => ({
  ...ref,
  organization_id: 1,
  conversation_id: 42,
  state: "checked",
  etag: "e1",
  created_at: NOW.toISOString(),
  ...over,
});

export const says = (text?: string, over: Partial<Told> = {}): Content =>
  contentOf({ type: "text", ...(text !== undefined && { text }), media: [], ...over });

/** The job of a content, as accept makes it. */
export const jobOf = (content: Content): Job => {
  const { parts, violations } = x.transform(content, to());
  if (violations.length > 0) throw new Error(JSON.stringify(violations));
  return {
    message: {
      id: MESSAGE_ID,
      organization_id: 1,
      conversation_id: 42,
      account_id: ACCOUNT.id,
      channel: "x",
      message_type: content.type,
      message_text: content.text ?? null,
      files: [],
      media_urls: [],
      reply_to_message_id: null,
      author: { kind: "person", member_id: "agent" },
      parts: parts.length,
      adaptations: [],
      created_at: NOW.toISOString(),
    },
    parts,
    account: ACCOUNT,
    contact: { id: 7, address: "2222" },
  };
};
