import { describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Channel } from "../../../shared/domain/channel.ts";
import { BUCKET } from "../../support/embedded.ts";
import { eachWithBackend } from "./fixture.ts";
import { becomes, posted, resend } from "./resending.ts";
import { SAMPLES, upload } from "./uploads.ts";

const backend = eachWithBackend();
const CHANNELS_OF_ALL = ["sms", "webchat", "playground"] as const;
const buttons = [{ type: "reply", title: "Yes", payload: "YES" }];
const quick_replies = [{ title: "Later", payload: "L" }];
const card = (title: string, image_url?: string) => ({ title, buttons, ...(image_url && { image_url }) });

const jobOf = (id: string) =>
  backend()
    .jobs()
    .find(({ job }) => job.message.id === id)!.job;
/** The parts of a job, whatever stamps them as this message's. */
const unstamped = (id: string) =>
  JSON.parse(JSON.stringify(jobOf(id).parts).replaceAll(id, "this-message")) as unknown;

const uploaded = (channel: Channel, name: keyof typeof SAMPLES) =>
  upload(backend(), SAMPLES[name], DEMO[channel].conversation);

/** A public form of our own bucket's address, as the app names a picture. */
const addressOf = (s3_key: string) => `https://${BUCKET}.s3.amazonaws.com/${s3_key}`;

/** Posts it, lets it fail, and resends it: the same leaves, and the same is shown. */
const again = async (channel: Channel, body: Record<string, unknown>) => {
  const old = await posted(backend(), channel, body, "failed");
  expect(old.parts, JSON.stringify(old)).toBeDefined();
  for (const { index } of old.parts.slice(1)) {
    await becomes(backend(), old, ...old.parts.map((_, part) => (part === index ? "canceled" : undefined)));
  }
  const { status, body: made } = await resend(backend(), channel, old.id);
  expect(status, JSON.stringify(made)).toBe(201);
  expect(unstamped(made.id)).toEqual(unstamped(old.id));
  const told = ({ attachments, cards, message_type, adaptations }: typeof old) => ({
    attachments,
    cards,
    message_type,
    adaptations: adaptations.map(({ code, message }) => [code, message]),
  });
  expect(told(made)).toEqual(told(old));
  expect(jobOf(made.id).message.choices).toEqual(jobOf(old.id).message.choices);
  return made;
};

describe.each(CHANNELS_OF_ALL)("a failed message on %s that is resent", (channel) => {
  it("keeps all its attachments, ours and others'", async () => {
    const files = [await uploaded(channel, "png"), await uploaded(channel, "mp4")];
    const ours = files.map(({ conversation_file_id: source }) => ({ source, source_type: "media_id" }));
    const theirs = { source: "https://example.com/a.pdf", source_type: "url" };
    const made = await again(channel, { message_text: "Look", attachments: [...ours, theirs] });
    expect(made.attachments).toHaveLength(3);
  });

  it("keeps buttons, quick replies and cards with their pictures", async () => {
    const { s3_key } = await uploaded(channel, "png");
    const cards = [card("Tea", addressOf(s3_key)), card("Milk", "https://example.com/m.jpg"), card("None")];
    const made = await again(channel, { message_text: "Which?", buttons, quick_replies, cards });
    expect(made).toMatchObject({ buttons, quick_replies, cards });
  });

  it("keeps a file that was named beside the cards", async () => {
    const [file, picture] = [await uploaded(channel, "png"), await uploaded(channel, "jpeg")];
    const cards = [card("Tea", addressOf(picture.s3_key))];
    const made = await again(channel, { message_type: "image", s3_key: file.s3_key, cards });
    expect(JSON.stringify(jobOf(made.id).parts)).toContain(file.s3_key);
  });

  it.each(["message_type", "attachments"])(
    "is a voice note as before, however it was said (%s)",
    async (by) => {
      const { s3_key, conversation_file_id: source } = await uploaded(channel, "opus");
      const made = await again(
        channel,
        by === "message_type"
          ? { message_type: "voice", s3_key }
          : { attachments: [{ source, source_type: "media_id", type: "audio", voice: true }] },
      );
      const [part] = jobOf(made.id).parts;
      expect(part!.slots[0]!.as).toBe("voice");
    },
  );

  it("is a sticker as before", async () => {
    const { conversation_file_id: source } = await uploaded(channel, "png");
    const sticker = { source, source_type: "media_id" };
    const made = await again(channel, { message_type: "sticker", sticker });
    expect(jobOf(made.id).parts[0]!.slots[0]!.as).toBe("sticker");
  });

  it("keeps a place, a contact and a menu", async () => {
    const rows = [{ id: "s", title: "Small" }];
    const interactive = {
      type: "list",
      action: { button: "Open", sections: [{ rows }] },
      body: { text: "?" },
    };
    await again(channel, { message_type: "location", location: { latitude: 1, longitude: 2 } });
    await again(channel, { message_type: "contacts", contacts: [{ name: { formatted_name: "Ann" } }] });
    await again(channel, { message_type: "interactive", interactive });
  });
});
