import * as z from "zod";
import { CHANNELS, type Channel } from "../domain/channel.ts";
import { Violation } from "../domain/errors.ts";
import { Adaptation } from "../domain/message.ts";
import { anything, named, WindowAnswer } from "./answers.ts";

/** Of a template: whether it was held to the account's own list. */
const template_check = z.enum(["verified", "unverified"]).optional();

const partPreview = z.object({
  index: z.int(),
  kind: z.string(),
  payload: anything,
  /** Of an SMS: as what, and as how much of it, it is billed. */
  encoding: z.enum(["GSM-7", "UCS-2"]).optional(),
  units: z.int().optional(),
  segments: z.int().optional(),
});

export const PreviewAnswer = named(
  "Preview",
  z.object({
    preview: z.literal(true),
    channel: z.string(),
    conversation_id: z.int(),
    message_type: z.string(),
    parts: z.array(partPreview),
    adaptations: z.array(Adaptation),
    window: WindowAnswer,
    violations: z.array(Violation),
    template_check,
  }),
);

const ChannelPreview = named(
  "ChannelPreview",
  z.object({
    accepted: z.boolean(),
    account_id: z.string().nullable(),
    parts: z.array(partPreview),
    adaptations: z.array(Adaptation),
    violations: z.array(Violation),
    window: WindowAnswer.nullable(),
    template_check,
    after_window: z.object({ accepted: z.boolean(), violations: z.array(Violation) }),
  }),
);

export const EveryPreviewAnswer = named(
  "PreviewOnEveryChannel",
  z.object({
    preview: z.literal(true),
    conversation_id: z.int().nullable(),
    message_type: z.string(),
    channels: z.object(
      Object.fromEntries(CHANNELS.map((name) => [name, ChannelPreview])) as Record<
        Channel,
        typeof ChannelPreview
      >,
    ),
  }),
);
