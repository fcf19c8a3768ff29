import { expect, it } from "vitest";
import { operations } from "../../functions/operations.ts";
import { OTHERS, SIX } from "./doors.ts";

/** They take no message: conversations, files, contacts, webhooks, and what was said before. */
const NO_MESSAGE = [
  ...["POST /conversations", "POST /s3-url-signing", "POST /conversation-files"],
  "POST /conversations/{id}/messages/{message_id}/resend",
  "POST /conversations/{id}/messages/{message_id}/cancel",
  "POST /conversations/{id}/messages/{message_id}/pages/{page_id}/resolve",
  "POST /public/api/v1/inboxes/{inbox_identifier}/contacts",
  "POST /public/api/v1/inboxes/{inbox_identifier}/contacts/{contact_identifier}/conversations",
];

it("every endpoint that takes a message is asked with generated bodies", () => {
  const asked = [...SIX, ...OTHERS].map(({ route }) => route);
  const taking = Object.keys(operations).filter(
    (route) => route.startsWith("POST ") && !route.includes("/webhooks/") && !NO_MESSAGE.includes(route),
  );
  // X has no endpoint of its own: its rules are asked as if it had.
  expect(asked.filter((route) => route !== "POST /conversation-messages-x").sort()).toEqual(taking.sort());
});
