import { DEMO } from "../../infra/local/demo.ts";
import { MediaKind } from "../../shared/domain/attachment.ts";
import type { Channel } from "../../shared/domain/channel.ts";
import { Part, type Slot } from "../../shared/domain/message.ts";
import type { PartPreview } from "../../shared/messaging/part-preview.ts";
import { FILES } from "./files.ts";

/** A shown part as it would be promised: where a file's key stands, delivery would put its link or id. */
export const asPart = (channel: Channel, { kind, payload }: PartPreview): Part => {
  const slots = channel === "webchat" || channel === "playground" ? [] : slotsIn(payload, [], "file");
  const part = Part.parse(structuredClone({ kind, payload, slots }));
  // Whoever it is shown for has a number, and these know people by ids.
  const { recipient } = part.payload as { recipient?: { id: string } };
  if (recipient) recipient.id = DEMO[channel].contact.address ?? "";
  return part;
};

/** `as`: what the attachment around it is sent as. */
const slotsIn = (value: unknown, at: (string | number)[], as: string): Slot[] => {
  if (typeof value === "string") return slotAt(value, at, as);
  if (Array.isArray(value)) return value.flatMap((one, index) => slotsIn(one, [...at, index], as));
  if (typeof value !== "object" || value === null) return [];
  const { type = as } = value as { type?: unknown };
  const inside = MediaKind.safeParse(type).data ?? (type === "template" ? "image" : as);
  return Object.entries(value).flatMap(([name, one]) => slotsIn(one, [...at, name], inside));
};

const slotAt = (key: string, at: (string | number)[], as: string): Slot[] => {
  const file = FILES.find((one) => one.file.key === key)?.file;
  if (!file) return [];
  return [{ at, file, as: MediaKind.parse(as) }];
};
