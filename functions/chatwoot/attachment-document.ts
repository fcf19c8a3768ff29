import { shownKindOf } from "../../shared/domain/attachment.ts";
import type { ShownFile } from "../../shared/messaging/visitor-frames.ts";

/** The `index`-th file of a message: the integers that follow the message's own are its files'. */
export const attachmentDocument = (
  { name, type, size, url }: ShownFile,
  index: number,
  of: { message: number; organization: number },
) => {
  const file_type = shownKindOf(type);
  return {
    id: of.message + 1 + index,
    message_id: of.message,
    account_id: of.organization,
    file_type,
    meta: {},
    extension: /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? null,
    data_url: url,
    // There is no smaller picture: the same one.
    thumb_url: file_type === "image" ? url : "",
    file_size: size,
    width: null,
    height: null,
    ...(file_type === "audio" && { transcribed_text: "" }),
  };
};
