import { describe, expect, it } from "vitest";
import { codeOf, jpeg, PAGE, pdf, png, useSandbox, useServer } from "./helper.ts";

const sandbox = useSandbox({ callbacks: false });
const { messenger, graph, call, json } = sandbox;
const x = (length: number) => "x".repeat(length);
const MB = 1024 * 1024;

const host = useServer(({ url }) => {
  const path = url.split("?")[0];
  if (path === "/ok.png") return { status: 200, headers: { "content-type": "image/png" }, body: png() };
  if (path === "/lie.png") return { status: 200, headers: { "content-type": "image/png" }, body: pdf() };
  if (path === "/a.pdf") return { status: 200, headers: { "content-type": "application/pdf" }, body: pdf() };
  if (path === "/8mb") return { status: 200, headers: { "content-type": "image/jpeg" }, body: jpeg(8 * MB) };
  if (path === "/more")
    return { status: 200, headers: { "content-type": "image/jpeg" }, body: jpeg(8 * MB + 1) };
  if (path === "/25mb.pdf")
    return { status: 200, headers: { "content-type": "application/pdf" }, body: pdf(25 * MB) };
  if (path === "/more.pdf") {
    return { status: 200, headers: { "content-type": "application/pdf" }, body: pdf(25 * MB + 1) };
  }
  const hops = /^\/hop(\d)$/.exec(path ?? "")?.[1];
  if (hops)
    return { status: 302, headers: { location: hops === "1" ? "/ok.png" : `/hop${Number(hops) - 1}` } };
  return { status: 404 };
});
const file = (type: string, path: string, extra = {}) =>
  messenger({ attachment: { type, payload: { url: host.origin() + path, ...extra } } });

describe("a Messenger message", () => {
  it("is answered with recipient and message id", async () => {
    const { status, body } = await messenger({ text: "hi" });
    expect([status, body]).toEqual([200, { recipient_id: "7001", message_id: expect.stringMatching(/^m_/) }]);
  });

  it("may have 2,000 characters, not 2,001", async () => {
    expect((await messenger({ text: x(2000) })).status).toBe(200);
    expect(codeOf(await messenger({ text: x(2001) }))).toBe(100);
  });

  it("carries less than 1,000 characters of metadata", async () => {
    expect((await messenger({ text: "a", metadata: x(999) })).status).toBe(200);
    expect(codeOf(await messenger({ text: "a", metadata: x(1000) }))).toBe(100);
  });

  it("is either text or attachment: there are no captions", async () => {
    const attachment = { type: "image", payload: { url: `${host.origin()}/ok.png` } };
    expect(codeOf(await messenger({ text: "a", attachment }))).toBe(100);
    expect(codeOf(await messenger({}))).toBe("100/2018034");
    expect(codeOf(await messenger({ text: "" }))).toBe("100/2018034");
    expect(codeOf(await messenger({ text: "a", caption: "b" }))).toBe(100);
  });

  it("has 13 quick replies with titles of 20 and payloads of 1,000", async () => {
    const quick = (title: string, payload = "p") => ({ content_type: "text", title, payload });
    const send = (quick_replies: object[]) => messenger({ text: "a", quick_replies });
    expect((await send(Array(13).fill(quick(x(20), x(1000))))).status).toBe(200);
    expect(codeOf(await send(Array(14).fill(quick("a"))))).toBe(100);
    expect(codeOf(await send([quick(x(21))]))).toBe(100);
    expect(codeOf(await send([quick("a", x(1001))]))).toBe(100);
    expect((await send([{ content_type: "user_email" }])).status).toBe(200);
  });

  it("goes to a page-scoped id", async () => {
    expect(codeOf(await messenger({ text: "a" }, { recipient: { id: "ada" } }))).toBe("100/2018001");
    expect(codeOf(await messenger({ text: "a" }, { recipient: {} }))).toBe(100);
    expect((await messenger({ text: "a" }, { recipient: { user_ref: "r" } })).body).not.toHaveProperty(
      "recipient_id",
    );
  });

  it("may come as a form, to /me, and quote a message", async () => {
    const body = new URLSearchParams({
      recipient: '{"id":"7001"}',
      messaging_type: "RESPONSE",
      message: '{"text":"hi"}',
      reply_to: '{"mid":"m_1"}',
    });
    expect((await call("POST", "/v25.0/me/messages?access_token=sandbox-token", { body })).status).toBe(200);
    expect(sandbox.received()[0]).toMatchObject({
      account: "100000000000001",
      body: { message: { text: "hi" } },
    });
  });

  it("needs the token", async () => {
    const reply = await json("POST", `/v25.0/${PAGE}/messages`, { recipient: { id: "1" } }, "other");
    expect([reply.status, codeOf(reply)]).toEqual([401, 190]);
  });
});

