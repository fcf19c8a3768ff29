import { createHandler } from "../../../functions/inbox/send-thread-message.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { type Asked, call } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";

export interface InboxError {
  error: { code: string; message: string; status: number };
}
export type ThreadMessage = Record<string, unknown> & { id: string; outgoing: { id: string } };

/** Writes to a thread by Inbox's API; the demo's on X unless told. */
export const write = <Body = ThreadMessage>(
  embedded: Embedded,
  body: unknown,
  { threadId = String(DEMO.x.conversation), ...asked }: Asked & { threadId?: string } = {},
) =>
  call<Body>(createHandler(embedded.parts("x")), "POST /api/v1/threads/{threadId}/messages", {
    params: { threadId },
    body,
    ...asked,
  });
