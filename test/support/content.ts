import { bareType, type FileRef, kindOf, type Media, MediaKind } from "../../shared/domain/attachment.ts";
import type { Content } from "../../shared/domain/message.ts";

type Sent = Partial<Pick<Media, "as" | "path">> &
  ({ file: FileRef; url?: never } | { url: string; file?: never });

/** Content as a test writes it down: a file is shown as what its message's type says, and was named by `s3_key`. */
export type Told = Omit<Content, "media"> & { media: Sent[] };

export const contentOf = ({ media, ...content }: Told): Content => ({
  ...content,
  media: media.map((one) => mediaOf(one, content.type)),
});

const mediaOf = ({ as, path, ...one }: Sent, type: Content["type"]): Media => {
  const own = one.file ? kindOf(bareType(one.file.type)) : "file";
  const told = { as: as ?? MediaKind.safeParse(type).data ?? own };
  return one.file
    ? { ...told, path: path ?? "/s3_key", file: one.file }
    : { ...told, path: path ?? "/media_url", url: one.url ?? "" };
};

/** What a tap on the choice of that place brings back. */
export const choice = (index: number): string => `01jd0000000000000000000001.${index}`;
