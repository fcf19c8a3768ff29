import type { IncomingContent, Reply } from "../domain/incoming.ts";
import type { Button } from "../domain/rich.ts";
import type { PlainPayload } from "./plain-payload.ts";

/** A choice that a bubble offers, as it is told when it was tapped. */
export type Tapped = Reply & { payload: string; title: string };

/** All that can be tapped in a bubble and answers, in the order it is shown. */
export const offeredIn = (payload: PlainPayload): Tapped[] => [
  ...(payload.type === "text" ? replies(payload.buttons) : []),
  ...(payload.type === "cards" ? payload.cards.flatMap(({ buttons }) => replies(buttons)) : []),
  ...(payload.type === "list" ? rowsOf(payload.list) : []),
  ...("quick_replies" in payload ? (payload.quick_replies ?? []).map(quick) : []),
];

const replies = (buttons: Button[] = []): Tapped[] =>
  buttons.flatMap((one) =>
    one.type === "reply" ? [{ kind: "button" as const, payload: one.payload, title: one.title }] : [],
  );

const rowsOf = ({ action }: Extract<PlainPayload, { type: "list" }>["list"]): Tapped[] =>
  action.sections.flatMap(({ rows }) =>
    rows.map(({ id, title }) => ({ kind: "list" as const, payload: id, title })),
  );

const quick = ({ title, payload }: { title: string; payload: string }): Tapped => ({
  kind: "quick_reply",
  payload,
  title,
});

/** What a tap is in the inbox: the title as its text, and what was tapped, on which message. */
export const tapContent = (reply: Reply, reply_to_message_id: string | undefined): IncomingContent => ({
  message_type: reply.kind === "list" ? "list_reply" : "button_reply",
  reply,
  ...(reply_to_message_id !== undefined && { reply_to_message_id }),
});
