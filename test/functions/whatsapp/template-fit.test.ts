import { describe, expect, it } from "vitest";
import { judgeTemplate } from "../../../functions/whatsapp/judge-template.ts";
import { shapeOf } from "../../../functions/whatsapp/template-shape.ts";
import type { KnownTemplate } from "../../../shared/messaging/template-ports.ts";
import { NOW, account as plain } from "./fixtures.ts";

const account = { ...plain, provider_ids: { ...plain.provider_ids, waba_id: "waba" } };
const MINUTE = 60_000;
const at = (minutesAgo: number) => new Date(NOW.getTime() - minutesAgo * MINUTE).toISOString();

const listed = (components: object[], more: object = {}) =>
  shapeOf({
    name: "offer",
    language: "en_US",
    status: "APPROVED",
    parameter_format: undefined,
    components,
    ...more,
  });
const body = (text: string) => ({ type: "BODY", text });
const header = (format: string, text?: string) => ({ type: "HEADER", format, text });
const buttons = (...all: object[]) => ({ type: "BUTTONS", buttons: all });

const known = (shapes: unknown[], minutesAgo = 0, more: object = {}): KnownTemplate => ({
  listing: { source: "waba", at: at(minutesAgo), complete: true, ...more },
  shapes,
});
const template = (components: object[], language = "en_US") => ({ name: "offer", language, components });
const judge = (components: object[], from: KnownTemplate | undefined, language?: string) => {
  const { check, violations } = judgeTemplate(template(components, language), from, account, NOW);
  return { check, violations: violations.map(({ path, code }) => `${path} ${code}`) };
};

const said = (text: string, parameter_name?: string) => ({
  type: "text",
  text,
  ...(parameter_name !== undefined && { parameter_name }),
});
const part = (type: string, ...parameters: object[]) => ({ type, parameters });
const image = { type: "image", image: { link: "https://a.example/b.png" } };
const tap = (sub_type: string, index: string, parameter: object) => ({
  type: "button",
  sub_type,
  index,
  parameters: [parameter],
});
const payload = { type: "payload", payload: "yes" };

const FITTING = { check: "verified", violations: [] };
const wrong = (...paths: string[]) => ({
  check: "verified",
  violations: paths.map((path) => `${path} template_mismatch`),
});
const LIST = "/template/components";

