import { expect, it } from "vitest";
import { idFrom } from "../../shared/domain/ids.ts";
import type { Arrival } from "../../shared/domain/incoming.ts";
import type { IncomingMessage } from "../../shared/domain/message.ts";
import { arrivalStore } from "../../shared/store/arrivals.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { onBothDatabases } from "./backends.ts";
import { incomingOf, NOW, nextId, nextWhole } from "./store-fixtures.ts";

const id = idFrom(NOW, "file");
const fetched: Arrival = {
  state: "fetched",
  file: { id, key: `1/${id}/a.png`, name: "a.png", type: "image/png", size: 5 },
};
const failure = {
  code: "media_gone",
  message: "Gone.",
  retryable: false,
  fix_by: "customer",
  next_step: "?",
};
const failed = { state: "failed", failure } as Arrival;

onBothDatabases("what became of a message's files", (items) => {
  const store = () => arrivalStore(items());
  const written = async () => {
    const source = { media_id: "9" };
    const attachments = ["image", "file"].map((kind) => ({ kind, source, state: "not_fetched" }));
    const message = { ...incomingOf(nextWhole()), attachments } as IncomingMessage;
    await messageStore(items()).addIncoming(message);
    return { message, ref: { conversation_id: message.conversation_id, message_id: message.id } };
  };

  it("is nothing at first", async () => {
    const { message, ref } = await written();
    expect(await store().message(ref)).toEqual(message);
    expect(await store().arePromised(ref)).toBe(false);
  });

  it("is shown wherever the message is", async () => {
    const { message, ref } = await written();
    expect(await store().settle(ref, 1, fetched)).toBe(true);
    const attachments = [message.attachments![0], { ...message.attachments![1], arrival: fetched }];
    const shown = { ...message, attachments };
    expect(await store().message(ref)).toEqual(shown);
    expect(await messageStore(items()).get(ref)).toEqual({ kind: "incoming", message: shown });
    const { data } = await messageStore(items()).list(ref.conversation_id, { limit: 5 });
    expect(data).toEqual([{ kind: "incoming", message: shown }]);
  });

  it("is known once and for good, for each file by itself", async () => {
    const { ref } = await written();
    expect(await store().settle(ref, 0, failed)).toBe(true);
    expect(await store().settle(ref, 0, fetched)).toBe(false);
    expect(await store().settle(ref, 1, fetched)).toBe(true);
    const { attachments } = (await store().message(ref))!;
    expect(attachments!.map(({ arrival }) => arrival)).toEqual([failed, fetched]);
  });

  it("survives a webhook that comes again", async () => {
    const { message, ref } = await written();
    await store().keepPromised(ref);
    await store().settle(ref, 0, fetched);
    expect(await messageStore(items()).addIncoming(message)).toBe(false);
    expect(await store().arePromised(ref)).toBe(true);
    expect((await store().message(ref))!.attachments![0]!.arrival).toEqual(fetched);
  });

  it("makes no message where there is none", async () => {
    const ref = { conversation_id: nextWhole(), message_id: nextId() };
    await store().keepPromised(ref);
    expect(await store().settle(ref, 0, fetched)).toBe(false);
    expect(await store().arePromised(ref)).toBe(false);
    expect(await store().message(ref)).toBeUndefined();
    expect(await messageStore(items()).get(ref)).toBeUndefined();
  });
});
