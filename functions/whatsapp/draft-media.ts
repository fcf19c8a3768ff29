import { type Media, plainKind } from "../../shared/domain/attachment.ts";
import type { Bubble } from "./bubbles.ts";
import { mediaType } from "./check-file.ts";
import { adaptation, type Draft, drafted, hasWords } from "./draft.ts";
import { draftText, TEXT_PATH } from "./draft-text.ts";
import { CAPTION_MAX, CAPTIONED, VOICE_TYPE } from "./limits.ts";

/** Files one by one; a text that fits is the caption of the first, else it follows the last. */
export const draftMedia = (given: Media[], text: string | undefined, path: string = TEXT_PATH): Draft => {
  const media = given.map(spoken);
  const adaptations = media.flatMap(({ adaptations }) => adaptations);
  const bubbles = media.map(({ shown }) => bubbleOf(shown, undefined));
  const [first] = media;
  if (!first || !hasWords(text)) return drafted(bubbles, adaptations);
  const why = captionless(first.shown, text);
  if (why === undefined) return drafted([bubbleOf(first.shown, text), ...bubbles.slice(1)], adaptations);
  const rest = draftText(text, path);
  const moved = adaptation("caption_moved", path, `${why}: the text follows as a message of its own.`);
  return { ...drafted([...bubbles, ...rest.bubbles], [...adaptations, moved, ...rest.adaptations]) };
};

const bubbleOf = (media: Media, caption: string | undefined): Bubble => ({ kind: "media", media, caption });

/** Why this text cannot be the file's caption. */
const captionless = ({ as }: Media, text: string): string | undefined => {
  if (!CAPTIONED.includes(as)) return `WhatsApp shows no caption with ${plainKind(as)} messages`;
  if (text.length <= CAPTION_MAX) return undefined;
  return `WhatsApp takes captions of ${CAPTION_MAX} characters, this one has ${text.length}`;
};

/** Only Opus in ogg is shown as a voice note; another recording leaves as the audio file it is. */
const spoken = (media: Media): { shown: Media; adaptations: Draft["adaptations"] } => {
  if (media.as !== "voice" || isOpus(media)) return { shown: media, adaptations: [] };
  const message = `WhatsApp shows only ${VOICE_TYPE} as a voice note: this leaves as an audio file.`;
  return {
    shown: { ...media, as: "audio" },
    adaptations: [adaptation("voice_as_audio", media.path, message)],
  };
};

/** Of somebody else's address only its ending is known. */
const isOpus = (media: Media): boolean =>
  "file" in media
    ? mediaType(media.file.type) === VOICE_TYPE
    : /\.(ogg|oga|opus)$/i.test(URL.parse(media.url)?.pathname ?? "");
