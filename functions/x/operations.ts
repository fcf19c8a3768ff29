import * as z from "zod";
import type { Operations } from "../../shared/lambda/operation.ts";

export const operations: Operations = {
  "GET /webhooks/x": {
    tag: "Webhooks",
    summary: "Answer X's challenge-response check",
    proof: "signature",
    query: { crc_token: { schema: z.string(), description: "As X sends it." } },
    answers: { 200: z.object({ response_token: z.string() }) },
  },
  "POST /webhooks/x": {
    tag: "Webhooks",
    summary: "What X reports of direct messages",
    proof: "signature",
    headers: {
      "x-twitter-webhooks-signature": { schema: z.string(), description: "HMAC-SHA256 of the raw body." },
    },
    body: z.record(z.string(), z.unknown()),
    answers: { 200: z.object({ received: z.literal(true) }) },
  },
};
