import { Refusal } from "../../shared/domain/errors.ts";
import type { SpruceMessage } from "./body.ts";

/** Our pointer into the one body, as a pointer into theirs. */
export type Rename = (path: string) => string;

/** Our name of a field, where theirs is another; the longer ones first. */
const NAMES: [ours: RegExp, theirs: string][] = [
  [/^\/message_text$/, "/body"],
  [/^\/message_type$/, "/internal"],
  [/^\/author_id$/, "/author"],
  [/^\/stay_archived$/, "/stayArchived"],
  [/^\/conversation_id$/, "/conversationId"],
  [/^(\/attachments\/\d+)\/source$/, "$1/attachmentId"],
  [/^(\/attachments\/\d+)\/name$/, "$1/title"],
];

/** A page is one of their body's elements: which, only the body tells. `under`: where the message stands in it. */
export const inTheirNames = ({ body }: SpruceMessage, under = ""): Rename => {
  const places = body.flatMap(({ type }, place) => (type === "page" ? [place] : []));
  return (path) => {
    const [, page] = /^\/pages\/(\d+)$/.exec(path) ?? [];
    const place = page === undefined ? undefined : places[Number(page)];
    if (place !== undefined) return `${under}/body/${place}`;
    if (path === "/pages") return `${under}/body`;
    const [ours, theirs] = NAMES.find(([name]) => name.test(path)) ?? [];
    return ours && theirs !== undefined ? under + path.replace(ours, theirs) : path;
  };
};

/** Does it; what is refused names their fields. */
export const renamed = async <T>(rename: Rename, act: () => Promise<T>): Promise<T> => {
  try {
    return await act();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const { status, message, retryAfter, data } = refusal;
    const violations = refusal.violations.map((one) => ({ ...one, path: rename(one.path) }));
    throw new Refusal(status, message, {
      violations,
      ...(retryAfter !== undefined && { retryAfter }),
      ...(data && { data }),
    });
  }
};
