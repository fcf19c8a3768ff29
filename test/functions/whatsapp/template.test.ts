import { describe, expect, it } from "vitest";
import { parseTemplate } from "../../../functions/whatsapp/template.ts";

type Thing = Record<string, unknown>;
const body = (...parameters: Thing[]) => ({ type: "body", parameters });
const header = (...parameters: Thing[]) => ({ type: "header", parameters });
const button = (sub_type: string, parameter?: Thing, index: unknown = "0") => ({
  type: "button",
  sub_type,
  index,
  ...(parameter && { parameters: [parameter] }),
});
const text = (value: unknown, name?: string) => ({
  type: "text",
  text: value,
  ...(name !== undefined && { parameter_name: name }),
});
const payload = { type: "payload", payload: "YES" };
const offer = { expiration_time_ms: 1_763_726_400_000 };
const location = { latitude: "37.44", longitude: -122.16, name: "Here", address: "1 Street" };
const product = { product_retailer_id: "sku", catalog_id: "1" };
const section = (items: number, title = "Best") => ({
  title,
  product_items: Array(items).fill({ product_retailer_id: "sku" }),
});
const mpm = (...sections: Thing[]) =>
  button("mpm", { type: "action", action: { thumbnail_product_retailer_id: "sku", sections } });
const image = { type: "image", image: { link: "https://example.com/a.png" } };
const card = (index: number, ...components: Thing[]) => ({
  card_index: index,
  components: components.length > 0 ? components : [header(image), button("quick_reply", payload)],
});
const carousel = (count: number) => ({
  type: "carousel",
  cards: Array.from({ length: count }, (_, index) => card(index)),
});

const check = (...components: unknown[]) =>
  parseTemplate({ name: "a", language: { code: "en" }, components });

describe("templates Meta takes", () => {
  it.each<[string, unknown[]]>([
    ["no components", []],
    ["a header text", [header(text("Hello"))]],
    ["a header image by id", [header({ type: "image", image: { id: "123" } })]],
    ["a header image by link", [header(image)]],
    ["a header video", [header({ type: "video", video: { link: "http://example.com/a.mp4" } })]],
    ["a header document", [header({ type: "document", document: { id: "1", filename: "a.pdf" } })]],
    ["a header location", [header({ type: "location", location })]],
    ["a header product", [header({ type: "product", product })]],
    [
      "a body of every kind",
      [
        body(
          text("Ada"),
          { type: "currency", currency: { fallback_value: "$10", code: "USD", amount_1000: 10_000 } },
          { type: "date_time", date_time: { fallback_value: "May 1" } },
        ),
      ],
    ],
    ["a body without parameters", [{ type: "body" }]],
    ["named variables", [header(text("a", "title")), body(text("b", "first_name"), text("c", "order"))]],
    ["a media header beside named variables", [header(image), body(text("b", "first_name"))]],
    ["a quick reply", [button("quick_reply", payload, "9")]],
    ["a URL suffix", [button("url", text("orders/1"))]],
    ["a coupon", [button("copy_code", { type: "coupon_code", coupon_code: "SAVE25" })]],
    ["a flow", [button("flow", { type: "action", action: { flow_token: "t", flow_action_data: { a: 1 } } })]],
    ["a flow without parameters", [button("flow")]],
    ["a catalog", [button("catalog", { type: "action", action: { thumbnail_product_retailer_id: "sku" } })]],
    ["several products", [mpm(section(30))]],
    [
      "a limited-time offer",
      [
        {
          type: "limited_time_offer",
          parameters: [{ type: "limited_time_offer", limited_time_offer: offer }],
        },
      ],
    ],
    ["a one-time code in body and button", [body(text("482913")), button("url", text("482913"))]],
    ["a carousel of one card", [carousel(1)]],
    ["a carousel of ten cards", [body(text("a")), carousel(10)]],
    [
      "a carousel of products",
      [{ type: "carousel", cards: [card(0, header({ type: "product", product }))] }],
    ],
    ["ten buttons", Array.from({ length: 10 }, (_, index) => button("quick_reply", payload, `${index}`))],
  ])("%s", (_, components) => {
    expect(check(...components)).toEqual({
      template: { name: "a", language: { code: "en" }, components },
      violations: [],
    });
  });

  it.each(["en", "en_US", "fil", "zh_HK", "es_ARG"])("language %s, bare or as an object", (code) => {
    expect(parseTemplate({ name: "a", language: code }).template?.language).toEqual({ code });
    const object = { code, policy: "deterministic" };
    expect(parseTemplate({ name: "a", language: object }).template?.language).toEqual(object);
  });

  it("an offer written at the component goes out as Meta's parameter", () => {
    const { template } = check({ type: "limited_time_offer", limited_time_offer: offer });
    const parameters = [{ type: "limited_time_offer", limited_time_offer: offer }];
    expect(template?.components).toEqual([{ type: "limited_time_offer", parameters }]);
  });

  it("upper-case kinds, as in Meta's samples, go out in one spelling", () => {
    const { template } = check({ ...button("QUICK_REPLY", payload), type: "BUTTON" });
    expect(template?.components).toEqual([button("quick_reply", payload)]);
  });
});

