import { describe, expect, it } from "vitest";
import { CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { archive, getConversation, hear } from "./reading.ts";

const backend = eachWithBackend();
const isArchived = async (id: number) => (await getConversation(backend(), id)).body.archived;

describe("an archived conversation", () => {
  it("is archived and taken out again by hand, and by nothing that is no boolean", async () => {
    expect((await archive(backend(), 105)).body).toMatchObject({ id: 105, archived: true });
    expect(await isArchived(105)).toBe(true);
    expect((await archive(backend(), 105, { archived: false })).body.archived).toBe(false);
    expect(await isArchived(105)).toBe(false);
    for (const body of [{}, { archived: "true" }, { archived: null }, []]) {
      expect((await archive(backend(), 105, body)).status).toBe(400);
    }
  });

  it.each(CHANNELS)("comes back when a message leaves on %s", async (channel) => {
    const id = 101 + ["whatsapp", "instagram", "messenger", "webchat", "sms", "playground"].indexOf(channel);
    await archive(backend(), id);
    await post(backend(), channel, { message_text: " " });
    expect(await isArchived(id)).toBe(true);
    await post(backend(), channel, { message_text: "Hello" });
    expect(await isArchived(id)).toBe(false);
  });

  it("comes back when its contact writes, and when a member leaves a note", async () => {
    await archive(backend(), 105);
    await hear(backend(), 105, "Hello");
    expect(await isArchived(105)).toBe(false);
    await archive(backend(), 105);
    await post(backend(), "sms", { message_type: "note", message_text: "Call back" });
    expect(await isArchived(105)).toBe(false);
  });
});
