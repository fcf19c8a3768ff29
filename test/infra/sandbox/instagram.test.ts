import { describe, expect, it } from "vitest";
import {
  codeOf,
  IG_OF_PAGE,
  INSTAGRAM,
  INSTAGRAM_PAGE,
  jpeg,
  mp4,
  pdf,
  useSandbox,
  useServer,
} from "./helper.ts";

const sandbox = useSandbox({ callbacks: false });
const { instagram, json } = sandbox;
const x = (length: number) => "x".repeat(length);

const types: Record<string, [string, Buffer]> = {
  "/a.jpg": ["image/jpeg", jpeg()],
  "/a.webp": ["image/webp", Buffer.from("webp")],
  "/a.mp4": ["video/mp4", mp4()],
  "/a.webm": ["video/webm", Buffer.from("webm")],
  "/a.mkv": ["video/x-matroska", Buffer.from("mkv")],
  "/a.m4a": ["audio/mp4", Buffer.from("m4a")],
  "/a.mp3": ["audio/mpeg", Buffer.from("mp3")],
  "/a.ogg": ["audio/ogg", Buffer.from("ogg")],
  "/a.pdf": ["application/pdf", pdf()],
  "/a.docx": ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", Buffer.from("docx")],
  "/%C3%A4.jpg": ["image/jpeg", jpeg()],
};
const host = useServer(({ url }) => {
  if (url === "/named") {
    const headers = {
      "content-type": "image/jpeg",
      "content-disposition": "inline; filename*=UTF-8''%C3%A4.jpg",
    };
    return { status: 200, headers, body: jpeg() };
  }
  const [type, body] = types[url] ?? [];
  return type && body ? { status: 200, headers: { "content-type": type }, body } : { status: 404 };
});
const file = (type: string, path: string) =>
  instagram({ attachment: { type, payload: { url: host.origin() + path } } });

describe("an Instagram text", () => {
  it("may have 1,000 bytes, not 1,001", async () => {
    expect((await instagram({ text: x(1000) })).status).toBe(200);
    expect(codeOf(await instagram({ text: x(1001) }))).toBe(100);
  });

  it("is counted in bytes, not in characters", async () => {
    expect((await instagram({ text: "ä".repeat(500) })).status).toBe(200);
    expect(codeOf(await instagram({ text: `${"ä".repeat(500)}a` }))).toBe(100);
    expect((await instagram({ text: "👍".repeat(250) })).status).toBe(200);
    expect(codeOf(await instagram({ text: "👍".repeat(251) }))).toBe(100);
  });

  it("has links that are URLs", async () => {
    expect((await instagram({ text: "see https://example.com/a?b=c" })).status).toBe(200);
    expect(codeOf(await instagram({ text: "see https://" }))).toBe(100);
  });

  it("needs no messaging type", async () => {
    expect((await instagram({ text: "a" }, { messaging_type: "RESPONSE" })).status).toBe(200);
    expect((await instagram({ text: "a" }, {}, INSTAGRAM_PAGE)).status).toBe(200);
  });
});

describe("an Instagram attachment", () => {
  it("is of the documented types", async () => {
    const ok = [
      ["image", "/a.jpg"],
      ["video", "/a.mp4"],
      ["video", "/a.webm"],
      ["audio", "/a.m4a"],
      ["file", "/a.pdf"],
    ];
    for (const [type = "", path = ""] of ok) expect((await file(type, path)).status, path).toBe(200);
    const wrong = [
      ["image", "/a.webp"],
      ["video", "/a.mkv"],
      ["audio", "/a.mp3"],
      ["audio", "/a.ogg"],
      ["file", "/a.docx"],
      ["image", "/a.pdf"],
    ];
    for (const [type = "", path = ""] of wrong)
      expect(codeOf(await file(type, path)), path).toBe("100/2018047");
  });

  it("has an ASCII name, in its path or its Content-Disposition", async () => {
    expect(codeOf(await file("image", "/%C3%A4.jpg"))).toBe("100/2018047");
    expect(codeOf(await file("image", "/named"))).toBe("100/2018047");
  });

  it("is up to 10 images together", async () => {
    const image = () => ({ type: "image", payload: { url: `${host.origin()}/a.jpg` } });
    expect((await instagram({ attachments: Array.from({ length: 10 }, image) })).status).toBe(200);
    expect(codeOf(await instagram({ attachments: Array.from({ length: 11 }, image) }))).toBe(100);
  });

  it("may be a post or a heart", async () => {
    expect((await instagram({ attachment: { type: "like_heart" } })).status).toBe(200);
    expect((await instagram({ attachment: { type: "MEDIA_SHARE", payload: { id: "1" } } })).status).toBe(200);
  });
});

