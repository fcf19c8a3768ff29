import { violation } from "../../domain/errors.ts";
import type { Content } from "../../domain/message.ts";
import type { Destination, Transformed } from "../../messaging/channel-ports.ts";
import type { PageDialect } from "./page-draft.ts";

/**
 * A reaction is a sender action, which carries nothing else: no messaging type, no tag, no handle. To take it back
 * names the message alone.
 * Source: developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions
 * (2026-01-21); …/instagram-platform/instagram-api-with-instagram-login/messaging-api
 */
export const reactionParts = (
  dialect: PageDialect,
  { tag }: Content,
  { emoji, to: target }: NonNullable<Content["reaction"]>,
  to: Destination,
): Transformed => {
  const { provider, reactions } = dialect;
  const back = emoji === "";
  const reaction = back ? undefined : dialect.reactionFor(emoji);
  const violations = [
    ...(back || reaction !== undefined
      ? []
      : [
          violation(
            "/reaction/emoji",
            "unsupported_reaction",
            `${provider} takes ${reactions} as a reaction.`,
          ),
        ]),
    ...(tag === undefined ? [] : [violation("/reaction", "window_closed", UNTAGGED)]),
  ];
  if (violations.length > 0) return { parts: [], adaptations: [], violations };
  const payload = {
    recipient: { id: to.contact.address },
    sender_action: back ? "unreact" : "react",
    payload: { message_id: target.provider_message_id, ...(reaction !== undefined && { reaction }) },
  };
  return { parts: [{ kind: "reaction", payload, slots: [] }], adaptations: [], violations };
};

const UNTAGGED = "A reaction carries no tag: it can be sent only while the reply window is open.";
