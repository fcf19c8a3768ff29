import { expect, it } from "vitest";
import { deadLetterStore } from "../../shared/store/dead-letters.ts";
import { onBothDatabases } from "./backends.ts";
import { NOW, nextWhole } from "./store-fixtures.ts";

onBothDatabases("dead letters", (items) => {
  const store = () => deadLetterStore(items());
  const letter = (id: string, organization_id: number, minute = 0) => ({
    id,
    channel: "whatsapp",
    reason: "unreadable" as const,
    organization_id,
    at: new Date(NOW.getTime() + minute * 60_000).toISOString(),
  });

  it("are listed oldest first, page by page, from the moment asked for", async () => {
    const organization_id = nextWhole();
    for (const minute of [2, 0, 1]) {
      await store().add(letter(`of ${organization_id}, ${minute}`, organization_id, minute), "body");
    }
    const times = async (limit: number, cursor?: string, since?: string) => {
      const { data, next } = await store().list({ organization_id }, { limit, cursor }, since);
      return { minutes: data.map(({ id }) => id.at(-1)), next };
    };
    const first = await times(2);
    expect(first.minutes).toEqual(["0", "1"]);
    expect(await times(2, first.next)).toEqual({ minutes: ["2"], next: undefined });
    expect((await times(10, undefined, letter("", 1, 1).at)).minutes).toEqual(["1", "2"]);
  });

  it("keep the body to the letter, however long and whatever is in it", async () => {
    // What comes first shifts every emoji across the places where a body may be cut.
    const body = "fourteen chars".concat("\u{1f469}\u{1f3fd}\u200d\u{1f4bb} and \uffff, ".repeat(60_000));
    const one = letter(`long ${nextWhole()}`, nextWhole());
    await store().add(one, body);
    expect(await store().body(one)).toBe(body);
  });

  it("stay as they are when they come again", async () => {
    const one = letter(`twice ${nextWhole()}`, nextWhole());
    await store().add(one, "the first body");
    await store().add({ ...one, at: new Date(NOW.getTime() + 1).toISOString() }, "another");
    const { organization_id } = one;
    expect((await store().list({ organization_id }, { limit: 10 })).data).toEqual([one]);
    expect(await store().body(one)).toBe("the first body");
  });

  it("and their bodies are forgotten after thirty days", async () => {
    const one = letter(`ttl ${nextWhole()}`, nextWhole());
    await store().add(one, "body");
    const rows = await items().list(`dead#whatsapp#${one.id}`, { limit: 10 });
    const end = Math.ceil((NOW.getTime() + 30 * 86_400_000) / 1000);
    expect(rows.map(({ sk, ttl }) => [sk.split("#")[0], ttl])).toEqual([
      ["body", end],
      ["letter", end],
    ]);
  });

  it("of which nobody knows are nothing", async () => {
    expect(await store().body({ channel: "sms", id: "nobody" })).toBeUndefined();
  });
});
