import { safeName } from "../../shared/attachments/file-names.ts";
import type { Media } from "../../shared/domain/attachment.ts";
import type { Slot } from "../../shared/domain/message.ts";
import { MEDIA } from "./limits.ts";

/** An object of the payload, and the places in it that delivery fills. */
export interface Filled {
  object: Record<string, unknown>;
  slots: Slot[];
}

/** A file by the key that stands where its uploaded id will, somebody else's address as the link it is. */
export const mediaMessage = (media: Media, caption: string | undefined): Filled & { type: string } => {
  const type = MEDIA[media.as].as;
  const name = type === "document" ? fileName(media) : undefined;
  const object = {
    ...("file" in media ? { id: media.file.key } : { link: webLink(media.url) }),
    ...(media.as === "voice" && { voice: true }),
    ...(name !== undefined && { filename: name }),
    ...(caption !== undefined && { caption }),
  };
  const slots = "file" in media ? [{ at: [type, "id"], file: media.file, as: media.as }] : [];
  return { type, object, slots };
};

/** A document without a file name shows an odd one. */
const fileName = (media: Media): string | undefined => {
  if ("file" in media) return media.file.name;
  const last = URL.parse(media.url)?.pathname.split("/").at(-1) ?? "";
  return last.includes(".") ? safeName(readable(last)) : undefined;
};

const readable = (escaped: string): string => {
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (error instanceof URIError) return escaped;
    throw error;
  }
};

/** As it was given; what an address cannot hold (a space) is escaped as every browser does. */
export const webLink = (url: string): string => (/\s/.test(url) ? (URL.parse(url)?.href ?? url) : url);
