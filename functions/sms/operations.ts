import * as z from "zod";
import type { Operations } from "../../shared/lambda/operation.ts";
import { sends } from "../../shared/lambda/send-operation.ts";

export const operations: Operations = {
  "POST /conversation-messages-sms": sends("SMS and MMS"),
  "POST /webhooks/twilio": {
    tag: "Webhooks",
    summary: "What Twilio reports: statuses and incoming messages",
    proof: "signature",
    form: { type: "application/x-www-form-urlencoded", schema: z.record(z.string(), z.string()) },
    body: z.record(z.string(), z.unknown()),
    answers: { 204: "Kept." },
  },
};
