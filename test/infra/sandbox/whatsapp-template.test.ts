import { describe, expect, it } from "vitest";
import { codeOf, useSandbox } from "./helper.ts";

const { wa } = useSandbox({ callbacks: false });
const x = (length: number) => "x".repeat(length);
const template = (components: unknown, name = "order_update", extra = {}) =>
  wa({ type: "template", template: { name, language: { code: "en_US" }, components }, ...extra });
const part = (type: string, ...parameters: object[]) => ({ type, parameters });
const said = (text: string, parameter_name?: string) => ({ type: "text", text, parameter_name });
const button = (sub_type: string, index: unknown, parameter: object) => ({
  type: "button",
  sub_type,
  index,
  parameters: [parameter],
});

describe("a template", () => {
  it("is accepted under every well-formed name and language", async () => {
    const { body } = await template(undefined);
    expect(body.messages).toEqual([{ id: expect.any(String), message_status: "accepted" }]);
    expect(codeOf(await template([], "Order-Update"))).toBe(132001);
    expect(codeOf(await wa({ type: "template", template: { name: "a", language: "en" } }))).toBe(132012);
    expect(codeOf(await wa({ type: "template", template: { name: "a" } }))).toBe(131008);
  });

  it("does not exist as missing_ and is paused as paused_", async () => {
    expect(codeOf(await template([], "missing_offer"))).toBe(132001);
    expect(codeOf(await template([], "paused_offer"))).toBe(132015);
  });

  it("has one header parameter, of text up to 60", async () => {
    expect((await template([part("header", said(x(60)))])).status).toBe(200);
    expect(codeOf(await template([part("header", said(x(61)))]))).toBe(132005);
    expect(codeOf(await template([part("header", said("a"), said("b"))]))).toBe(132000);
  });

  it("has media and location headers", async () => {
    const link = "http://127.0.0.1:1/a";
    for (const type of ["image", "video", "document"]) {
      expect((await template([part("header", { type, [type]: { link } })])).status).toBe(200);
      expect(codeOf(await template([part("header", { type, [type]: { id: "1" } })]))).toBe(131053);
    }
    const location = { latitude: 1, longitude: 2, name: "a", address: "b" };
    expect((await template([part("header", { type: "location", location })])).status).toBe(200);
    expect(codeOf(await template([part("header", { type: "audio", audio: { link } })]))).toBe(132012);
  });

  it("has body parameters of 1,024, or 32,768 when it is nothing but its body", async () => {
    const header = part("header", said("a"));
    expect((await template([header, part("body", said(x(1024)))])).status).toBe(200);
    expect(codeOf(await template([header, part("body", said(x(1025)))]))).toBe(132005);
    expect((await template([part("body", said(x(32_768)))])).status).toBe(200);
    expect(codeOf(await template([part("body", said(x(32_769)))]))).toBe(132005);
  });

  it("has currency and date_time in its body", async () => {
    const currency = { fallback_value: "$1", code: "USD", amount_1000: 1000 };
    const ok = part(
      "body",
      { type: "currency", currency },
      { type: "date_time", date_time: { fallback_value: "now" } },
    );
    expect((await template([ok])).status).toBe(200);
    const wrong = part("body", { type: "currency", currency: { ...currency, amount_1000: "1" } });
    expect(codeOf(await template([wrong]))).toBe(132012);
  });

  it("takes no newline, tab or five spaces in a parameter", async () => {
    for (const text of ["a\nb", "a\tb", "a     b"]) {
      expect(codeOf(await template([part("body", said(text))]))).toBe(132012);
    }
    expect((await template([part("body", said("a    b"))])).status).toBe(200);
  });

  it("names all its parameters or none", async () => {
    expect((await template([part("body", said("a", "first"), said("b", "second"))])).status).toBe(200);
    expect(codeOf(await template([part("body", said("a", "first"), said("b"))]))).toBe(132018);
    expect(codeOf(await template([part("body", said("a", "First"))]))).toBe(132018);
  });

  it("has a button index that is a string from 0 to 9, each once", async () => {
    const payload = { type: "payload", payload: "yes" };
    expect(
      (await template([button("quick_reply", "0", payload), button("quick_reply", "9", payload)])).status,
    ).toBe(200);
    expect(codeOf(await template([button("quick_reply", 0, payload)]))).toBe(132012);
    expect(codeOf(await template([button("quick_reply", "10", payload)]))).toBe(132012);
    expect(
      codeOf(await template([button("quick_reply", "0", payload), button("quick_reply", "0", payload)])),
    ).toBe(132012);
  });

  it("has every documented kind of button, and no phone button", async () => {
    const action = { type: "action", action: { flow_token: "t" } };
    const all = [
      button("url", "0", said("path")),
      button("copy_code", "1", { type: "coupon_code", coupon_code: x(15) }),
      button("flow", "2", action),
      button("catalog", "3", action),
      button("mpm", "4", action),
    ];
    expect((await template(all)).status).toBe(200);
    expect(codeOf(await template([button("phone_number", "0", said("+1555"))]))).toBe(132012);
    expect(codeOf(await template([button("url", "0", { type: "payload", payload: "a" })]))).toBe(132012);
    expect(
      codeOf(await template([button("copy_code", "0", { type: "coupon_code", coupon_code: x(16) })])),
    ).toBe(132005);
  });

  it("has up to 10 cards of one structure, and a limited-time offer", async () => {
    const card = (card_index: number, ...more: object[]) => ({
      card_index,
      components: [part("header", { type: "image", image: { link: "http://127.0.0.1:1/a" } }), ...more],
    });
    const cards = (count: number) => [
      { type: "carousel", cards: Array.from({ length: count }, (_, at) => card(at)) },
    ];
    expect((await template(cards(10))).status).toBe(200);
    expect(codeOf(await template(cards(11)))).toBe(132012);
    expect(codeOf(await template([{ type: "carousel", cards: [card(0), card(1, part("body"))] }]))).toBe(
      132012,
    );
    const offer = {
      type: "limited_time_offer",
      limited_time_offer: { expiration_time_ms: Date.now() + 1000 },
    };
    expect((await template([offer])).status).toBe(200);
    expect(codeOf(await template([{ type: "footer", parameters: [] }]))).toBe(132012);
  });

  it("carries a one-time code twice, and not to a business-scoped id", async () => {
    const code = (inBody: string, inButton: string) => [
      part("body", said(inBody)),
      button("url", "0", said(inButton)),
    ];
    expect((await template(code("123456", "123456"), "auth_login")).status).toBe(200);
    expect(codeOf(await template(code("123456", "654321"), "auth_login"))).toBe(132018);
    expect(codeOf(await template(code(x(16), x(16)), "auth_login"))).toBe(132005);
    const bsuid = { to: undefined, recipient: "US.1349" };
    expect(codeOf(await template(code("1", "1"), "auth_login", bsuid))).toBe(131026);
  });
});
