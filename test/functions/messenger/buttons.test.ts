import { describe, expect, it } from "vitest";
import type { Button } from "../../../shared/domain/rich.ts";
import { BOTH, codesOf, messagesOf, template, toInstagram, toMessenger } from "./both-pages.ts";
import { says } from "./page-support.ts";

const yes: Button = { type: "reply", title: "Yes", payload: "YES" };
const shop: Button = { type: "url", title: "Shop", url: "https://example.com/shop" };
const call: Button = { type: "call", title: "Call us", payload: "+14155550123" };
const long: Button = { type: "reply", title: "I would rather come by", payload: "COME" };

const under = (text: string, buttons: object[]) => template({ template_type: "button", text, buttons });
const YES = { type: "postback", title: "Yes", payload: "YES" };
const SHOP = { type: "web_url", title: "Shop", url: "https://example.com/shop" };

describe.each(BOTH)("buttons on %s", (_, transform) => {
  it("stand under their text, in Meta's words", () => {
    const done = transform(says("Coming?", { buttons: [yes, shop] }));
    expect(messagesOf(done)).toEqual([under("Coming?", [YES, SHOP])]);
    expect(done.parts[0]?.kind).toBe("interactive");
    expect([done.adaptations, done.choices]).toEqual([[], undefined]);
  });

  it("keep the last words of a text that is too long for them; the rest goes ahead", () => {
    const text = `${"word ".repeat(180)}Coming?`;
    const done = transform(says(text, { buttons: [yes] }));
    const [ahead, bubble] = messagesOf(done) as [{ text: string }, ReturnType<typeof under>];
    const { text: over } = (bubble as { attachment: { payload: { text: string } } }).attachment.payload;
    expect(bubble).toEqual(under(over, [YES]));
    expect(over.length).toBeLessThanOrEqual(640);
    expect(`${ahead.text} ${over}`).toBe(text);
    expect(codesOf(done)).toEqual([["text_split", "/message_text"]]);
  });

  it("stand under exactly 640 characters, without a word more", () => {
    expect(transform(says("a".repeat(640), { buttons: [yes] })).parts).toHaveLength(1);
    expect(transform(says("a".repeat(641), { buttons: [yes] })).parts).toHaveLength(2);
  });

  it("with a title over 20 characters are numbered lines, and the numbers are remembered", () => {
    const done = transform(says("Coming?", { buttons: [yes, long, shop] }));
    expect(messagesOf(done)).toEqual([
      { text: "Coming?\n\n1. Yes\n2. I would rather come by\nShop: https://example.com/shop" },
    ]);
    expect(done.choices).toEqual([
      { title: "Yes", payload: "YES" },
      { title: "I would rather come by", payload: "COME" },
    ]);
    expect(codesOf(done)).toEqual([["buttons_as_text", "/buttons"]]);
  });

  it("under nothing but white space are refused", () => {
    const { violations } = transform(says("  ", { buttons: [yes] }));
    expect(violations).toMatchObject([{ path: "/message_text", code: "empty_message" }]);
  });

  it("whose payload is white space alone, which Meta takes for none, are numbered lines", () => {
    const done = transform(says("Coming?", { buttons: [{ ...yes, payload: " " }] }));
    expect(done.choices).toEqual([{ title: "Yes", payload: " " }]);
  });
});

describe("a button that calls", () => {
  it("is one on Messenger", () => {
    const done = toMessenger(says("Questions?", { buttons: [call] }));
    const button = { type: "phone_number", title: "Call us", payload: "+14155550123" };
    expect(messagesOf(done)).toEqual([under("Questions?", [button])]);
  });

  it("is a line of the text on Instagram, over the other buttons", () => {
    const done = toInstagram(says("Questions?", { buttons: [call, yes] }));
    expect(messagesOf(done)).toEqual([under("Questions?\n\nCall us: +14155550123", [YES])]);
    expect(codesOf(done)).toEqual([["call_button_as_text", "/buttons"]]);
  });

  it("alone on Instagram leaves a plain text", () => {
    const done = toInstagram(says("Questions?", { buttons: [call] }));
    expect(messagesOf(done)).toEqual([{ text: "Questions?\n\nCall us: +14155550123" }]);
  });
});