describe("a sender action", () => {
  it("stands alone", async () => {
    const typing = { recipient: { id: "7001" }, sender_action: "typing_on" };
    expect((await graph(PAGE, typing)).body).toEqual({ recipient_id: "7001" });
    expect(codeOf(await graph(PAGE, { ...typing, message: { text: "a" } }))).toBe(100);
    expect(codeOf(await graph(PAGE, { ...typing, messaging_type: "RESPONSE" }))).toBe(100);
    const react = { ...typing, sender_action: "react", payload: { message_id: "m_1", reaction: "👍" } };
    expect((await graph(PAGE, react)).status).toBe(200);
    const back = { ...react, sender_action: "unreact", payload: { message_id: "m_1" } };
    expect((await graph(PAGE, back)).status).toBe(200);
    expect(codeOf(await graph(PAGE, { ...react, sender_action: "unreact" }))).toBe(100);
    expect(codeOf(await graph(PAGE, { ...react, payload: { message_id: "m_1", reaction: "love" } }))).toBe(
      100,
    );
  });
});

describe("a Messenger attachment by URL", () => {
  it("is fetched before the answer, through 3 redirects and no more", async () => {
    expect((await file("image", "/ok.png")).status).toBe(200);
    expect((await file("image", "/hop3")).status).toBe(200);
    expect(codeOf(await file("image", "/hop4"))).toBe("100/2018047");
  });

  it("must be there, of its type, and what it says it is", async () => {
    expect(codeOf(await file("image", "/gone"))).toBe("100/2018047");
    expect(codeOf(await file("image", "/a.pdf"))).toBe("100/2018047");
    expect(codeOf(await file("image", "/lie.png"))).toBe("100/2018047");
    expect((await file("file", "/a.pdf")).status).toBe(200);
    const nowhere = messenger({
      attachment: { type: "image", payload: { url: "http://127.0.0.1:1/a.png" } },
    });
    expect(codeOf(await nowhere)).toBe("100/2018047");
  });

  it("has 8 MB as an image and 25 MB as a file", async () => {
    expect((await file("image", "/8mb")).status).toBe(200);
    expect(codeOf(await file("image", "/more"))).toBe("100/2018109");
    expect((await file("file", "/25mb.pdf")).status).toBe(200);
    expect(codeOf(await file("file", "/more.pdf"))).toBe("100/2018109");
  });

  it("gets an attachment id when reusable, good for this page and type only", async () => {
    const { body } = await file("image", "/ok.png", { is_reusable: true });
    const again = (type: string, page = PAGE) =>
      graph(page, {
        recipient: { id: "7001" },
        messaging_type: "RESPONSE",
        message: { attachment: { type, payload: { attachment_id: body.attachment_id } } },
      });
    expect((await again("image")).status).toBe(200);
    expect(codeOf(await again("video"))).toBe(100);
    expect(codeOf(await again("image", "555"))).toBe(100);
  });

  it("can be uploaded first, by URL or as bytes", async () => {
    const payload = { url: `${host.origin()}/ok.png`, is_reusable: true };
    const byUrl = { message: { attachment: { type: "image", payload } } };
    expect((await json("POST", `/v25.0/${PAGE}/message_attachments`, byUrl)).body).toHaveProperty(
      "attachment_id",
    );
    const body = new FormData();
    body.set("message", JSON.stringify({ attachment: { type: "image", payload: { is_reusable: true } } }));
    body.set("filedata", new Blob([new Uint8Array(png())], { type: "image/png" }), "a.png");
    const path = `/v25.0/${PAGE}/message_attachments?access_token=sandbox-token`;
    expect((await call("POST", path, { body })).body).toHaveProperty("attachment_id");
  });

  it("is up to 30 images in one message", async () => {
    const images = (count: number) =>
      messenger({
        attachments: Array(count).fill({ type: "image", payload: { url: `${host.origin()}/ok.png` } }),
      });
    expect((await images(30)).status).toBe(200);
    expect(codeOf(await images(31))).toBe(100);
  });
});

