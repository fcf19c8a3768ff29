import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createIds,
  handleOf,
  idFrom,
  MESSAGE_ID,
  PART_ID,
  partId,
  readHandle,
  readMessageId,
  WholeId,
} from "../../../shared/domain/ids.ts";

const NOW = new Date("2026-03-01T09:00:00.000Z");

describe("message ids", () => {
  it("sort as they were made, within one millisecond and across a clock that steps back", () => {
    const ids = createIds();
    const made = Array.from({ length: 1_000 }, (_, index) =>
      ids.time(new Date(NOW.getTime() + (index % 7) - (index % 13))),
    );
    expect(made.toSorted()).toEqual(made);
    expect(new Set(made).size).toBe(1_000);
    expect(made.every((id) => MESSAGE_ID.test(id))).toBe(true);
  });

  it("sort by time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), fc.integer({ min: 1, max: 1e12 }), (before, later) => {
        const [a, b] = [before, before + later].map((ms) => createIds().time(new Date(ms)));
        expect(a! < b!).toBe(true);
      }),
    );
  });

  it("of an incoming message are the same each time it is told, and nobody else's", () => {
    expect(idFrom(NOW, "acc1\nwamid.1")).toBe(idFrom(NOW, "acc1\nwamid.1"));
    expect(idFrom(NOW, "acc2\nwamid.1")).not.toBe(idFrom(NOW, "acc1\nwamid.1"));
    expect(idFrom(NOW, "acc1\nwamid.1")).toMatch(MESSAGE_ID);
    expect(idFrom(NOW, "x") < idFrom(new Date(NOW.getTime() + 1), "a")).toBe(true);
  });

  it("sort between those we make ourselves, by time", () => {
    const ours = createIds().time(new Date(NOW.getTime() + 1));
    expect(idFrom(NOW, "x") < ours).toBe(true);
    expect(idFrom(new Date(NOW.getTime() + 2), "x") > ours).toBe(true);
  });
});

describe("part ids and handles", () => {
  const id = createIds().time(NOW);

  it("name their part wherever a message id is taken", () => {
    expect(readMessageId(id)).toEqual({ message_id: id });
    for (let part = 0; part < 10; part += 1) {
      expect(partId(id, part)).toMatch(PART_ID);
      expect(readMessageId(partId(id, part))).toEqual({ message_id: id, part });
    }
  });

  it("come back from a provider as they were given", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.nat(9), (conversation, part) => {
        expect(readHandle(handleOf(conversation, partId(id, part)))).toEqual({
          conversation_id: conversation,
          message_id: id,
          part,
        });
      }),
    );
  });

  it("that are somebody else's are none", () => {
    const foreign = [
      "",
      "42",
      `42.${id}`,
      `042.${id}0`,
      `42.${id}00`,
      `42.${id}x`,
      `-1.${id}0`,
      `42.${id}0\n`,
    ];
    expect(foreign.filter((text) => readHandle(text) !== undefined)).toEqual([]);
    expect(["", "wamid.1", `${id}x`, id.toUpperCase()].filter(readMessageId)).toEqual([]);
  });
});

describe("ids of conversations, organizations and contacts", () => {
  it("are whole numbers below 2^53, until 2039", () => {
    const ids = createIds(() => 0.999_999);
    expect(Number.isSafeInteger(ids.whole(new Date("2039-01-01T00:00:00Z")))).toBe(true);
    expect(ids.whole(NOW)).toBeLessThan(ids.whole(new Date(NOW.getTime() + 1)));
  });

  it("are taken as numbers and as strings of digits, which mean the same", () => {
    expect(WholeId.parse("42")).toBe(42);
    expect(WholeId.parse(42)).toBe(42);
    expect(WholeId.parse(String(Number.MAX_SAFE_INTEGER))).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each([0, -1, 1.5, 2 ** 53, "0", "007", "-1", "1.0", "1e3", "9007199254740992", " 1", "", null, [1], {}])(
    "do not include %j",
    (value) => {
      expect(WholeId.safeParse(value).success).toBe(false);
    },
  );
});
