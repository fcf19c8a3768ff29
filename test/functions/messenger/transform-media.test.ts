import { describe, expect, it } from "vitest";
import { messenger } from "../../../functions/messenger/channel.ts";
import { contentOf, type Told } from "../../support/content.ts";
import { accountOf, file, handle, says, to } from "./page-support.ts";

const account = accountOf("messenger", { page_id: "1001" });
const transform = (content: Told) => messenger.transform(contentOf(content), to(account));
const codes = (found: { code: string }[]) => found.map(({ code }) => code);

describe("a file to Messenger", () => {
  it("goes by a link that delivery puts in, and Meta keeps no copy", () => {
    const { parts, adaptations } = transform({ type: "image", media: [{ file: file() }] });
    expect(adaptations).toEqual([]);
    expect(parts).toEqual([
      {
        kind: "media",
        payload: {
          recipient: { id: "7305551234" },
          messaging_type: "RESPONSE",
          message: {
            attachment: { type: "image", payload: { url: file().key, is_reusable: false } },
            metadata: handle(0),
          },
        },
        slots: [{ at: ["message", "attachment", "payload", "url"], file: file(), as: "image" }],
      },
    ]);
  });

  it.each(["image", "audio", "video", "file"] as const)("goes as the %s its sender calls it", (type) => {
    const { parts } = transform({ type, media: [{ file: file() }] });
    expect(parts[0]?.payload.message).toMatchObject({ attachment: { type } });
  });

  it("comes before its text, which is a bubble of its own, and the quote is on the file", () => {
    const content = says("Look!", { type: "image", media: [{ file: file() }] });
    const { parts, adaptations } = transform({ ...content, replyTo: { provider_message_id: "m_asked" } });
    expect(parts.map(({ kind }) => kind)).toEqual(["media", "text"]);
    expect(parts[0]?.payload.reply_to).toEqual({ mid: "m_asked" });
    expect(parts[1]?.payload).toEqual({
      recipient: { id: "7305551234" },
      messaging_type: "RESPONSE",
      message: { text: "Look!", metadata: handle(1) },
    });
    expect(adaptations).toEqual([
      {
        code: "caption_moved",
        path: "/message_text",
        message: "Messenger has no captions: the text follows the image as a message of its own.",
      },
    ]);
  });

  it("with a long text says both that the caption moved and that it was split", () => {
    const { parts, adaptations } = transform(
      says("a".repeat(2_001), { type: "video", media: [{ file: file() }] }),
    );
    expect(parts.map(({ kind }) => kind)).toEqual(["media", "text", "text"]);
    expect(codes(adaptations)).toEqual(["caption_moved", "text_split"]);
  });

  it("counts among the ten bubbles", () => {
    const media = [{ file: file() }];
    expect(transform(says("a".repeat(18_000), { type: "image", media })).parts).toHaveLength(10);
    expect(codes(transform(says("a".repeat(18_001), { type: "image", media })).violations)).toEqual([
      "too_many_parts",
    ]);
  });

  it("keeps a name in any script", () => {
    const media = [{ file: file({ name: "Überblick.pdf", type: "application/pdf" }) }];
    expect(transform({ type: "file", media }).adaptations).toEqual([]);
  });
});
