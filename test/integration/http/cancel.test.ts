import { describe, expect, it } from "vitest";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { visitorStore } from "../../../shared/store/visitors.ts";
import { CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { postWith, withoutMessages } from "./interrupted.ts";
import { hear, listMessages } from "./reading.ts";
import { changingNothing, expectProblem, violationsOf } from "./refused.ts";
import { cancel, inParts, posted, resend } from "./resending.ts";
import { work } from "./work.ts";

const backend = eachWithBackend();
const hello = { message_text: "Hello" };

describe.each(CHANNELS)("a queued message on %s that is canceled", (channel) => {
  it("is answered as canceled in all its parts, with who did it", async () => {
    const { body: message } = await post(backend(), channel, hello);
    const { status, body } = await cancel(backend(), channel, message.id);
    const card = { code: "canceled", message: "Canceled before it left, by the person agent." };
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: message.id, status: "canceled", window: message.window });
    expect(body.parts).toMatchObject([{ status: "canceled", error: card }]);
  });
});

describe("a canceled message", () => {
  const parts = { message_text: inParts("abc") };

  it("never leaves: the worker that takes its job finds nothing to do", async () => {
    const { body: message } = await post(backend(), "webchat", parts);
    await cancel(backend(), "webchat", message.id);
    await work(backend(), "webchat");
    expect(backend().jobs()).toEqual([]);
    expect(await visitorStore(backend().items, () => backend().clock.now).after(104, 0, 10)).toEqual([]);
    const { data } = (await listMessages(backend(), 104)).body;
    expect(data.map(({ id, status }) => [id, status])).toContainEqual([message.id, "canceled"]);
  });

  it("may be canceled again, by a part's id and by somebody else, and stays as it was", async () => {
    const { body: message } = await post(backend(), "webchat", parts);
    const first = await cancel(backend(), "webchat", message.id);
    backend().clock.add(1_000);
    const again = await changingNothing(backend(), () =>
      cancel(backend(), "webchat", `${message.id}2`, { key: "demo-bot-key" }),
    );
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it("may be resent", async () => {
    const { body: message } = await post(backend(), "webchat", parts);
    await cancel(backend(), "webchat", message.id);
    const { status, body } = await resend(backend(), "webchat", message.id);
    expect([status, body.resend_of, body.parts.length]).toEqual([201, message.id, 3]);
    await work(backend(), "webchat");
    expect(await visitorStore(backend().items, () => backend().clock.now).after(104, 0, 10)).toHaveLength(3);
  });
});

describe("a message is not canceled", () => {
  it.each([
    [["sending"], "this one is sending"],
    [["unknown"], "this one is unknown"],
    [["sent"], "this one is sent"],
    [["failed"], "this one is failed"],
    [["delivered"], "this one is delivered"],
    [["read"], "this one is read"],
    [["sent", undefined], "this one is queued, and parts of it have left or ended"],
    [["delivered", "canceled"], "this one is canceled, and parts of it have left or ended"],
  ] as const)("when its parts are %j", async (facts, said) => {
    const letters = "ab".slice(0, facts.length);
    const message = await posted(backend(), "webchat", { message_text: inParts(letters) }, ...facts);
    const answer = await changingNothing(backend(), () => cancel<Problem>(backend(), "webchat", message.id));
    expectProblem(answer, 409);
    expect(answer.body.detail).toContain(said);
  });

  it("when it is a note, or the contact wrote it", async () => {
    const note = await post(backend(), "sms", { ...hello, message_type: "note" });
    await hear(backend(), 105, "Hi");
    const { data } = (await listMessages(backend(), 105)).body;
    const incoming = data.find(({ direction }) => direction === "incoming")!;
    for (const { id } of [note.body, incoming]) {
      const answer = await changingNothing(backend(), () => cancel<Problem>(backend(), "sms", id));
      expectProblem(answer, 422);
      expect(violationsOf(answer)).toEqual([["", "not_outgoing"]]);
    }
  });

  it("before it is stored, as it cannot be read either; then its worker has it", async () => {
    const items = withoutMessages(backend().items);
    const { status, body } = await postWith(backend(), "webchat", { items }, hello);
    expect(status).toBe(202);
    expectProblem(await cancel<Problem>(backend(), "webchat", body.id), 404);
    await work(backend(), "webchat");
    expectProblem(await cancel<Problem>(backend(), "webchat", body.id), 409);
  });
});
