import type { Info } from "../../shared/lambda/openapi.ts";

export const INFO: Info = {
  title: "Outgoing",
  version: "0.3.0",
  description:
    "Sends a conversation message to WhatsApp, Instagram, Messenger, web chat, SMS, X or a playground through one request body. Every 2xx has a message that reaches a final state.",
};
