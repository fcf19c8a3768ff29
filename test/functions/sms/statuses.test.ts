import { describe, expect, it } from "vitest";
import { incomingOf, statusOf } from "../../../functions/sms/statuses.ts";
import { ACCOUNT_SID, MESSAGE_SID } from "./sms-support.ts";

const report = { MessageSid: MESSAGE_SID, AccountSid: ACCOUNT_SID, From: "+15005550006", To: "+15005550001" };
const query = { handle: "42.01jd0000000000000000000msg0" };
const status = (MessageStatus: string, more: Record<string, string> = {}) =>
  statusOf({ ...report, MessageStatus, ...more }, query);

describe("a status report", () => {
  it.each(["sent", "delivered", "read"])("of %s is that fact, for the part its address names", (word) => {
    expect(status(word)).toEqual({
      handle: query.handle,
      account_sid: ACCOUNT_SID,
      provider_message_id: MESSAGE_SID,
      word,
      fact: word,
    });
  });

  it.each([
    "accepted",
    "scheduled",
    "queued",
    "sending",
    "receiving",
    "partially_delivered",
    "teleported",
    "Sent",
  ])("of %s says nothing new, and is no error", (word) => {
    expect(status(word)).toMatchObject({ word });
    expect(status(word)).not.toHaveProperty("fact");
    expect(status(word)).not.toHaveProperty("failure");
  });

  it.each(["undelivered", "failed", "canceled"])("of %s is a failure with the card of its code", (word) => {
    expect(status(word, { ErrorCode: "30005", ErrorMessage: "Unknown destination" })).toMatchObject({
      fact: "failed",
      word,
      failure: {
        code: "provider_undelivered",
        provider_code: "30005",
        fix_by: "agent",
        provider_message: "Unknown destination",
      },
    });
  });

  it.each([{}, { ErrorCode: "" }, { ErrorCode: "0" }, { ErrorCode: "1e9" }, { ErrorCode: "-30005" }])(
    "of a failure without a usable code says that no reason was given: %j",
    (more) => {
      expect(status("failed", more)?.failure?.message).toContain("gave no reason");
      expect(status("failed", more)?.failure).not.toHaveProperty("provider_code");
    },
  );

  it("of a message that somebody else sent has no handle", () => {
    expect(statusOf({ ...report, MessageStatus: "sent" }, {})).not.toHaveProperty("handle");
  });

  it.each(["MessageSid", "AccountSid", "MessageStatus"])("without %s is none", (name) => {
    expect(statusOf({ ...report, MessageStatus: "sent", [name]: "" }, query)).toBeUndefined();
  });
});

describe("an incoming message", () => {
  const incoming = {
    ...report,
    From: "+15005550001",
    To: "+15005550006",
    Body: "Hi 👋",
    NumMedia: "0",
    SmsStatus: "received",
  };

  it("names our number, who wrote and what", () => {
    expect(incomingOf(incoming)).toEqual({
      providerAccountId: "+15005550006",
      account_sid: ACCOUNT_SID,
      provider_message_id: MESSAGE_SID,
      from: "+15005550001",
      text: "Hi 👋",
      content: { message_type: "text" },
    });
    expect(statusOf(incoming, {})).toBeUndefined();
  });

  it("names the messaging service when there is one", () => {
    expect(incomingOf({ ...incoming, MessagingServiceSid: "MG1" })).toMatchObject({
      messaging_service_sid: "MG1",
    });
  });

  it("without words has no text", () => {
    expect(incomingOf({ ...incoming, Body: "", NumMedia: "1" })).toMatchObject({ text: null });
  });

  it("is not what a status report is, though that names the same fields", () => {
    expect(incomingOf({ ...incoming, MessageStatus: "sent" })).toBeUndefined();
  });

  it.each(["MessageSid", "AccountSid", "From", "To"])("without %s is none", (name) => {
    expect(incomingOf({ ...incoming, [name]: "" })).toBeUndefined();
  });

  it("that is no form at all is none", () => {
    expect(incomingOf({})).toBeUndefined();
    expect(statusOf({}, {})).toBeUndefined();
  });
});
