import { describe, expect, it } from "vitest";
import { sms } from "../../../functions/sms/channel.ts";
import type { Content } from "../../../shared/domain/message.ts";
import { contentOf, type Told } from "../../support/content.ts";
import { accountOf, file, says, to } from "./sms-support.ts";

const transform = (content: Told, destination = to()) => sms.transform(contentOf(content), destination);
const codes = (found: { code: string; path: string }[]) => found.map(({ code, path }) => `${code} ${path}`);
const bodies = (content: Content) => transform(content).parts.map(({ payload }) => payload.Body);
const image = (text: string | undefined, media: Told["media"]) => says(text, { type: "image", media });

describe("a text", () => {
  it("is one SMS from the account's number", () => {
    expect(transform(says("Hello 👋"))).toEqual({
      parts: [
        { kind: "text", payload: { To: "+15005550001", From: "+15005550006", Body: "Hello 👋" }, slots: [] },
      ],
      adaptations: [],
      violations: [],
    });
  });

  it("leaves through the messaging service when the account has one", () => {
    const account = accountOf({ provider_ids: { account_sid: "AC1", messaging_service_sid: "MG1" } });
    const [part] = transform(says("Hello"), to(account)).parts;
    expect(part?.payload).toEqual({ To: "+15005550001", MessagingServiceSid: "MG1", Body: "Hello" });
  });

  it("of 1,600 characters is one message, of 1,601 it is two and says so", () => {
    expect(transform(says("a".repeat(1_600)))).toMatchObject({ parts: [{}], adaptations: [] });
    const longer = transform(says("a".repeat(1_601)));
    expect(longer.parts.map(({ payload }) => String(payload.Body).length)).toEqual([1_600, 1]);
    expect(codes(longer.adaptations)).toEqual(["text_split /message_text"]);
  });

  it("is never cut inside an emoji", () => {
    const family = "👨‍👩‍👧‍👦";
    expect(bodies(says(`${"a".repeat(1_595)}${family}`))).toEqual(["a".repeat(1_595), family]);
  });

  it("may become ten messages and not eleven", () => {
    expect(transform(says("a".repeat(16_000)))).toMatchObject({ parts: { length: 10 }, violations: [] });
    const { violations } = transform(says("a".repeat(16_001)));
    expect(codes(violations)).toEqual(["too_many_parts /message_text"]);
  });

  it.each([
    ["nothing", undefined],
    ["white space only", " \n "],
  ])("of %s is refused", (_, text) => {
    expect(codes(transform(says(text)).violations)).toEqual(["empty_message /message_text"]);
  });

  it("that answers another message is sent without the reference, and says so", () => {
    const { parts, adaptations } = transform(says("Yes", { replyTo: { provider_message_id: "SM1" } }));
    expect(parts).toHaveLength(1);
    expect(codes(adaptations)).toEqual(["reply_dropped /reply_to_message_id"]);
  });

  it("to a contact without a number is refused", () => {
    const { violations } = transform(says("Hello"), to(accountOf(), { id: 7, user_id: "u1" }));
    expect(codes(violations)).toEqual(["contact_unreachable /conversation_id"]);
  });
});

describe("a template", () => {
  it("is refused: SMS has none", () => {
    const { parts, violations } = transform(says(undefined, { type: "template", template: { name: "hi" } }));
    expect(parts).toEqual([]);
    expect(codes(violations)).toEqual(["unsupported_message_type /message_type"]);
  });
});

