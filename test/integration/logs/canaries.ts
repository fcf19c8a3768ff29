/** What must never stand in a log, each in a form that nothing else has. */
export const CANARIES = {
  "a provider's token": "EAABcanary7tokenZCZBqLmn0000001",
  "the app secret": "canary-app-secret-8f3a",
  "Twilio's auth token": "canary-twilio-auth-token-5d1c",
  "X's consumer secret": "canary-x-consumer-secret-77be",
  "a webhook's signature": `${"c0ffee".repeat(10)}cafe`,
  "a phone number": "12025550847",
  "an e-mail address": "canary.person@mail.example",
  "a message's text": "canary text of somebody",
  "a file's name": "canary divorce papers.png",
  "a signed query": "X-Amz-Signature=ca9a2yca9a2yca9a2y",
  "a template's value": "canary appointment on Tuesday",
  "a page-scoped id": "9084756123084756",
  "an IP address": "127.66.77.88",
} as const;

/** An address that is nobody's own machine, for errors that name one. */
export const FOREIGN_IP = "203.0.113.188";

/** Which canaries a log shows; escapes of JSON and of addresses hide none. */
export const leaksIn = (log: string, canaries: Record<string, string>): string[] => {
  const forms = [log, log.replaceAll("\\", ""), decoded(log)];
  return Object.entries(canaries)
    .filter(([, canary]) => forms.some((form) => form.includes(canary)))
    .map(([name]) => name);
};

const decoded = (log: string): string =>
  log.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll("%", ""), "hex").toString());
