import { describe, expect, it } from "vitest";
import { fileStore } from "../../shared/store/files.ts";
import type { Items } from "../../shared/store/items.ts";
import { asking } from "./asking.ts";
import type { Fault } from "./instance.ts";

const HOUR = 3_600_000;
const LEASE = 30_000;

/** How a request may come again with its key; each over a database of its own. */
export const askedAgainEverywhere = (where: string, open: () => Promise<Items>): void => {
  const at = asking(open);
  const striking = (call: string, fault: Fault) => ({
    trouble: { at: (name: string) => name === call, fault },
  });

  describe(`${where}: a message asked for again with its key reaches the contact once`, () => {
    it("at once", async () => {
      const [first, again] = [await at.ask("k"), await at.ask("k")];
      // Not by their texts: DynamoDB gives the names in an object back in any order.
      expect([first.status, again.body]).toEqual([201, first.body]);
      await at.drain();
      expect(at.made()).toEqual([1, 1]);
    });

    it.each([23, 25, 47])("%d hours later", async (hours) => {
      const first = await at.ask("k");
      await at.drain();
      at.world().clock.ms += hours * HOUR;
      const again = await at.ask("k");
      await at.drain();
      expect([again.status, again.body.id, again.body.status]).toEqual([201, first.body.id, "sent"]);
      expect(at.made()).toEqual([1, 1]);
    });

    it("after a first request whose queue could not be reached, which promised nothing", async () => {
      const first = await at.ask("k", striking("enqueue", { kind: "throws" }));
      expect([first.status, at.promised()]).toEqual([503, [0, 0]]);
      at.world().clock.ms += LEASE;
      expect((await at.ask("k")).status).toBe(201);
      await at.drain();
      expect(at.made()).toEqual([1, 1]);
    });

    it("after a first request whose queue took it and did not say so", async () => {
      const first = await at.ask("k", striking("enqueue", { kind: "does it and throws" }));
      await at.drain();
      at.world().clock.ms += LEASE;
      const again = await at.ask("k");
      await at.drain();
      expect([first.status, again.status, at.made()]).toEqual([503, 201, [1, 1]]);
    });

    it("fifty times at once, and delivered meanwhile", async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => at.ask("k")));
      await at.drain();
      expect(answers.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
      const ids = answers.filter(({ status }) => status === 201).map(({ body }) => body.id);
      expect([new Set(ids).size, at.made()]).toEqual([1, [1, 1]]);
    });

    it("while the first request is still being carried out: it is told when to ask again", async () => {
      const first = await at.run("k", striking("enqueue", { kind: "stalls", when: "before" }));
      const during = await at.ask("k");
      expect([during.status, during.headers["retry-after"]]).toEqual([409, "30"]);
      await first.instance.resume();
      expect((await at.ask("k")).status).toBe(201);
      await at.drain();
      expect(at.made()).toEqual([1, 1]);
    });

    it("while another carries on in the place of one that stands still, and then goes on", async () => {
      const first = await at.run("k", striking("enqueue", { kind: "stalls", when: "before" }));
      at.world().clock.ms += LEASE;
      expect((await at.ask("k")).status).toBe(201);
      await at.drain();
      await first.instance.resume();
      await at.drain();
      expect(at.made()).toEqual([1, 1]);
    });

    it("while its unknown outcome is settled: the answer tells what is known", async () => {
      const world = at.world();
      const first = await at.ask("k");
      await world.deliver(striking("exchange", { kind: "throws" }).trouble);
      world.clock.ms += 120_000;
      const { trouble } = striking("write outcome", { kind: "stalls", when: "before" });
      const settling = await world.settle(trouble);
      const during = await at.ask("k");
      await settling.instance.resume();
      const after = await at.ask("k");
      await at.drain();
      expect([during, after].map(({ body }) => [body.id, body.status])).toEqual([
        [first.body.id, "unknown"],
        [first.body.id, "failed"],
      ]);
      expect([world.watch.messages.size, world.provider.begun.size]).toEqual([1, 1]);
    });

    it("with the file it names", async () => {
      const file = { id: "01jd00000000000000000000f1", name: "photo.png", type: "image/png", size: 68 };
      const key = `1/${file.id}/${file.name}`;
      const created_at = at.world().now().toISOString();
      const own = { ...file, key, organization_id: 1, conversation_id: 11, created_at };
      await fileStore(at.world().items).add({ ...own, state: "checked" });
      const image = { more: { message_type: "image", s3_key: key } };
      const [first, again] = [await at.ask("k", image), await at.ask("k", image)];
      expect([first.status, again.body.id, at.promised()]).toEqual([201, first.body.id, [1, 1]]);
    });
  });

  describe(`${where}: a key`, () => {
    it("with another body is refused", async () => {
      await at.ask("k");
      const other = await at.ask("k", { text: "Bye" });
      expect([other.status, other.text]).toEqual([422, expect.stringContaining("idempotency_key_reused")]);
      expect(at.promised()).toEqual([1, 1]);
    });

    it("with another endpoint is refused, though the body is the same", async () => {
      at.world().provider.moods.push("refuses");
      const { body } = await at.ask(undefined);
      await at.drain();
      expect((await at.resend(body, "k")).status).toBe(201);
      const more = { message_type: "text", media_urls: [], reply_to_message_id: null };
      const other = await at.ask("k", { more });
      expect([other.status, other.text]).toEqual([422, expect.stringContaining("idempotency_key_reused")]);
    });

    it("of another organization is another key", async () => {
      const ours = await at.ask("k");
      const theirs = await at.ask("k", { organization: 2, more: { conversation_id: 21 } });
      expect([theirs.status, theirs.body.id === ours.body.id, at.promised()]).toEqual([201, false, [2, 2]]);
    });

    it("of a request that was refused is free for the corrected one", async () => {
      expect((await at.ask("k", { text: " " })).status).toBe(422);
      expect([(await at.ask("k")).status, at.promised()]).toEqual([201, [1, 1]]);
    });

    it("is another one two days later: its window closed, the old answer is not given", async () => {
      await at.ask("k");
      await at.drain();
      at.world().clock.ms += 49 * HOUR;
      expect((await at.ask("k")).status).toBe(422);
      expect(at.made()).toEqual([1, 1]);
    });

    it.each([
      ["of 256 characters", "k".repeat(256)],
      ["that is empty", ""],
    ])("%s is refused, and nothing is promised", async (_, key) => {
      expect([(await at.ask(key)).status, at.promised()]).toEqual([400, [0, 0]]);
    });

    it.each([
      ["of 255 characters", "k".repeat(255)],
      ["of emoji and hashes", "🔑#a/b?c __proto__ ü"],
    ])("%s is one", async (_, key) => {
      const [first, again] = [await at.ask(key), await at.ask(key)];
      expect([first.status, again.body.id, at.promised()]).toEqual([201, first.body.id, [1, 1]]);
    });

    it("that is not given makes each request a message of its own", async () => {
      await at.ask(undefined);
      await at.ask(undefined);
      await at.drain();
      expect(at.made()).toEqual([2, 2]);
    });
  });
};
