import { describe, expect, it } from "vitest";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { webhooks, whatsappChange } from "./incoming-bodies.ts";
import { STRANGER, WROTE } from "./meta.ts";
import { changingNothing, violationsOf } from "./refused.ts";

const backend = eachWithBackend();
const { deliver, deliverMeta, only } = webhooks(backend);

let sid = 0;
const says = async (more: object) => {
  sid += 1;
  backend().clock.add(1_000);
  await deliver("sms", more, `SM${sid}`);
  return (await only("sms")).conversation;
};
const write = async (id: number) =>
  post<Problem>(backend(), "sms", { conversation_id: id, message_text: "Hello" });

describe("a contact who texts STOP", () => {
  it.each([
    ["stop", { Body: " Stop " }],
    ["a word of the service's own", { Body: "basta", OptOutType: "STOP" }],
    ["quit", { Body: "QUIT" }],
  ])("with %s is written to no more, and the refusal says since when; START lifts it", async (_, words) => {
    const { id, opted_out } = await says(words);
    expect(opted_out).toEqual({ scope: "all", at: backend().clock.now.toISOString() });
    const refused = await changingNothing(backend(), () => write(id));
    expect(refused.status).toBe(422);
    expect(violationsOf(refused)).toEqual([["/conversation_id", "opted_out"]]);
    expect(refused.body.detail).toContain(opted_out!.at);
    expect(refused.body.detail).toContain("START");
    expect((await says({ Body: "still here?" })).opted_out).toEqual(opted_out);
    expect((await says({ Body: "STOP" })).opted_out).toEqual(opted_out);
    expect((await says({ Body: "start" })).opted_out).toBeNull();
    expect((await write(id)).status).toBe(201);
  });

  it.each([
    ["among other words", { Body: "please stop" }],
    ["as a word the service reads otherwise", { Body: "STOP", OptOutType: "HELP" }],
  ])("%s did not opt out", async (_, words) => {
    expect((await says(words)).opted_out).toBeNull();
  });

  it("and START after it stays lifted when Twilio calls about the STOP again", async () => {
    await says({ Body: "STOP" });
    const stop = `SM${sid}`;
    await says({ Body: "START" });
    await changingNothing(backend(), () => deliver("sms", { Body: "STOP" }, stop));
  });
});

describe("a contact who stops marketing on WhatsApp", () => {
  const choose = (value: string, at: number) =>
    deliverMeta(
      "whatsapp",
      whatsappChange("user_preferences", {
        user_preferences: [
          { wa_id: STRANGER.whatsapp, category: "marketing_messages", value, timestamp: at / 1000 },
        ],
      }),
    );
  const optedOut = async () => (await only("whatsapp")).conversation.opted_out;

  it("is shown as such until they resume, in whatever order the two arrive", async () => {
    await deliver("whatsapp", { type: "text", text: { body: "Hi" } });
    await choose("stop", WROTE);
    expect(await optedOut()).toEqual({ scope: "marketing", at: "2026-03-01T08:00:00.000Z" });
    await choose("resume", WROTE + 1_000);
    expect(await optedOut()).toBeNull();
    await changingNothing(backend(), () => choose("stop", WROTE));
  });

  it("is still answered", async () => {
    await deliver("whatsapp", { type: "text", text: { body: "Hi" } });
    await choose("stop", WROTE);
    const { id } = (await only("whatsapp")).conversation;
    const answer = await post(backend(), "whatsapp", { conversation_id: id, message_text: "Hello" });
    expect(answer.status).toBe(201);
  });

  it.each([
    ["131050", "marketing"],
    ["131049", undefined],
  ])("is known from a failed message with the code %s: %s", async (code, scope) => {
    await deliver("whatsapp", { type: "text", text: { body: "Hi" } });
    const { id } = (await only("whatsapp")).conversation;
    const { body } = await post(backend(), "whatsapp", { conversation_id: id, message_text: "Hello" });
    const status = {
      id: "wamid.out",
      status: "failed",
      timestamp: String(WROTE / 1000),
      biz_opaque_callback_data: `${id}.${body.id}0`,
      errors: [{ code: Number(code), title: "No" }],
    };
    await deliverMeta("whatsapp", whatsappChange("messages", { statuses: [status] }));
    expect((await optedOut())?.scope).toBe(scope);
  });

  it("that failed before they resumed stops nothing when it is reported again", async () => {
    await deliver("whatsapp", { type: "text", text: { body: "Hi" } });
    const { id } = (await only("whatsapp")).conversation;
    const { body } = await post(backend(), "whatsapp", { conversation_id: id, message_text: "Hello" });
    const status = {
      id: "wamid.out",
      status: "failed",
      timestamp: String(WROTE / 1000),
      biz_opaque_callback_data: `${id}.${body.id}0`,
      errors: [{ code: 131050, title: "No" }],
    };
    const failed = whatsappChange("messages", { statuses: [status] });
    await deliverMeta("whatsapp", failed);
    expect(await optedOut()).toEqual({ scope: "marketing", at: new Date(WROTE).toISOString() });
    await choose("resume", WROTE + 1_000);
    await changingNothing(backend(), () => deliverMeta("whatsapp", failed));
    expect(await optedOut()).toBeNull();
  });
});