const at = "/template/components";
describe("templates Meta would refuse are refused with a pointer", () => {
  it.each<[string, unknown[], string, string]>([
    ["an unknown component", [{ type: "footer" }], `${at}/0/type`, "invalid"],
    ["an unknown field", [{ ...body(text("a")), extra: 1 }], `${at}/0/extra`, "unknown_field"],
    [
      "an unknown field deep inside",
      [body({ ...text("a"), "x/y~": 1 })],
      `${at}/0/parameters/0/x~1y~0`,
      "unknown_field",
    ],
    ["a header with two parameters", [header(text("a"), text("b"))], `${at}/0/parameters`, "too_many"],
    ["an empty parameter", [body(text(" "))], `${at}/0/parameters/0/text`, "invalid"],
    ["a missing text", [body({ type: "text" })], `${at}/0/parameters/0/text`, "required"],
    ["a number for a text", [body(text(5))], `${at}/0/parameters/0/text`, "invalid"],
    ["a line break", [body(text("a\nb"))], `${at}/0/parameters/0/text`, "invalid"],
    ["a tab", [body(text("a\tb"))], `${at}/0/parameters/0/text`, "invalid"],
    ["five spaces in a row", [body(text("a     b"))], `${at}/0/parameters/0/text`, "invalid"],
    ["an image in the body", [body(image)], `${at}/0/parameters/0/type`, "invalid"],
    [
      "a bad currency",
      [body({ type: "currency", currency: { fallback_value: "a", code: "usd", amount_1000: 1 } })],
      `${at}/0/parameters/0/currency/code`,
      "invalid",
    ],
    [
      "half an amount",
      [body({ type: "currency", currency: { fallback_value: "a", code: "USD", amount_1000: 1.5 } })],
      `${at}/0/parameters/0/currency/amount_1000`,
      "invalid",
    ],
    [
      "a media header with neither id nor link",
      [header({ type: "image", image: {} })],
      `${at}/0/parameters/0/image`,
      "invalid",
    ],
    [
      "a media header with both",
      [header({ type: "video", video: { id: "1", link: "https://e.com" } })],
      `${at}/0/parameters/0/video`,
      "invalid",
    ],
    [
      "a media link that is no web address",
      [header({ type: "image", image: { link: "s3://b/k" } })],
      `${at}/0/parameters/0/image/link`,
      "invalid",
    ],
    [
      "a caption in a header",
      [header({ type: "image", image: { id: "1", caption: "a" } })],
      `${at}/0/parameters/0/image/caption`,
      "unknown_field",
    ],
    [
      "a place off the map",
      [header({ type: "location", location: { ...location, latitude: 90.1 } })],
      `${at}/0/parameters/0/location/latitude`,
      "invalid",
    ],
    [
      "a place without an address",
      [header({ type: "location", location: { ...location, address: undefined } })],
      `${at}/0/parameters/0/location/address`,
      "required",
    ],
    ["a button index that is a number", [button("quick_reply", payload, 0)], `${at}/0/index`, "invalid"],
    ["a button index beyond 9", [button("quick_reply", payload, "10")], `${at}/0/index`, "invalid"],
    ["a phone button", [button("phone_number", text("+1"))], `${at}/0/sub_type`, "invalid"],
    [
      "a quick reply with a number",
      [button("quick_reply", { ...payload, payload: 5 })],
      `${at}/0/parameters/0/payload`,
      "invalid",
    ],
    ["a URL button without parameter", [button("url")], `${at}/0/parameters`, "required"],
    [
      "two buttons on one place",
      [button("url", text("a")), button("quick_reply", payload)],
      `${at}/1/index`,
      "repeated",
    ],
    ["two bodies", [body(text("a")), body(text("b"))], `${at}/1/type`, "repeated"],
    [
      "half the variables named",
      [body(text("a", "x"), text("b"))],
      `${at}/0/parameters/1/parameter_name`,
      "required",
    ],
    [
      "a named body beside a numbered header",
      [header(text("a")), body(text("b", "x"))],
      `${at}/0/parameters/0/parameter_name`,
      "required",
    ],
    [
      "a name twice",
      [body(text("a", "x"), text("b", "x"))],
      `${at}/0/parameters/1/parameter_name`,
      "repeated",
    ],
    ["a name in capitals", [body(text("a", "First"))], `${at}/0/parameters/0/parameter_name`, "invalid"],
    ["an offer without its moment", [{ type: "limited_time_offer" }], `${at}/0`, "invalid"],
    [
      "an offer in text",
      [{ type: "limited_time_offer", limited_time_offer: { expiration_time_ms: "1" } }],
      `${at}/0/limited_time_offer/expiration_time_ms`,
      "invalid",
    ],
    [
      "a card out of its order",
      [{ type: "carousel", cards: [card(1)] }],
      `${at}/0/cards/0/card_index`,
      "invalid",
    ],
    [
      "cards of different make",
      [{ type: "carousel", cards: [card(0), card(1, header(image))] }],
      `${at}/0/cards/1/components`,
      "cards_differ",
    ],
    [
      "a card with a text header",
      [{ type: "carousel", cards: [card(0, header(text("a")))] }],
      `${at}/0/cards/0/components/0/parameters/0/type`,
      "invalid",
    ],
    [
      "a carousel in a card",
      [{ type: "carousel", cards: [card(0, carousel(1))] }],
      `${at}/0/cards/0/components/0/type`,
      "invalid",
    ],
    ["no products", [mpm()], `${at}/0/parameters/0/action/sections`, "too_few"],
  ])("%s", (_, components, path, code) => {
    const { template, violations } = check(...components);
    expect(template).toBeUndefined();
    expect(violations).toMatchObject([{ path, code }]);
  });

  it.each<[string, unknown, string, string]>([
    ["nothing", undefined, "/template", "template_missing"],
    ["null", null, "/template", "template_missing"],
    ["a text", "welcome", "/template", "invalid"],
    ["a list", [], "/template", "invalid"],
    ["no language", { name: "a" }, "/template/language", "required"],
    ["a dash in the language", { name: "a", language: "en-US" }, "/template/language/code", "invalid"],
    ["a name in capitals", { name: "Welcome", language: "en" }, "/template/name", "invalid"],
    ["an empty name", { name: "", language: "en" }, "/template/name", "required"],
    ["a namespace", { name: "a", language: "en", namespace: "x" }, "/template/namespace", "unknown_field"],
    [
      "components that are no list",
      { name: "a", language: "en", components: {} },
      "/template/components",
      "invalid",
    ],
  ])("%s", (_, given, path, code) => {
    expect(parseTemplate(given).violations).toMatchObject([{ path, code }]);
  });

  it("a quick reply with a text is told its type, what is missing and what is too much", () => {
    const parameter = `${at}/0/parameters/0`;
    expect(check(button("quick_reply", text("a"))).violations).toMatchObject([
      { path: `${parameter}/type`, code: "invalid" },
      { path: `${parameter}/payload`, code: "required" },
      { path: `${parameter}/text`, code: "unknown_field" },
    ]);
  });

  it("names everything that is wrong, in sentences that begin with the field", () => {
    const { violations } = parseTemplate({
      name: "A",
      language: "en-US",
      components: [body(text("a\nb")), { type: "x" }],
    });
    expect(violations.map(({ path }) => path)).toEqual([
      "/template/name",
      "/template/language/code",
      `${at}/0/parameters/0/text`,
      `${at}/1/type`,
    ]);
    expect(violations[3]?.message).toBe(
      "template.components.1.type must be one of header, body, button, carousel, limited_time_offer.",
    );
  });
});

