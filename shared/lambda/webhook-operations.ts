import * as z from "zod";
import type { Operations } from "./operation.ts";

/** The two routes that Meta calls for one of its channels. */
export const metaWebhooks = (path: string, provider: string): Operations => ({
  [`GET ${path}`]: {
    tag: "Webhooks",
    summary: `Answer Meta's challenge when the ${provider} webhook is subscribed`,
    proof: "signature",
    query: {
      "hub.mode": { schema: z.literal("subscribe"), description: "As Meta sends it." },
      "hub.verify_token": { schema: z.string(), description: "META_VERIFY_TOKEN." },
      "hub.challenge": { schema: z.string(), description: "Answered as it came." },
    },
    answers: { 200: "The challenge, as text." },
  },
  [`POST ${path}`]: {
    tag: "Webhooks",
    summary: `What Meta reports of ${provider}: statuses and incoming messages`,
    proof: "signature",
    headers: {
      "X-Hub-Signature-256": { schema: z.string(), description: "HMAC-SHA256 of the raw body." },
    },
    body: z.record(z.string(), z.unknown()),
    answers: { 200: z.object({ received: z.literal(true) }) },
  },
});