describe("media", () => {
  it("leaves with its caption as one MMS, the file by its key", () => {
    const { parts, adaptations, violations } = transform(image("Look!", [{ file: file() }]));
    expect({ adaptations, violations }).toEqual({ adaptations: [], violations: [] });
    expect(parts).toEqual([
      {
        kind: "media",
        payload: { To: "+15005550001", From: "+15005550006", Body: "Look!", MediaUrl: [file().key] },
        slots: [{ at: ["MediaUrl", 0], file: file(), as: "image" }],
      },
    ]);
  });

  it("without a caption has no Body at all", () => {
    const [part] = transform(image(undefined, [{ file: file() }])).parts;
    expect(part?.payload).not.toHaveProperty("Body");
    expect(transform(image("", [{ file: file() }])).parts[0]?.payload).not.toHaveProperty("Body");
  });

  it("mixes our files and other people's addresses in the order given", () => {
    const url = "https://cdn.example.com/b.jpg?x=1";
    const [part] = transform(image("Hi", [{ file: file("a.png") }, { url }, { file: file("c.png") }])).parts;
    expect(part?.payload.MediaUrl).toEqual([file("a.png").key, url, file("c.png").key]);
    expect(part?.slots).toEqual([
      { at: ["MediaUrl", 0], file: file("a.png"), as: "image" },
      { at: ["MediaUrl", 2], file: file("c.png"), as: "image" },
    ]);
  });

  it("goes first when its caption is too long, and the text follows on its own", () => {
    const { parts, adaptations } = transform(image("a".repeat(1_601), [{ file: file() }]));
    expect(parts.map(({ kind, payload }) => [kind, payload.Body, payload.MediaUrl])).toEqual([
      ["media", undefined, [file().key]],
      ["text", "a".repeat(1_600), undefined],
      ["text", "a", undefined],
    ]);
    expect(codes(adaptations)).toEqual(["caption_moved /message_text", "text_split /message_text"]);
    expect(transform(image("a".repeat(1_600), [{ file: file() }])).parts).toHaveLength(1);
  });

  it("counts among the ten messages", () => {
    const caption = (length: number) => image("a".repeat(length), [{ file: file() }]);
    expect(transform(caption(14_400)).violations).toEqual([]);
    expect(codes(transform(caption(14_401)).violations)).toEqual(["too_many_parts /message_text"]);
  });

  it("may be ten and not eleven", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ file: file(`${index}.png`) }));
    expect(transform(image("Hi", many(10))).violations).toEqual([]);
    expect(codes(transform(image("Hi", many(11))).violations)).toEqual(["too_many_media /media_url"]);
  });

  it("may have 5 MB together and not a byte more", () => {
    const half = 2.5 * 1024 * 1024;
    const pair = (size: number) =>
      image("Hi", [{ file: file("a.png", "image/png", half) }, { file: file("b.gif", "image/gif", size) }]);
    expect(transform(pair(half)).violations).toEqual([]);
    expect(codes(transform(pair(half + 1)).violations)).toEqual(["media_too_large /media_url"]);
  });

  it("that Twilio does not resize may have 600 KB together, whatever the pictures beside it weigh", () => {
    const half = 300 * 1024;
    const picture = { file: file("p.jpg", "image/jpeg", 4 * 1024 * 1024) };
    const pair = (size: number) =>
      says("Hi", {
        type: "file",
        media: [
          picture,
          { file: file("a.pdf", "application/pdf", half) },
          { file: file("b.mp4", "video/mp4", size) },
        ],
      });
    expect(transform(pair(half)).violations).toEqual([]);
    expect(codes(transform(pair(half + 1)).violations)).toEqual(["media_too_large /media_url"]);
  });

  it("is missing when the type asks for it", () => {
    expect(codes(transform(image("Hi", [])).violations)).toEqual(["missing_file /s3_key"]);
  });

  it("cannot come from a sender made of letters, unless a messaging service picks the number", () => {
    const named = accountOf({ address: "Corner Shop" });
    const served = accountOf({
      address: "Corner Shop",
      provider_ids: { account_sid: "AC1", messaging_service_sid: "MG1" },
    });
    const content = image("Hi", [{ file: file() }]);
    expect(codes(transform(content, to(named)).violations)).toEqual(["sender_without_mms /message_type"]);
    expect(transform(content, to(served)).violations).toEqual([]);
    expect(transform(says("Hi"), to(named)).violations).toEqual([]);
  });

  it("at an address that Twilio could not reach is refused", () => {
    const { violations } = transform(image("Hi", [{ url: "https://localhost/a.png" }]));
    expect(codes(violations)).toEqual(["media_url_not_public /media_url"]);
  });
});