describe("what an Instagram text and reaction may have", () => {
  const quick_replies = [{ content_type: "text", title: "a", payload: "p" }];

  it("is quick replies under plain text only", async () => {
    expect((await instagram({ text: "a", quick_replies })).status).toBe(200);
    const attachment = { type: "image", payload: { url: `${host.origin()}/a.jpg` } };
    expect(codeOf(await instagram({ attachment, quick_replies }))).toBe(100);
  });

  it("is love", async () => {
    const react = (reaction: string) =>
      json("POST", `/v25.0/${INSTAGRAM}/messages`, {
        recipient: { id: "8001" },
        sender_action: "react",
        payload: { message_id: "m_1", reaction },
      });
    expect((await react("love")).body).toEqual({ recipient_id: "8001" });
    expect(codeOf(await react("👍"))).toBe(100);
  });
});

describe("Instagram templates", () => {
  const button = (one: object) =>
    instagram({
      attachment: { type: "template", payload: { template_type: "button", text: "a", buttons: [one] } },
    });

  it("have web_url and postback, and no call button", async () => {
    expect((await button({ type: "web_url", title: "a", url: "https://example.com" })).status).toBe(200);
    expect((await button({ type: "postback", title: "a", payload: "p" })).status).toBe(200);
    expect(codeOf(await button({ type: "phone_number", title: "a", payload: "+15551234567" }))).toBe(100);
  });

  it("have no media template", async () => {
    const payload = { template_type: "media", elements: [] };
    expect(codeOf(await instagram({ attachment: { type: "template", payload } }))).toBe(100);
  });
});

describe("Instagram's window", () => {
  const heard = (account: string, from: string, hours: number) => {
    const at = new Date(Date.now() - hours * 3_600_000).toISOString();
    return sandbox.say({ channel: "instagram", account, from, text: "hi", at });
  };
  const errorOf = ({ body }: { body: Record<string, unknown> }) => (body.error as { type: string }).type;
  const to = (id: string) => ({ recipient: { id } });

  it("answers 403 IGApiException on the Instagram Login flavour", async () => {
    await heard(INSTAGRAM, "8100", 25);
    const reply = await instagram({ text: "a" }, to("8100"));
    expect([reply.status, codeOf(reply), errorOf(reply)]).toEqual([403, "10/2534022", "IGApiException"]);
    const human = { ...to("8100"), messaging_type: "MESSAGE_TAG", tag: "HUMAN_AGENT" };
    expect((await instagram({ text: "a" }, human)).status).toBe(200);
  });

  it("answers 400 OAuthException on the Page flavour, whichever id the contact wrote to", async () => {
    await heard(IG_OF_PAGE, "8101", 25);
    await heard(INSTAGRAM_PAGE, "8102", 25);
    for (const id of ["8101", "8102"]) {
      const reply = await instagram({ text: "a" }, to(id), INSTAGRAM_PAGE);
      expect([reply.status, codeOf(reply), errorOf(reply)]).toEqual([400, "10/2534022", "OAuthException"]);
    }
  });

  it("closes for people after 7 days, and has the same dead tags", async () => {
    await heard(INSTAGRAM, "8103", 7 * 24 + 1);
    const tagged = (tag: string) =>
      instagram({ text: "a" }, { ...to("8103"), messaging_type: "MESSAGE_TAG", tag });
    expect(codeOf(await tagged("HUMAN_AGENT"))).toBe("10/2534022");
    expect(codeOf(await tagged("ACCOUNT_UPDATE"))).toBe(100);
  });

  it("knows its own token error and its users", async () => {
    const reply = await json("POST", `/v25.0/${INSTAGRAM}/messages`, { recipient: { id: "1" } }, "other");
    expect([reply.status, codeOf(reply), errorOf(reply)]).toEqual([401, 190, "IGApiException"]);
    expect(codeOf(await instagram({ text: "a" }, to("ada")))).toBe("100/2534014");
  });
});
