import { describe, expect, it } from "vitest";
import { receiptsOf } from "../../../functions/instagram/statuses.ts";

const ACCOUNT = "17841400000000001";
const AT = 1_795_000_000_123;
const seen = (read: unknown) => ({
  sender: { id: "555" },
  recipient: { id: ACCOUNT },
  timestamp: AT,
  read,
});
const told = (...messaging: unknown[]) =>
  receiptsOf({ object: "instagram", entry: [{ id: ACCOUNT, time: AT, messaging }] });

describe("what an Instagram account is told of its messages", () => {
  it("is the last one that was seen", () => {
    const at = new Date(AT).toISOString();
    expect(told(seen({ mid: "aWdf.1" }))).toEqual([
      { providerAccountId: ACCOUNT, receipts: [{ fact: "read", from: "555", at, ids: ["aWdf.1"] }] },
    ]);
  });

  it.each([{}, { mid: "" }, { mid: 7 }, "aWdf.1", null])("is nothing where %j was seen", (odd) => {
    expect(told(seen(odd), seen({ mid: "aWdf.2" })).flatMap(({ receipts }) => receipts)).toHaveLength(1);
  });

  it("is none of another product's", () => {
    expect(receiptsOf({ object: "page", entry: [{ id: ACCOUNT, messaging: [seen({ mid: "m" })] }] })).toEqual(
      [],
    );
  });
});
