import * as z from "zod";
import type { Media } from "../../shared/domain/attachment.ts";
import type { Part } from "../../shared/domain/message.ts";
import type { Destination } from "../../shared/messaging/channel-ports.ts";

/**
 * The form of one message, field by field as Twilio names them; `StatusCallback` is added as it leaves.
 * https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
 */
export const SmsPayload = z.strictObject({
  To: z.string().min(1),
  From: z.string().optional(),
  MessagingServiceSid: z.string().optional(),
  Body: z.string().optional(),
  MediaUrl: z.array(z.string()).optional(),
});
export type SmsPayload = z.infer<typeof SmsPayload>;

/** One SMS, or with media one MMS. A file's key stands where its link will. */
export const smsPart = (to: Destination, body: string | undefined, media: readonly Media[] = []): Part => {
  const payload: SmsPayload = {
    To: to.contact.address ?? "",
    ...senderOf(to),
    ...(body !== undefined && { Body: body }),
    ...(media.length > 0 && { MediaUrl: media.map((one) => ("file" in one ? one.file.key : one.url)) }),
  };
  const slots = media.flatMap((one, index) =>
    "file" in one ? [{ at: ["MediaUrl", index], file: one.file, as: one.as }] : [],
  );
  return { kind: media.length > 0 ? "media" : "text", payload, slots };
};

/** A messaging service picks one of its numbers; otherwise the account's own number sends. */
const senderOf = ({ account }: Destination): Pick<SmsPayload, "From" | "MessagingServiceSid"> => {
  const service = account.provider_ids.messaging_service_sid;
  return service === undefined ? { From: account.address } : { MessagingServiceSid: service };
};
