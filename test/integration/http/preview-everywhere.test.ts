import { describe, expect, it } from "vitest";
import { createHandler } from "../../../functions/conversations/preview-message.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { EveryPreview } from "../../../shared/messaging/preview-everywhere.ts";
import { type Asked, call } from "../../support/calls.ts";
import { CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { changingNothing } from "./refused.ts";
import { SAMPLES, upload } from "./uploads.ts";

const backend = eachWithBackend();

const preview = <Body = EveryPreview>(body: unknown, asked: Asked = {}) =>
  changingNothing(backend(), () =>
    call<Body>(createHandler(backend().parts()), "POST /conversation-messages-preview", { body, ...asked }),
  );

describe("one body, shown for every channel", () => {
  it("has the payload that each provider would be sent, and stores nothing", async () => {
    const { status, body } = await preview({ message_text: "Grüße" });
    expect([status, body.conversation_id, body.message_type]).toEqual([200, null, "text"]);
    expect(Object.keys(body.channels)).toEqual([...CHANNELS]);
    for (const channel of CHANNELS) {
      expect(body.channels[channel], channel).toMatchObject({
        accepted: true,
        account_id: DEMO[channel].account.id,
        window: null,
        violations: [],
        adaptations: [],
      });
      expect(JSON.stringify(body.channels[channel].parts[0]?.payload)).toContain("Grüße");
    }
  });

  it("says how many segments an SMS is billed as, and in which encoding", async () => {
    const { body } = await preview({ message_text: "я".repeat(71) });
    expect(body.channels.sms.parts).toMatchObject([{ encoding: "UCS-2", units: 71, segments: 2 }]);
  });

  it("says which channels take it a day after the contact wrote, and why the others do not", async () => {
    const { body } = await preview({ message_text: "Hi" });
    const late = (channel: (typeof CHANNELS)[number]) => body.channels[channel].after_window.accepted;
    expect(CHANNELS.filter(late)).toEqual(["webchat", "sms", "playground", "x"]);
    expect(body.channels.whatsapp.after_window.violations).toMatchObject([{ code: "window_closed" }]);
  });

  it("names what each channel cannot do with a file", async () => {
    const { conversation_file_id } = await upload(backend(), SAMPLES.opus, DEMO.whatsapp.conversation);
    const { body } = await preview({ conversation_file_id, message_text: "Listen" });
    expect(body.channels.whatsapp).toMatchObject({
      accepted: true,
      adaptations: [{ code: "caption_moved" }],
    });
    expect(body.channels.sms.accepted).toBe(true);
    expect(body.channels.instagram).toMatchObject({
      accepted: false,
      violations: [{ path: "/conversation_file_id", code: "unsupported_media_type" }],
    });
  });

  it("is, for the named conversation, exactly what its own endpoint shows", async () => {
    const asked = { message_text: "word ".repeat(1_000), conversation_id: DEMO.messenger.conversation };
    const { body } = await preview(asked);
    const own = await post(backend(), "messenger", asked, { query: { preview: "true" } });
    const bare = (text: string) => text.replace(/[0-9a-z]{27}/g, "");
    expect(bare(JSON.stringify(body.channels.messenger.parts))).toBe(bare(JSON.stringify(own.body.parts)));
    expect(body.channels.messenger).toMatchObject({
      adaptations: own.body.adaptations,
      window: own.body.window,
    });
    expect(body.channels.whatsapp.window).toBeNull();
  });
});

describe("is refused", () => {
  const refused = (body: unknown, asked: Asked = {}) => preview<Problem>(body, asked);

  it("to strangers, for foreign conversations, and for what is no message", async () => {
    expect((await refused({ message_text: "Hi" }, { key: "wrong" })).status).toBe(401);
    expect((await refused({ message_text: "Hi", conversation_id: 99_999 })).status).toBe(404);
    expect((await refused({ message_type: "nonsense" })).status).toBe(400);
    expect((await refused([])).status).toBe(400);
    expect((await refused({})).status).toBe(400);
  });
});
