import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Part } from "../../../shared/domain/message.ts";
import {
  type DeliveryFixture,
  file,
  jobOf,
  mediaPart,
  startDelivery,
  textPart,
} from "../../support/delivery.ts";

/** The start of a PNG of 1 × 1 pixel; its length is what was announced. */
const PNG = Buffer.concat([
  Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex"),
  Buffer.alloc(35),
]);

let at: DeliveryFixture;
beforeEach(() => {
  at = startDelivery();
});
afterEach(() => at.close());

const arrive = (bytes: Buffer = PNG) => {
  at.bucket.head = async () => ({ size: bytes.length, etag: '"e"' });
  at.bucket.start = async () => bytes;
};
const failureOf = async (job: ReturnType<typeof jobOf>, part = 0) =>
  (await at.read(job)).parts[part]!.facts.failed?.failure;

describe("a message whose file is still on its way", () => {
  it("waits at its place, looking less and less often, and leaves when the file is there", async () => {
    await at.addFile();
    const job = jobOf([textPart, mediaPart, textPart]);
    const looks: number[] = [];
    at.bucket.head = async () => {
      looks.push((at.clock.ms - Date.parse(job.message.created_at)) / 1000);
      if (looks.length === 6) arrive();
      return undefined;
    };
    await at.drain(job);
    expect(looks).toEqual([0, 1, 2, 4, 8, 16]);
    expect(at.clock.ms - Date.parse(job.message.created_at)).toBe(32_000);
    expect(at.calls).toEqual([0, 1, 2]);
    expect((await at.statuses(job)).message).toBe("sent");
  });

  it("fails after 120 seconds without it, with that reason, and not as a crash of ours", async () => {
    await at.addFile();
    const job = jobOf([mediaPart, textPart]);
    const waits = await at.drain(job);
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(120);
    expect(await failureOf(job)).toMatchObject({ code: "missing_file", fix_by: "agent" });
    expect((await at.statuses(job)).parts).toEqual(["failed", "canceled"]);
    expect(at.calls).toEqual([]);
  });

  it("is waited for only by the parts that show it: what a link or a button says leaves", async () => {
    await at.addFile();
    const link: Part = { kind: "media", payload: { image: { link: "https://example.com/a" } }, slots: [] };
    const buttons: Part = { kind: "interactive", payload: { interactive: { type: "button" } }, slots: [] };
    const job = jobOf([link, buttons, mediaPart]);
    await at.deliver(job);
    expect(at.calls).toEqual([0, 1]);
  });

  it("is waited for by a part that holds its key, on a channel that fills in nothing", async () => {
    await at.addFile();
    const job = jobOf([{ kind: "media", payload: { file: { key: file.key } }, slots: [] }]);
    await at.deliver(job);
    expect(at.calls).toEqual([]);
    arrive();
    await at.drain(job);
    expect(at.calls).toEqual([0]);
  });

  it("fails when what arrived is not what was announced", async () => {
    await at.addFile();
    const job = jobOf([mediaPart]);
    await at.deliver(job);
    arrive(Buffer.from("<svg onload='x'/>".padEnd(file.size)));
    await at.deliver(job, at.run(2));
    expect(await failureOf(job)).toMatchObject({ code: "file_does_not_fit" });
    expect(at.calls).toEqual([]);
  });

  it("fails when what arrived does not fit the channel, naming why", async () => {
    await at.addFile();
    at.deps.checkFile = (_job, { size }) => [
      { path: "/s3_key", code: "too_large", message: `${size} bytes are too many.` },
    ];
    const job = jobOf([mediaPart]);
    arrive();
    await at.deliver(job);
    expect(await failureOf(job)).toMatchObject({
      code: "file_does_not_fit",
      message: "68 bytes are too many.",
    });
  });

  it("does not wait for a file whose row is gone", async () => {
    const job = jobOf([mediaPart]);
    await at.deliver(job);
    expect(await failureOf(job)).toMatchObject({ code: "missing_file" });
  });

  it("is not held up by a file that was refused before", async () => {
    await at.addFile({ state: "refused", refusal: "The file is empty." });
    const job = jobOf([mediaPart]);
    await at.deliver(job);
    expect(await failureOf(job)).toMatchObject({ code: "file_does_not_fit", message: "The file is empty." });
  });
});

it("a file that was checked before is not looked at again", async () => {
  await at.addFile({ state: "checked", etag: '"e"' });
  at.bucket.head = async () => {
    throw new Error("nobody should ask");
  };
  const job = jobOf([mediaPart]);
  await at.deliver(job);
  expect((await at.statuses(job)).message).toBe("sent");
});

it("what is known of earlier parts is stored before a file is prepared, which may take long", async () => {
  await at.addFile({ state: "checked", etag: '"e"' });
  const job = jobOf([textPart, mediaPart]);
  let before: string[] = [];
  at.provider.prepare = async (part) => {
    if (part === 1) before = (await at.statuses(job)).parts;
  };
  await at.deliver(job);
  expect(before).toEqual(["sent", "queued"]);
});