describe("a template held to the one that was approved", () => {
  const two = [listed([body("{{1}} until {{2}}, {{1}}")])];
  const named = [listed([body("Hi {{first}}, {{day}}")], { parameter_format: "NAMED" })];
  const pictured = [listed([header("IMAGE"), body("Look")])];
  const titled = [listed([header("TEXT", "For {{1}}"), body("Look")])];
  const tapped = [
    listed([
      body("Look"),
      buttons(
        { type: "URL", url: "https://a.example/{{1}}" },
        { type: "PHONE_NUMBER", phone_number: "+1" },
        { type: "QUICK_REPLY", text: "No" },
        { type: "SOMETHING_NEW" },
      ),
    ]),
  ];
  const look = tap("url", "0", said("spring"));

  it.each<[string, object[], object[], object]>([
    ["all its variables, each once", two, [part("body", said("a"), said("b"))], FITTING],
    ["one variable too few", two, [part("body", said("a"))], wrong(`${LIST}/0/parameters`)],
    ["no body where it has variables", two, [], wrong(LIST)],
    [
      "a variable where it has none",
      pictured,
      [part("header", image), part("body", said("a"))],
      wrong(`${LIST}/1/parameters`),
    ],
    [
      "names where its variables are numbered",
      two,
      [part("body", said("a", "x"), said("b", "y"))],
      wrong(`${LIST}/0/parameters/0/parameter_name`, `${LIST}/0/parameters/1/parameter_name`),
    ],
    [
      "its named variables, in any order",
      named,
      [part("body", said("Tue", "day"), said("Ana", "first"))],
      FITTING,
    ],
    [
      "numbers where its variables are named",
      named,
      [part("body", said("Ana"), said("Tue"))],
      wrong(`${LIST}/0/parameters/0/parameter_name`, `${LIST}/0/parameters/1/parameter_name`),
    ],
    [
      "a name it does not have",
      named,
      [part("body", said("Ana", "first"), said("Tue", "night"))],
      wrong(`${LIST}/0/parameters/1/parameter_name`),
    ],
    ["its picture", pictured, [part("header", image)], FITTING],
    ["no picture", pictured, [], wrong(LIST)],
    [
      "a text in its picture's place",
      pictured,
      [part("header", said("a"))],
      wrong(`${LIST}/0/parameters/0/type`),
    ],
    ["a picture in its text's place", titled, [part("header", image)], wrong(`${LIST}/0/parameters/0/type`)],
    [
      "a header it does not have",
      two,
      [part("header", image), part("body", said("a"), said("b"))],
      wrong(`${LIST}/0`),
    ],
    ["the address its button needs", tapped, [look], FITTING],
    ["nothing for the button that needs its address", tapped, [part("body")], wrong(LIST)],
    ["something for a phone button", tapped, [look, tap("url", "1", said("a"))], wrong(`${LIST}/1`)],
    ["a reply's payload", tapped, [look, tap("quick_reply", "2", payload)], FITTING],
    ["another kind of button", tapped, [tap("quick_reply", "0", payload)], wrong(`${LIST}/0/sub_type`)],
    ["a kind of button nobody here knows", tapped, [look, tap("url", "3", said("a"))], FITTING],
    ["a button beyond its last", tapped, [look, tap("url", "4", said("a"))], wrong(`${LIST}/1/index`)],
    [
      "a header of a format nobody here knows",
      [listed([header("HOLOGRAM"), body("x")])],
      [part("header", image)],
      FITTING,
    ],
  ])("with %s", (_, shapes, components, expected) => {
    expect(judge(components, known(shapes))).toEqual(expected);
  });

  it("is held to nothing that could not be read of it", () => {
    const odd = [listed([body("x"), 7 as never])];
    expect(judge([part("header", image), tap("url", "3", said("a"))], known(odd))).toEqual(FITTING);
    const unread = [listed([{ type: "BODY" }, { type: "BUTTONS", buttons: "none" }])];
    expect(judge([part("body", said("a")), tap("url", "3", said("a"))], known(unread))).toEqual(FITTING);
  });

  it("says what the template expects", () => {
    const judged = judgeTemplate(template([part("body", said("a"))]), known(two), account, NOW);
    expect(judged.violations[0]!.message).toBe("The template's body takes 2 parameters, not 1.");
  });

  it("counts a carousel's cards", () => {
    const carousel = [listed([body("x"), { type: "CAROUSEL", cards: [{}, {}] }])];
    const card = (card_index: number) => ({ card_index, components: [part("header", image)] });
    const sent = (count: number) => [
      { type: "carousel", cards: Array.from({ length: count }, (_, at) => card(at)) },
    ];
    expect(judge(sent(2), known(carousel))).toEqual(FITTING);
    expect(judge(sent(3), known(carousel))).toEqual(wrong(`${LIST}/0/cards`));
    expect(judge([], known(carousel))).toEqual(wrong(LIST));
  });
});

describe("what a list says, by its age", () => {
  const fits = [listed([body("x")])];
  const UNVERIFIED = { check: "unverified", violations: [] };
  const extra = [part("body", said("a"))];
  const DAY = 24 * 60;

  it.each<[string, KnownTemplate | undefined, object]>([
    ["nothing without a list", undefined, UNVERIFIED],
    ["nothing when it is another business account's", known(fits, 0, { source: "other" }), UNVERIFIED],
    ["yes for a day", known(fits, DAY), FITTING],
    ["nothing after that", known(fits, DAY + 1), UNVERIFIED],
  ])("is %s", (_, from, expected) => {
    expect(judge([], from)).toEqual(expected);
  });

  it("is no for ten minutes when a template is built otherwise, and the next one is let through to be listed anew", () => {
    expect(judge(extra, known(fits, 10))).toEqual(wrong(`${LIST}/0/parameters`));
    expect(judge(extra, known(fits, 11))).toEqual(UNVERIFIED);
  });

  it.each<[string, unknown[], string]>([
    ["a template that is not there", [], "/template/name template_unknown"],
    [
      "a language that is not there",
      [listed([body("x")], { language: "de" })],
      "/template/language template_language_unknown",
    ],
    [
      "a template that is paused",
      [listed([body("x")], { status: "PAUSED" })],
      "/template/name template_not_approved",
    ],
    [
      "a template still in review",
      [listed([body("x")], { status: "pending" })],
      "/template/name template_not_approved",
    ],
  ])("is no for two minutes to %s, for Meta approves within seconds", (_, shapes, violation) => {
    expect(judge([], known(shapes, 2))).toEqual({ check: "verified", violations: [violation] });
    expect(judge([], known(shapes, 3))).toEqual(UNVERIFIED);
  });

  it("is not no to a template that may be on a page nobody read", () => {
    expect(judge([], known([], 0, { complete: false }))).toEqual(UNVERIFIED);
    expect(judge(extra, known(fits, 0, { complete: false }))).toEqual(wrong(`${LIST}/0/parameters`));
  });

  it("is nothing when what was kept cannot be read", () => {
    expect(judge([], known([{ language: 7 }], 0, { complete: false }))).toEqual(UNVERIFIED);
  });
});
