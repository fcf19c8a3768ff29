import { describe, expect, it } from "vitest";
import { codeOf, useSandbox } from "./helper.ts";

const { wa, json } = useSandbox({ callbacks: false });
const x = (length: number) => "x".repeat(length);
const template = (components: unknown, name = "sandbox_any", extra = {}) =>
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
  it("is accepted under a listed name and language, and every name of the sandbox's own", async () => {
    for (const name of ["hello_world", "sandbox_any"]) {
      const { body } = await template(undefined, name);
      expect(body.messages).toEqual([{ id: expect.any(String), message_status: "accepted" }]);
    }
    expect(codeOf(await template([], "Order-Update"))).toBe(132001);
    expect(codeOf(await wa({ type: "template", template: { name: "a", language: "en" } }))).toBe(132012);
    expect(codeOf(await wa({ type: "template", template: { name: "a" } }))).toBe(131008);
  });

  it("that is not listed, or not approved, is refused with Meta's code", async () => {
    expect(codeOf(await template([], "missing_offer"))).toBe(132001);
    expect(codeOf(await template([], "pending_offer"))).toBe(132001);
    expect(codeOf(await template([], "paused_offer"))).toBe(132015);
    expect(codeOf(await template([], "disabled_offer"))).toBe(132016);
    const language = { code: "fr" };
    expect(codeOf(await wa({ type: "template", template: { name: "hello_world", language } }))).toBe(132001);
  });

  it("is held to its own variables, header and buttons", async () => {
    const link = "http://127.0.0.1:1/a";
    const image = part("header", { type: "image", image: { link } });
    const wrong = part("header", { type: "document", document: { link } });
    const body = part("body", said("Ana"), said("Friday"));
    const look = button("url", "0", said("spring"));
    expect((await template([image, body, look], "sale")).status).toBe(200);
    expect(codeOf(await template([wrong, body, look], "sale"))).toBe(132012);
    expect(codeOf(await template([body, look], "sale"))).toBe(132012);
    expect(codeOf(await template([image, part("body", said("Ana")), look], "sale"))).toBe(132000);
    expect(codeOf(await template([image, body], "sale"))).toBe(131008);
    const call = button("quick_reply", "2", { type: "payload", payload: "a" });
    expect(codeOf(await template([image, body, look, call], "sale"))).toBe(132018);
    const named = part("body", said("Ana", "first_name"), said("Friday", "day"));
    expect((await template([named], "appointment")).status).toBe(200);
    expect(codeOf(await template([body], "appointment"))).toBe(132000);
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

describe("the templates of a business account", () => {
  const list = (query: string, token = "sandbox-token") =>
    json("GET", `/v25.0/100000000000191/message_templates${query}`, undefined, token);
  type Page = { data: Record<string, unknown>[]; paging: { cursors: { after: string }; next?: string } };

  it("come page after page, each once, with the fields asked for", async () => {
    const found: Record<string, unknown>[] = [];
    let after = "";
    for (;;) {
      const { data, paging } = (await list(`?limit=7&fields=name,language,status${after}`))
        .body as unknown as Page;
      found.push(...data);
      if (paging.next === undefined) break;
      expect(new URL(paging.next).searchParams.get("after")).toBe(paging.cursors.after);
      after = `&after=${paging.cursors.after}`;
    }
    const names = found.map(({ name, language }) => `${name} ${language}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(["hello_world en_US", "order_update en_US", "order_update de"]),
    );
    expect(Object.keys(found[0]!).sort()).toEqual(["id", "language", "name", "status"]);
  });

  it("show how each is built", async () => {
    const { data } = (await list("?limit=100")).body as unknown as Page;
    expect(data.find(({ name }) => name === "appointment")).toMatchObject({
      status: "APPROVED",
      category: "UTILITY",
      parameter_format: "NAMED",
      components: [{ type: "BODY", text: "Hello {{first_name}}, your visit is on {{day}}." }],
    });
  });

  it("are shown to nobody without the token", async () => {
    expect((await list("", "another")).status).toBe(401);
  });
});
