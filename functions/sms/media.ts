import type { Media } from "../../shared/domain/attachment.ts";
import { type Violation, violation } from "../../shared/domain/errors.ts";
import type { Destination } from "../../shared/messaging/channel-ports.ts";
import { checkTogether } from "./check-file.ts";
import { MAX_MEDIA } from "./limits.ts";
import { checkMediaUrl } from "./media-url.ts";

/** Names of letters can send no MMS: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id */
export const canSendMedia = ({ account }: Destination): boolean =>
  account.provider_ids.messaging_service_sid !== undefined || !/^[a-z0-9 &+_-]*[a-z]/i.test(account.address);

/** What travels in each MMS: all attachments in the first, the cards' pictures with them for as long as they fit. */
export const batchesOf = (media: readonly Media[], pictures: readonly Media[]): Media[][] => {
  const batches: Media[][] = media.length > 0 ? [[...media]] : [];
  for (const picture of pictures) {
    const last = batches.at(-1);
    if (last && fits([...last, picture])) last.push(picture);
    else batches.push([picture]);
  }
  return batches;
};

const fits = (media: Media[]): boolean =>
  media.length <= MAX_MEDIA && checkTogether(filesIn(media), "").length === 0;

const filesIn = (media: readonly Media[]) => media.flatMap((one) => ("file" in one ? [one.file] : []));

/** What speaks against the media: that they are too many, too large together, or out of Twilio's reach. */
export const checkMedia = (media: readonly Media[], pictures: readonly Media[]): Violation[] => {
  const path = media[0]?.path.startsWith("/attachments") ? "/attachments" : "/media_url";
  const message = `One MMS carries at most ${MAX_MEDIA} media, not ${media.length}.`;
  return [
    ...(media.length > MAX_MEDIA ? [violation(path, "too_many_media", message)] : []),
    ...[...media, ...pictures].flatMap((one) => ("url" in one ? checkMediaUrl(one.url, one.path) : [])),
    ...checkTogether(filesIn(media), path),
  ];
};

/** From a sender that sends no media: a file is refused; only somebody else's picture can be told as a link. */
export const checkNamed = (media: readonly Media[], pictures: readonly Media[]): Violation[] => {
  const message = "An alphanumeric sender cannot send media; use a phone number.";
  return [
    ...(media.length > 0 ? [violation("/message_type", "sender_without_mms", message)] : []),
    ...pictures.flatMap((one) => ("file" in one ? [violation(one.path, "sender_without_mms", message)] : [])),
  ];
};
