import { describe, expect, it } from "vitest";
import { whatsapp } from "../../../functions/whatsapp/channel.ts";
import type { FileKind } from "../../../shared/domain/attachment.ts";
import type { Content } from "../../../shared/domain/message.ts";
import type { Told } from "../../support/content.ts";
import { content, fileRef, photo, to } from "./fixtures.ts";

const send = (given: Partial<Told> & Pick<Content, "type">) => whatsapp.transform(content(given), to());
const words = (count: number, length = 9) => Array(count).fill("a".repeat(length)).join(" ");
const bodies = (given: Partial<Told> & Pick<Content, "type">) =>
  send(given).parts.map(({ payload }) => (payload.text as { body: string } | undefined)?.body);

describe("a text to a phone number", () => {
  it("leaves as one message with our handle in it", () => {
    expect(send({ type: "text", text: "Hello" })).toEqual({
      parts: [
        {
          kind: "text",
          payload: {
            messaging_product: "whatsapp",
            recipient_type: "individual",
            to: "+4915112345678",
            biz_opaque_callback_data: "42.part0",
            type: "text",
            text: { body: "Hello" },
          },
          slots: [],
        },
      ],
      adaptations: [],
      violations: [],
    });
  });

  it("gets its + when the contact was stored without one, or Meta would add the sender's country", () => {
    const { parts } = whatsapp.transform(
      content({ type: "text", text: "a" }),
      to({ id: 1, address: "4915" }),
    );
    expect(parts[0]?.payload.to).toBe("+4915");
  });

  it("shows a preview of a link, and none without http", () => {
    const text = (body: string) => send({ type: "text", text: body }).parts[0]?.payload.text;
    expect(text("see HTTPS://example.com/a")).toEqual({
      body: "see HTTPS://example.com/a",
      preview_url: true,
    });
    expect(text("see example.com")).toEqual({ body: "see example.com" });
  });

  it("is the same twice over", () => {
    const long = { type: "text", text: words(1000) } as const;
    expect(send(long)).toEqual(send(long));
  });
});

describe("who hides their phone", () => {
  it("is written to by the business-scoped id, in recipient and not in to", () => {
    const { parts } = whatsapp.transform(
      content({ type: "text", text: "a" }),
      to({ id: 1, user_id: "US.13491" }),
    );
    expect(parts[0]?.payload.recipient).toBe("US.13491");
    expect(parts[0]?.payload).not.toHaveProperty("to");
  });

  it("is written to by phone when both are known", () => {
    const both = to({ id: 1, address: "+4915", user_id: "US.13491" });
    const { parts } = whatsapp.transform(content({ type: "text", text: "a" }), both);
    expect(parts[0]?.payload.to).toBe("+4915");
    expect(parts[0]?.payload).not.toHaveProperty("recipient");
  });

  it("cannot be written to with neither", () => {
    const { violations, parts } = whatsapp.transform(content({ type: "text", text: "a" }), to({ id: 1 }));
    expect(violations).toMatchObject([{ path: "/conversation_id", code: "contact_unreachable" }]);
    expect(parts).toEqual([]);
  });
});

describe("a long text", () => {
  it("of 4096 characters stays one message, one more makes two and says so", () => {
    expect(bodies({ type: "text", text: "a".repeat(4096) })).toEqual(["a".repeat(4096)]);
    expect(send({ type: "text", text: "a".repeat(4096) }).adaptations).toEqual([]);
    const split = send({ type: "text", text: "a".repeat(4097) });
    expect(split.parts).toHaveLength(2);
    expect(split.adaptations).toMatchObject([{ code: "text_split", path: "/message_text" }]);
    expect(split.adaptations[0]?.message).toContain("4097");
  });

  it("is cut between words and loses none", () => {
    const text = words(1000);
    const pieces = bodies({ type: "text", text });
    expect(pieces.every((piece) => (piece?.length ?? 0) <= 4096)).toBe(true);
    expect(pieces.join(" ")).toBe(text);
  });

  it("never cuts an emoji in half", () => {
    const family = "👨‍👩‍👧‍👦";
    const pieces = bodies({ type: "text", text: family.repeat(500) });
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.every((piece) => piece === family.repeat((piece?.length ?? 0) / family.length))).toBe(true);
  });

  it("of ten messages leaves, each with its own handle; of eleven it is refused with the number", () => {
    const ten = send({ type: "text", text: "a".repeat(40_960) });
    expect(ten.parts.map(({ payload }) => payload.biz_opaque_callback_data)).toEqual(
      Array.from({ length: 10 }, (_, index) => `42.part${index}`),
    );
    const eleven = send({ type: "text", text: "a".repeat(40_961) });
    expect(eleven.parts).toEqual([]);
    expect(eleven.violations).toMatchObject([{ path: "/message_text", code: "too_many_parts" }]);
    expect(eleven.violations[0]?.message).toContain("11");
  });

  it("sends no empty message for thousands of blank lines", () => {
    expect(bodies({ type: "text", text: `${"\n".repeat(5000)}end` })).toEqual(["end"]);
  });
});

describe("a reply", () => {
  it("quotes the answered message on its first part only", () => {
    const replyTo = { provider_message_id: "wamid.ABC" };
    const { parts } = send({ type: "text", text: "a".repeat(5000), replyTo });
    expect(parts.map(({ payload }) => payload.context)).toEqual([{ message_id: "wamid.ABC" }, undefined]);
  });
});

