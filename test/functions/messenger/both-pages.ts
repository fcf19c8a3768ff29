import { instagram } from "../../../functions/instagram/channel.ts";
import { messenger } from "../../../functions/messenger/channel.ts";
import type { Transformed } from "../../../shared/messaging/channel-ports.ts";
import { contentOf, type Told } from "../../support/content.ts";
import { accountOf, to } from "./page-support.ts";

const PAGE = accountOf("messenger", { page_id: "1001" });
const LOGIN = accountOf("instagram", { instagram_id: "17841400000000001" });

export const toMessenger = (told: Told): Transformed => messenger.transform(contentOf(told), to(PAGE));
export const toInstagram = (told: Told): Transformed => instagram.transform(contentOf(told), to(LOGIN));
export const BOTH = [
  ["Messenger", toMessenger],
  ["Instagram", toInstagram],
] as const;

/** What each call says, without our stamp and what Meta is asked about copies. */
export const messagesOf = ({ parts }: Transformed): unknown[] =>
  parts.map(({ payload }) => {
    const { metadata: _, ...message } = payload.message as Record<string, unknown>;
    return message;
  });

export const codesOf = ({ adaptations }: Transformed): string[][] =>
  adaptations.map(({ code, path }) => [code, path]);

export const template = (payload: object): object => ({ attachment: { type: "template", payload } });