describe("both sides of every limit of a template", () => {
  const many = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index));
  it.each<[string, number, (size: number) => unknown[]]>([
    ["characters in a header", 60, (size) => [header(text("a".repeat(size)))]],
    ["characters in a body beside a header", 1024, (size) => [header(image), body(text("a".repeat(size)))]],
    ["characters in a body that is alone", 32_768, (size) => [body(text("a".repeat(size)))]],
    [
      "characters in a card's body",
      1024,
      (size) => [{ type: "carousel", cards: [card(0, body(text("a".repeat(size))))] }],
    ],
    ["characters in a URL suffix", 2000, (size) => [button("url", text("a".repeat(size)))]],
    [
      "characters in a coupon",
      15,
      (size) => [button("copy_code", { type: "coupon_code", coupon_code: "a".repeat(size) })],
    ],
    ["spaces in a row", 4, (size) => [body(text(`a${" ".repeat(size)}b`))]],
    ["URL buttons", 2, (size) => many(size, (index) => button("url", text("a"), `${index}`))],
    [
      "copy-code buttons",
      1,
      (size) =>
        many(size, (index) => button("copy_code", { type: "coupon_code", coupon_code: "A" }, `${index}`)),
    ],
    ["cards", 10, (size) => [carousel(size)]],
    [
      "buttons on a card",
      2,
      (size) => [
        {
          type: "carousel",
          cards: [
            card(0, header(image), ...many(size, (index) => button("quick_reply", payload, `${index}`))),
          ],
        },
      ],
    ],
    ["sections", 10, (size) => [mpm(...many(size, () => section(1)))]],
    ["products", 30, (size) => [mpm(section(15), section(size - 15))]],
    ["characters in a section's title", 24, (size) => [mpm(section(1, "a".repeat(size)))]],
  ])("%s: %d and no more", (_, limit, make) => {
    expect(check(...make(limit)).violations).toEqual([]);
    const { template, violations } = check(...make(limit + 1));
    expect(template).toBeUndefined();
    expect(violations).toHaveLength(1);
  });

  it("characters in a name: 512 and no more", () => {
    const named = (length: number) => parseTemplate({ name: "a".repeat(length), language: "en" }).violations;
    expect(named(512)).toEqual([]);
    expect(named(513)).toMatchObject([{ path: "/template/name", code: "too_long" }]);
  });
});