describe("a file", () => {
  const kinds: [FileKind, string, string][] = [
    ["image", "image", "a.png"],
    ["video", "video", "a.mp4"],
    ["audio", "audio", "a.mp3"],
    ["file", "document", "Überweisung.pdf"],
  ];

  it.each(kinds)("of kind %s leaves as %s, its key standing where the media id will", (type, as, name) => {
    const file = fileRef(name, "any/type");
    const { parts, adaptations } = send({ type, media: [{ file }] });
    const filename = as === "document" ? { filename: name } : {};
    expect(parts).toHaveLength(1);
    expect(parts[0]).toMatchObject({ kind: "media", slots: [{ at: [as, "id"], file, as: type }] });
    expect(parts[0]?.payload.type).toBe(as);
    expect(parts[0]?.payload[as]).toEqual({ id: file.key, ...filename });
    expect(adaptations).toEqual([]);
  });

  it.each(["image", "video", "file"] as const)("%s carries a caption of 1024 characters", (type) => {
    const { parts, adaptations } = send({ type, text: "a".repeat(1024), media: [{ file: photo }] });
    expect(parts).toHaveLength(1);
    expect(parts[0]?.payload[String(parts[0]?.payload.type)]).toMatchObject({ caption: "a".repeat(1024) });
    expect(adaptations).toEqual([]);
  });

  it.each(["image", "video", "file"] as const)(
    "%s goes first without a caption when that is one character too long",
    (type) => {
      const { parts, adaptations } = send({ type, text: "a".repeat(1025), media: [{ file: photo }] });
      expect(parts.map(({ kind }) => kind)).toEqual(["media", "text"]);
      expect(parts[0]?.payload[String(parts[0]?.payload.type)]).not.toHaveProperty("caption");
      expect(parts[1]?.payload.text).toEqual({ body: "a".repeat(1025) });
      expect(adaptations).toMatchObject([{ code: "caption_moved", path: "/message_text" }]);
    },
  );

  it("audio goes first and its text follows, however short", () => {
    const { parts, adaptations } = send({ type: "audio", text: "listen", media: [{ file: photo }] });
    expect(parts.map(({ payload }) => payload.type)).toEqual(["audio", "text"]);
    expect(adaptations).toMatchObject([{ code: "caption_moved" }]);
  });

  it("with a text of several messages says both what moved and what was split", () => {
    const { parts, adaptations } = send({ type: "image", text: "a".repeat(5000), media: [{ file: photo }] });
    expect(parts).toHaveLength(3);
    expect(adaptations.map(({ code }) => code)).toEqual(["caption_moved", "text_split"]);
  });

  it("counts as a part: nine texts fit beside it, ten do not", () => {
    const count = (length: number) =>
      send({ type: "audio", text: "a".repeat(length), media: [{ file: photo }] });
    expect(count(9 * 4096).parts).toHaveLength(10);
    expect(count(9 * 4096 + 1).violations).toMatchObject([{ code: "too_many_parts" }]);
  });

  it.each([undefined, "", "  \n"])("with %j for a caption has none", (text) => {
    const { parts } = send({ type: "image", media: [{ file: photo }], ...(text !== undefined && { text }) });
    expect(parts).toHaveLength(1);
    expect(parts[0]?.payload.image).toEqual({ id: photo.key });
  });

  it("answers with the quote on the file, not on the text after it", () => {
    const replyTo = { provider_message_id: "wamid.ABC" };
    const { parts } = send({ type: "audio", text: "a", media: [{ file: photo }], replyTo });
    expect(parts.map(({ payload }) => payload.context)).toEqual([{ message_id: "wamid.ABC" }, undefined]);
  });
});

describe("what contradicts itself is refused with its field", () => {
  const file = { file: photo };
  const template = { name: "a", language: "en" };
  it.each<[string, Partial<Told> & Pick<Content, "type">, string, string]>([
    ["a sticker without a file", { type: "sticker" }, "/s3_key", "missing_file"],
    ["an image without a file", { type: "image", text: "a" }, "/s3_key", "missing_file"],
    ["a text with a file", { type: "text", text: "a", media: [file] }, "/s3_key", "text_with_file"],
    ["a text without text", { type: "text" }, "/message_text", "empty_message"],
    ["a text of blanks", { type: "text", text: " \n " }, "/message_text", "empty_message"],
    ["a text with a template", { type: "text", text: "a", template }, "/template", "template_not_expected"],
    [
      "a template with text",
      { type: "template", text: "a", template },
      "/message_text",
      "template_with_text",
    ],
    [
      "a template with a file",
      { type: "template", media: [file], template },
      "/s3_key",
      "template_with_file",
    ],
    ["a template message without one", { type: "template" }, "/template", "template_missing"],
  ])("%s", (_, given, path, code) => {
    const { parts, violations } = send(given);
    expect(violations).toMatchObject([{ path, code }]);
    expect(parts).toEqual([]);
  });

  it("names every contradiction at once", () => {
    const { violations } = send({ type: "template", text: "a", media: [file], template });
    expect(violations.map(({ code }) => code)).toEqual(["template_with_text", "template_with_file"]);
  });
});

describe("a template", () => {
  it("leaves as Meta takes it, with a bare language turned into its object", () => {
    const components = [{ type: "body", parameters: [{ type: "text", text: "Ada" }] }];
    const { parts, violations } = send({
      type: "template",
      template: { name: "welcome", language: "en_US", components },
    });
    expect(violations).toEqual([]);
    expect(parts).toEqual([
      {
        kind: "template",
        payload: {
          messaging_product: "whatsapp",
          recipient_type: "individual",
          to: "+4915112345678",
          biz_opaque_callback_data: "42.part0",
          type: "template",
          template: { name: "welcome", language: { code: "en_US" }, components },
        },
        slots: [],
      },
    ]);
  });

  it("that is wrong sends nothing and says where", () => {
    const { parts, violations } = send({
      type: "template",
      template: { name: "Wrong Name", language: "en" },
    });
    expect(parts).toEqual([]);
    expect(violations).toMatchObject([{ path: "/template/name", code: "invalid" }]);
  });
});