describe("Messenger templates", () => {
  const template = (payload: object) => messenger({ attachment: { type: "template", payload } });
  const postback = (title = "Go", payload = "p") => ({ type: "postback", title, payload });
  const generic = (elements: object[]) => template({ template_type: "generic", elements });
  const button = (text: string, buttons: object[]) => template({ template_type: "button", text, buttons });

  it("has 640 characters and 1 to 3 buttons on a button template", async () => {
    expect((await button(x(640), [postback(x(20), x(1000)), postback("b"), postback("c")])).status).toBe(200);
    expect(codeOf(await button(x(641), [postback()]))).toBe(100);
    expect(codeOf(await button("a", []))).toBe(100);
    expect(codeOf(await button("a", Array(4).fill(postback())))).toBe(100);
    expect(codeOf(await button("a", [postback(x(21))]))).toBe(100);
    expect(codeOf(await button("a", [postback("a", x(1001))]))).toBe(100);
  });

  it("has a call button with a whole number", async () => {
    expect(
      (await button("a", [{ type: "phone_number", title: "Call", payload: "+15551234567" }])).status,
    ).toBe(200);
    expect(codeOf(await button("a", [{ type: "phone_number", title: "Call", payload: "5551234" }]))).toBe(
      100,
    );
  });

  it("has 10 cards, each with something beside its title", async () => {
    const card = { title: x(80), subtitle: x(80) };
    expect((await generic(Array(10).fill(card))).status).toBe(200);
    expect(codeOf(await generic(Array(11).fill(card)))).toBe(100);
    expect(codeOf(await generic([{ title: "a" }]))).toBe(100);
    expect(codeOf(await generic([{ title: x(81), subtitle: "a" }]))).toBe(100);
    expect(codeOf(await generic([{ title: "a", subtitle: x(81) }]))).toBe(100);
    expect(codeOf(await generic([{ title: "a", buttons: Array(4).fill(postback()) }]))).toBe(100);
  });

  it("has media and image grids, and no list template", async () => {
    const media = (url: string) =>
      template({ template_type: "media", elements: [{ media_type: "image", url }] });
    expect((await media("https://www.facebook.com/photo/1")).status).toBe(200);
    expect(codeOf(await media("https://example.com/a.png"))).toBe(100);
    expect((await template({ template_type: "image_grid", images: [{}, {}], title: x(45) })).status).toBe(
      200,
    );
    expect(codeOf(await template({ template_type: "list", elements: [] }))).toBe(100);
  });
});

describe("Messenger's window", () => {
  const heard = (from: string, hours: number) =>
    sandbox.say({
      channel: "messenger",
      account: PAGE,
      from,
      text: "hi",
      at: new Date(Date.now() - hours * 3_600_000).toISOString(),
    });
  const tagged = (id: string, tag: string) =>
    messenger({ text: "a" }, { recipient: { id }, messaging_type: "MESSAGE_TAG", tag });

  it("is 24 hours for answers, 7 days for people with HUMAN_AGENT", async () => {
    await heard("7100", 25);
    await heard("7101", 7 * 24 + 1);
    await heard("7102", 7 * 24 - 1);
    expect(codeOf(await messenger({ text: "a" }, { recipient: { id: "7100" } }))).toBe("10/2018278");
    expect(
      codeOf(await messenger({ text: "a" }, { recipient: { id: "7100" }, messaging_type: "UPDATE" })),
    ).toBe("10/2018278");
    expect((await tagged("7100", "HUMAN_AGENT")).status).toBe(200);
    expect((await tagged("7102", "HUMAN_AGENT")).status).toBe(200);
    expect(codeOf(await tagged("7101", "HUMAN_AGENT"))).toBe("10/2018278");
  });

  it("has dead tags, and tags only with MESSAGE_TAG", async () => {
    for (const tag of ["CONFIRMED_EVENT_UPDATE", "ACCOUNT_UPDATE", "POST_PURCHASE_UPDATE", "NONSENSE"]) {
      expect(codeOf(await tagged("7001", tag)), tag).toBe(100);
    }
    expect(codeOf(await tagged("7001", "NON_PROMOTIONAL_SUBSCRIPTION"))).toBe("10/2018065");
    expect(codeOf(await messenger({ text: "a" }, { tag: "HUMAN_AGENT" }))).toBe(100);
    expect(codeOf(await messenger({ text: "a" }, { messaging_type: "MESSAGE_TAG" }))).toBe(100);
    expect(codeOf(await messenger({ text: "a" }, { messaging_type: undefined }))).toBe(100);
    expect(codeOf(await messenger({ text: "a" }, { messaging_type: "LATER" }))).toBe(100);
  });

  it("does not hold for utility templates, which need their type", async () => {
    await heard("7103", 100);
    const template = { name: "receipt", language: { code: "en" }, components: [] };
    const to = { recipient: { id: "7103" } };
    expect((await messenger({ template }, { ...to, messaging_type: "UTILITY" })).status).toBe(200);
    expect(codeOf(await messenger({ template }, to))).toBe(100);
    expect(codeOf(await messenger({ text: "a" }, { ...to, messaging_type: "UTILITY" }))).toBe(100);
  });
});
