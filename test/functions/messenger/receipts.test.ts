import { describe, expect, it } from "vitest";
import { receiptsOf } from "../../../functions/messenger/statuses.ts";

const PAGE = "1001";
const AT = 1_795_000_000_123;
const iso = (ms: number) => new Date(ms).toISOString();
const from = { sender: { id: "555" }, recipient: { id: PAGE }, timestamp: AT };
const page = (...entry: unknown[]) => ({ object: "page", entry });
const entry = (...messaging: unknown[]) => ({ id: PAGE, time: AT, messaging });
const told = (...messaging: unknown[]) =>
  receiptsOf(page(entry(...messaging))).flatMap(({ receipts }) => receipts);

const delivered = { ...from, delivery: { mids: ["m_1", "m_2"], watermark: AT - 5 } };
const read = { ...from, read: { watermark: AT - 5 } };

describe("what a Page is told of its messages", () => {
  it("is which were delivered, and up to when", () => {
    expect(receiptsOf(page(entry(delivered)))).toEqual([
      {
        providerAccountId: PAGE,
        receipts: [
          { fact: "delivered", from: "555", at: iso(AT), ids: ["m_1", "m_2"], watermark: iso(AT - 5) },
        ],
      },
    ]);
  });

  it("is up to when they were read", () => {
    expect(told(read)).toEqual([{ fact: "read", from: "555", at: iso(AT), ids: [], watermark: iso(AT - 5) }]);
  });

  it("needs neither ids nor a time of its own beside the watermark", () => {
    const { timestamp, ...bare } = from;
    expect(told({ ...bare, delivery: { watermark: AT } })).toEqual([
      { fact: "delivered", from: "555", at: iso(AT), ids: [], watermark: iso(AT) },
    ]);
  });

  it("is heard in full: every entry, every element, standby as well", () => {
    const body = page(entry(delivered, read), { id: "1002", standby: [read] });
    const facts = receiptsOf(body).map(({ providerAccountId, receipts }) => [
      providerAccountId,
      receipts.map(({ fact }) => fact),
    ]);
    expect(facts).toEqual([
      [PAGE, ["delivered", "read"]],
      ["1002", ["read"]],
    ]);
  });

  it("is of the Page that the contact told, where the entry names none", () => {
    expect(receiptsOf(page({ messaging: [read] }))[0]?.providerAccountId).toBe(PAGE);
  });

  it("keeps the good ids beside odd ones", () => {
    expect(told({ ...from, delivery: { mids: [7, "", null, "m_1"], watermark: AT } })[0]?.ids).toEqual([
      "m_1",
    ]);
  });

  it.each([
    ["a text", { ...from, message: { mid: "m_1", text: "Hi" } }],
    ["nobody's read", { ...read, sender: undefined }],
    ["a delivery that names nothing", { ...from, delivery: { mids: [] } }],
    ["a watermark beyond any date", { ...from, read: { watermark: 9e15 } }],
    ["an odd delivery", { ...from, delivery: "yes" }],
    ["nothing", null],
  ])("passes over %s, and hears what stands beside it", (_, odd) => {
    expect(told(odd, read)).toHaveLength(1);
  });

  it("is none of another product's", () => {
    expect(receiptsOf({ object: "instagram", entry: [entry(read)] })).toEqual([]);
    expect(receiptsOf(undefined)).toEqual([]);
  });
});
