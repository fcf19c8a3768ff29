import { describe, expect, it } from "vitest";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";

const backend = eachWithBackend();

describe("a WhatsApp template", () => {
  const template = {
    name: "order_update",
    language: { code: "en_US" },
    components: [{ type: "body", parameters: [{ type: "text", text: "42" }] }],
  };

  it("is accepted in any state of the window, as Meta takes it", async () => {
    backend().clock.add(25 * 3_600_000);
    const { status, body } = await post(backend(), "whatsapp", { message_type: "template", template });
    expect(status).toBe(201);
    expect(body).toMatchObject({ message_type: "template", template, window: { state: "closed" } });
    expect(backend().jobs()[0]!.job.parts[0]!.payload).toMatchObject({ type: "template", template });
  });
});

describe("a reply", () => {
  it("names a message the contact wrote, by our id or the provider's", async () => {
    const provider = `demo.whatsapp.${Date.parse("2026-03-01T09:00:00Z")}`;
    const incoming = backend()
      .stored()
      .find(({ kind, pk }) => kind === "incoming" && pk === "conversation#101")!;
    const ours = String(incoming.sk).replace("message#", "");
    for (const reply_to_message_id of [ours, provider]) {
      const { status, body } = await post(backend(), "whatsapp", {
        message_text: "Yes",
        reply_to_message_id,
      });
      expect([status, body.reply_to_message_id]).toEqual([201, reply_to_message_id]);
    }
    const payloads = backend()
      .jobs()
      .map(({ job }) => job.parts[0]!.payload.context);
    expect(payloads).toEqual([{ message_id: provider }, { message_id: provider }]);
  });

  it("to one of our own messages that has not left is refused, and one to a message nobody has is not found", async () => {
    const { body: first } = await post(backend(), "whatsapp", { message_text: "Hello" });
    for (const id of [first.id, first.parts[0]!.id]) {
      const early = await post(backend(), "whatsapp", { message_text: "More", reply_to_message_id: id });
      expect(early.status).toBe(422);
      expect(early.body).toMatchObject({ errors: [{ path: "/reply_to_message_id", code: "not_sent_yet" }] });
    }
    const absent = "0".repeat(26);
    const gone = await post(backend(), "whatsapp", { message_text: "More", reply_to_message_id: absent });
    expect(gone.status).toBe(404);
    expect(gone.body).toMatchObject({ errors: [{ path: "/reply_to_message_id" }] });
    expect(backend().jobs()).toHaveLength(1);
  });
});
