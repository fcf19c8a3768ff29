import { type Media, type MediaKind, plainKind } from "../../domain/attachment.ts";
import type { Adaptation } from "../../domain/message.ts";
import { adaptation, type Bubble, type Draft, type PageDialect } from "./page-draft.ts";

/** Each file is a bubble of its own: a link of ours put in at delivery, or somebody else's that Meta fetches. */
export const mediaDraft = (dialect: PageDialect, media: Media[]): Draft => ({
  bubbles: media.map(fileBubble),
  adaptations: media.flatMap((one) => [...plainForm(dialect, one), ...namedAnew(dialect, one)]),
  choices: [],
});

export const fileBubble = (media: Media): Bubble => {
  const attachment = { type: plainKind(media.as), payload: { url: addressOf(media) } };
  const slot = { at: ["message", "attachment", "payload", "url"], as: media.as };
  const slots = "file" in media ? [{ ...slot, file: media.file }] : [];
  return { kind: "media", message: { attachment }, slots };
};

/** What stands where a link goes: a key until delivery, or the address that was named. */
export const addressOf = (media: Media): string => ("file" in media ? media.file.key : media.url);

/** A voice note and a sticker have no form of their own here. */
const plainForm = ({ provider }: PageDialect, { as, path }: Media): Adaptation[] => {
  const plain = PLAIN_FORMS[as];
  return plain ? [adaptation(plain.code, path, `${provider} ${plain.message}`)] : [];
};

const PLAIN_FORMS: Partial<Record<MediaKind, { code: string; message: string }>> = {
  voice: {
    code: "voice_as_audio",
    message: "has no voice notes of a sender's own: it is a plain audio file.",
  },
  sticker: { code: "sticker_as_image", message: "has no stickers of a sender's own: it is an image." },
};

const namedAnew = ({ fileAdaptations }: PageDialect, media: Media): Adaptation[] =>
  "file" in media ? (fileAdaptations?.(plainKind(media.as), media.file, media.path) ?? []) : [];
