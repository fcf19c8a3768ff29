import type { FileRef } from "../../shared/domain/attachment.ts";
import type { Outcome } from "../../shared/domain/delivery.ts";
import type { Failure } from "../../shared/domain/errors.ts";
import type { Job, Part } from "../../shared/domain/message.ts";

export const START = Date.parse("2026-03-01T09:00:00.000Z");
export const MESSAGE_ID = "01jd0000000000000000000001";
const ACCOUNT = {
  id: "acc1",
  organization_id: 7,
  channel: "whatsapp",
  provider: "meta",
  address: "+12025550100",
  provider_ids: { phone_number_id: "100" },
  human_agent: "none",
  ad_window_days: 1,
} as const;

export const failure = (code = "provider_refused"): Failure => ({
  code,
  message: "It says no.",
  retryable: false,
  fix_by: "provider",
  next_step: "Nothing.",
});
export const refused: Outcome = { kind: "refused", failure: failure() };
export const lost: Outcome = { kind: "lost", reason: "no answer within 10000 ms" };
export const throttled = (retry_after: number, tries?: number): Outcome => ({
  kind: "throttled",
  retry_after,
  failure: failure("provider_throttled"),
  ...(tries !== undefined && { tries }),
});
export const sentAs = (id: string): Outcome => ({ kind: "sent", provider_message_id: id });

export const file: FileRef = {
  id: "01jd0000000000000000000009",
  key: "7/01jd0000000000000000000009/photo.png",
  name: "photo.png",
  type: "image/png",
  size: 68,
};
export const textPart: Part = { kind: "text", payload: {}, slots: [] };
export const mediaPart: Part = { kind: "media", payload: {}, slots: [{ at: ["image", "id"], file }] };

export const jobOf = (parts: Part[] | number, id = MESSAGE_ID): Job => {
  const all = typeof parts === "number" ? Array.from({ length: parts }, () => textPart) : parts;
  return {
    message: {
      id,
      organization_id: 7,
      conversation_id: 42,
      account_id: ACCOUNT.id,
      channel: "whatsapp",
      message_type: "text",
      message_text: "hello",
      files: all.some(({ kind }) => kind === "media") ? [file] : [],
      media_urls: [],
      reply_to_message_id: null,
      author: { kind: "bot", member_id: null },
      parts: all.length,
      adaptations: [],
      created_at: new Date(START).toISOString(),
    },
    parts: all,
    account: { ...ACCOUNT },
    contact: { id: 3, address: "+12025550101" },
  };
};
