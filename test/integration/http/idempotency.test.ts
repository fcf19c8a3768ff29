import { beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { Asked } from "../../support/calls.ts";
import { CHANNELS, post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { addOtherOrganization, OTHER_KEY, OTHER_OFFSET } from "./other-organization.ts";
import { expectProblem, violationsOf } from "./refused.ts";
import { SAMPLES, upload } from "./uploads.ts";
import { work } from "./work.ts";

const backend = eachWithBackend();
beforeEach(() => addOtherOrganization(backend()));
const HOUR = 3_600_000;
const keyed = (key = "key-1", more: Asked = {}): Asked => ({ headers: { "idempotency-key": key }, ...more });
const hello = { message_text: "Hello" };

describe.each(CHANNELS)("a key that is used twice on %s", (channel) => {
  it("makes one message, and says the second time that it is a replay", async () => {
    const first = await post(backend(), channel, hello, keyed());
    expect([first.status, first.headers["idempotent-replayed"]]).toEqual([201, undefined]);
    const again = await post(backend(), channel, hello, keyed());
    expect([again.status, again.headers["idempotent-replayed"]]).toEqual([201, "true"]);
    expect(again.body).toEqual(first.body);
    const spruce = { headers: { "s-idempotency-key": "key-1" } };
    expect((await post(backend(), channel, hello, spruce)).body).toEqual(first.body);
    expect(backend().jobs()).toHaveLength(1);
  });

  it("with another body is refused, and a body whose fields stand in another order is the same", async () => {
    const first = await post(backend(), channel, { ...hello, file_name: "a", strict: false }, keyed());
    const same = await post(backend(), channel, { strict: false, file_name: "a", ...hello }, keyed());
    expect(same.body).toEqual(first.body);
    const other = await post<Problem>(backend(), channel, { message_text: "Bye" }, keyed());
    expectProblem(other, 422);
    expect(violationsOf(other)).toEqual([["", "idempotency_key_reused"]]);
    expect(backend().jobs()).toHaveLength(1);
  });
});

describe("a key", () => {
  it("is bound to the endpoint it was used on", async () => {
    await post(backend(), "sms", hello, keyed());
    const answer = await post<Problem>(backend(), "whatsapp", hello, keyed());
    expectProblem(answer, 422);
    expect(violationsOf(answer)).toEqual([["", "idempotency_key_reused"]]);
  });

  it("of another organization is another key", async () => {
    const ours = await post(backend(), "sms", hello, keyed());
    const theirs = await post(
      backend(),
      "sms",
      { ...hello, conversation_id: 105 + OTHER_OFFSET },
      keyed("key-1", { key: OTHER_KEY }),
    );
    expect([theirs.status, theirs.headers["idempotent-replayed"]]).toEqual([201, undefined]);
    expect(theirs.body.id).not.toBe(ours.body.id);
    expect(backend().jobs()).toHaveLength(2);
  });

  it("may be any text of 255 characters, emoji and hashes included", async () => {
    for (const key of ["schlüssel ✓", "🔑".repeat(127), "a#b/c?d", "__proto__", " "]) {
      const first = await post(backend(), "sms", hello, keyed(key));
      const again = await post(backend(), "sms", hello, keyed(key));
      expect([first.status, again.body.id], key).toEqual([201, first.body.id]);
    }
    expect(backend().jobs()).toHaveLength(5);
  });

  it("used fifty times at once makes one message; the others are told to wait or shown it", async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post(backend(), "sms", hello, keyed())),
    );
    const accepted = answers.filter(({ status }) => status === 201);
    const waiting = answers.filter(({ status }) => status === 409);
    expect(accepted.length + waiting.length).toBe(50);
    expect(new Set(accepted.map(({ body }) => body.id)).size).toBe(1);
    expect(accepted.filter(({ headers }) => headers["idempotent-replayed"] === undefined)).toHaveLength(1);
    expect(backend().jobs()).toHaveLength(1);
    expect(
      backend()
        .stored()
        .filter(({ kind }) => kind === "outgoing"),
    ).toHaveLength(1);
    const later = await post(backend(), "sms", hello, keyed());
    expect([later.status, later.headers["idempotent-replayed"]]).toEqual([201, "true"]);
  });

  it("is remembered for a day and more, and forgotten after two", async () => {
    const first = await post(backend(), "sms", hello, keyed());
    backend().clock.add(25 * HOUR);
    expect((await post(backend(), "sms", hello, keyed())).body.id).toBe(first.body.id);
    backend().clock.add(24 * HOUR);
    const fresh = await post(backend(), "sms", { message_text: "Other" }, keyed());
    expect([fresh.status, fresh.headers["idempotent-replayed"]]).toEqual([201, undefined]);
    expect(fresh.body.id).not.toBe(first.body.id);
    expect((await post(backend(), "sms", { message_text: "Other" }, keyed())).body.id).toBe(fresh.body.id);
  });

  it("of a message that is too large to be queued is free for a shorter one", async () => {
    const long = await post<Problem>(backend(), "whatsapp", { message_text: "あ".repeat(40_000) }, keyed());
    expectProblem(long, 413);
    const shorter = await post(backend(), "whatsapp", { message_text: "あ".repeat(20_000) }, keyed());
    expect([shorter.status, shorter.body.parts.length]).toEqual([201, 5]);
  });

  it("of a refused request is free for the corrected one", async () => {
    expect((await post(backend(), "sms", { message_text: " " }, keyed())).status).toBe(422);
    expect((await post(backend(), "sms", hello, keyed())).status).toBe(201);
  });

  it("that was accepted is replayed when the window has closed since", async () => {
    const first = await post(backend(), "whatsapp", hello, keyed());
    backend().clock.add(25 * HOUR);
    expect((await post(backend(), "whatsapp", hello)).status).toBe(422);
    const again = await post(backend(), "whatsapp", hello, keyed());
    expect([again.status, again.body.id, again.headers["idempotent-replayed"]]).toEqual([
      201,
      first.body.id,
      "true",
    ]);
    expect(again.body.window!.state).toBe("closed");
    expectProblem(await post<Problem>(backend(), "whatsapp", { message_text: "Bye" }, keyed()), 422);
  });

  it("that was accepted is replayed when the file was refused since", async () => {
    const { s3_key } = await upload(backend(), SAMPLES.png, 101);
    const image = { message_type: "image", s3_key };
    const first = await post(backend(), "whatsapp", image, keyed());
    const row = backend()
      .stored()
      .find(({ sk, file }) => sk === "file" && file)!;
    await backend().items.write({ put: { ...row, file: { ...(row.file as object), state: "refused" } } });
    expect((await post(backend(), "whatsapp", image)).status).toBe(422);
    expect((await post(backend(), "whatsapp", image, keyed())).body.id).toBe(first.body.id);
  });

  it("shows what became of the message when it is replayed later", async () => {
    const first = await post(backend(), "webchat", hello, keyed());
    await work(backend(), "webchat");
    const again = await post(backend(), "webchat", hello, keyed());
    expect([first.body.status, again.body.status, again.body.id]).toEqual(["queued", "sent", first.body.id]);
  });
});
