import { expect, it } from "vitest";
import { webp } from "../../infra/sandbox/helper.ts";
import { eachWithBackend } from "./fixture.ts";
import { becomes, posted, resend } from "./resending.ts";
import { SAMPLES, upload } from "./uploads.ts";

const backend = eachWithBackend();
const sticker = { name: "hi.webp", type: "image/webp", bytes: webp(64) };
const named = async (sample: typeof sticker) => {
  const { conversation_file_id: source } = await upload(backend(), sample, 101);
  return { source, source_type: "media_id" };
};
const partsOf = (id: string) => {
  const { job } = backend()
    .jobs()
    .find((one) => one.job.message.id === id)!;
  return JSON.parse(JSON.stringify(job.parts).replaceAll(id, "this-message")) as unknown;
};

const rows = Array.from({ length: 11 }, (_, at) => ({ id: `row-${at}`, title: `Row ${at}` }));
it.each<[string, () => Promise<Record<string, unknown>>]>([
  ["a sticker", async () => ({ message_type: "sticker", sticker: await named(sticker) })],
  ["a voice note", async () => ({ attachments: [{ ...(await named(SAMPLES.opus)), voice: true }] })],
  [
    "a text with buttons and cards",
    async () => ({
      message_text: "Tea?",
      buttons: [{ type: "reply", title: "Yes", payload: " yes " }],
      cards: [{ title: "Boots", image_url: "https://example.com/a.png" }],
    }),
  ],
  [
    "a list that left as numbers",
    async () => ({
      message_type: "interactive",
      message_text: "Choose",
      interactive: { type: "list", action: { button: "Rows", sections: [{ rows }] } },
    }),
  ],
])("%s on WhatsApp that failed is resent as it was", async (_, body) => {
  const old = await posted(backend(), "whatsapp", await body());
  await becomes(backend(), old, ...old.parts.map(() => "failed" as const));
  const { status, body: again } = await resend(backend(), "whatsapp", old.id);
  expect([status, again]).toMatchObject([201, { resend_of: old.id, adaptations: old.adaptations }]);
  expect(partsOf(again.id)).toEqual(partsOf(old.id));
});
