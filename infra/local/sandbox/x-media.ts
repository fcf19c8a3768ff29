import { baseType, sniff } from "./fetch.ts";

const MB = 1024 * 1024;

export type XMediaRule = { types: readonly string[]; max: number; isWhole: boolean };

/** https://docs.x.com/x-api/media/quickstart/best-practices. Only what `isWhole` may come in one call. */
export const xMediaRules: Record<string, XMediaRule> = {
  dm_image: { types: ["image/jpeg", "image/png", "image/webp"], max: 5 * MB, isWhole: true },
  dm_gif: { types: ["image/gif"], max: 15 * MB, isWhole: false },
  dm_video: { types: ["video/mp4", "video/quicktime"], max: 512 * MB, isWhole: false },
};
/** One piece: https://docs.x.com/x-api/media/quickstart/media-upload-chunked */
export const PIECE = 5 * MB;

const looksLike: Record<string, readonly string[]> = {
  "video/mp4": ["video/mp4", "video/x-m4v", "video/quicktime"],
  "video/quicktime": ["video/quicktime", "video/mp4"],
};

export async function xMediaProblem(
  rule: XMediaRule,
  claimed: string,
  bytes: Buffer,
): Promise<string | undefined> {
  const type = baseType(claimed);
  if (bytes.length === 0) return "media is empty";
  if (bytes.length > rule.max) return `media may have ${rule.max} bytes, this has ${bytes.length}`;
  const found = await sniff(bytes);
  return (looksLike[type] ?? [type]).includes(found ?? "") ? undefined : `media is not ${type} but ${found}`;
}
