import type { Part } from "../domain/message.ts";
import type { ChannelRules } from "./channel-ports.ts";

/** One part as it would leave: the provider's own body, and what the channel can say of it beforehand. */
export interface PartPreview {
  index: number;
  kind: string;
  payload: unknown;
}

export const partsShown = (rules: Pick<ChannelRules, "describe">, parts: Part[]): PartPreview[] =>
  parts.map((part, index) => ({
    index,
    kind: part.kind,
    payload: part.payload,
    ...rules.describe?.(part),
  }));
