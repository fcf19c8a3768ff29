import { describe, expect, it } from "vitest";
import { toInstagram, toMessenger } from "./both-pages.ts";
import { handle } from "./page-support.ts";

const send = (template: unknown) => toMessenger({ type: "template", media: [], template });
const text = (text: string, more = {}) => ({ type: "text", text, ...more });
const ORDER = {
  name: "order_update",
  language: { code: "en_US" },
  components: [
    { type: "header", parameters: [text("Order")] },
    { type: "body", parameters: [text("566701", { parameter_name: "order_id" })] },
    { type: "buttons", parameters: [{ type: "POSTBACK", payload: "TRACK" }] },
  ],
};

describe("a template on Messenger", () => {
  it("is a utility message, in one call, with our handle", () => {
    expect(send(ORDER)).toEqual({
      parts: [
        {
          kind: "template",
          payload: {
            recipient: { id: "7305551234" },
            messaging_type: "UTILITY",
            message: { template: ORDER, metadata: handle(0) },
          },
          slots: [],
        },
      ],
      adaptations: [],
      violations: [],
    });
  });

  it("may have no placeholders, and a header that is no text", () => {
    const bare = { name: "hello", language: { code: "en" } };
    expect(send(bare).violations).toEqual([]);
    const picture = { type: "image", image: { link: "https://example.com/a.png" } };
    expect(send({ ...bare, components: [{ type: "header", parameters: [picture] }] }).violations).toEqual([]);
  });

  const body = (parameter: unknown) => ({
    ...ORDER,
    components: [{ type: "body", parameters: [parameter] }],
  });
  it.each([
    ["no name", { ...ORDER, name: " " }, "/template/name"],
    ["no language", { name: "hello" }, "/template/language"],
    ["a language that is a word", { ...ORDER, language: "en" }, "/template/language"],
    ["a field nobody knows", { ...ORDER, namespace: "x" }, "/template"],
    [
      "a component of WhatsApp's",
      { ...ORDER, components: [{ type: "button" }] },
      "/template/components/0/type",
    ],
    ["two bodies", { ...ORDER, components: [{ type: "body" }, { type: "body" }] }, "/template/components"],
    ["an empty text", body(text("")), "/template/components/0/parameters/0/text"],
    ["a picture in its body", body({ type: "image" }), "/template/components/0/parameters/0/type"],
  ])("with %s is refused where it is wrong", (_, template, path) => {
    const { parts, violations } = send(template);
    expect(parts).toEqual([]);
    expect(violations.map((one) => [one.path, one.code])).toContainEqual([path, "invalid"]);
    expect(violations[0]!.message).toContain(path.slice(1).replaceAll("/", "."));
  });
});

it("Instagram sends nothing of a template", () => {
  expect(toInstagram({ type: "template", media: [], template: ORDER }).parts).toEqual([]);
});
