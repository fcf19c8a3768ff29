import { describe, expect, it } from "vitest";
import { codeOf, jpeg, png, SID, TWILIO_TOKEN, until, useSandbox, useServer } from "./helper.ts";

const sandbox = useSandbox();
const { sms, twilio, call } = sandbox;
const x = (length: number) => "x".repeat(length);

describe("an SMS", () => {
  it("is answered 201 with the documented message", async () => {
    const { status, body } = await sms({ Body: "hello" });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      account_sid: SID,
      body: "hello",
      direction: "outbound-api",
      error_code: null,
      from: "+15550002222",
      num_media: "0",
      num_segments: "1",
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      status: "queued",
      to: "+15550001111",
    });
  });

  it("may have 1,600 characters, not 1,601", async () => {
    expect((await sms({ Body: x(1600) })).status).toBe(201);
    expect(codeOf(await sms({ Body: x(1601) }))).toBe(21617);
  });

  it("counts its segments as GSM-7 or UCS-2", async () => {
    const segments = async (Body: string) => (await sms({ Body })).body.num_segments;
    expect(await segments(x(160))).toBe("1");
    expect(await segments(x(161))).toBe("2");
    expect(await segments("€".repeat(81))).toBe("2");
    expect(await segments("ж".repeat(70))).toBe("1");
    expect(await segments("ж".repeat(71))).toBe("2");
  });

  it("goes to an E.164 number", async () => {
    expect(codeOf(await sms({ Body: "a", To: "5550001111" }))).toBe(21211);
    expect(codeOf(await sms({ Body: "a", To: "+1234567890123456" }))).toBe(21211);
    expect(codeOf(await twilio({ From: "+15550002222", Body: "a" }))).toBe(21604);
  });

  it("comes from a number, a name or a service", async () => {
    const to = { To: "+15550001111", Body: "a" };
    expect(codeOf(await twilio(to))).toBe(21603);
    expect(codeOf(await twilio({ ...to, From: "12" }))).toBe(21212);
    expect(codeOf(await twilio({ ...to, From: "+15550001111" }))).toBe(21266);
    expect((await twilio({ ...to, From: "Outgoing" })).status).toBe(201);
    expect(codeOf(await twilio({ ...to, From: "Outgoing", MediaUrl: "http://127.0.0.1:1/a" }))).toBe(21612);
    expect(codeOf(await twilio({ ...to, MessagingServiceSid: "MG1" }))).toBe(21705);
    const service = await twilio({ ...to, MessagingServiceSid: `MG${"0".repeat(32)}` });
    expect(service.body).toMatchObject({ status: "accepted", from: null });
  });

  it("has a body, media or content", async () => {
    expect(codeOf(await sms({}))).toBe(21619);
    expect((await sms({ ContentSid: `HX${"0".repeat(32)}`, ContentVariables: '{"1":"a"}' })).status).toBe(
      201,
    );
    expect(codeOf(await sms({ ContentSid: "HX1" }))).toBe(21655);
    expect(codeOf(await sms({ Body: "a", ContentVariables: "[1" }))).toBe(21656);
  });

  it("has a callback host without underscores", async () => {
    expect((await sms({ Body: "a", StatusCallback: "http://127.0.0.1:1/a_b?p=1" })).status).toBe(201);
    expect(codeOf(await sms({ Body: "a", StatusCallback: "http://my_host.example/a" }))).toBe(21609);
    expect(codeOf(await sms({ Body: "a", StatusCallback: "/webhooks/twilio" }))).toBe(21609);
  });

  it("waits from 1 to 36,000 seconds", async () => {
    for (const ValidityPeriod of ["1", "36000"])
      expect((await sms({ Body: "a", ValidityPeriod })).status).toBe(201);
    for (const ValidityPeriod of ["0", "36001", "a"]) {
      expect(codeOf(await sms({ Body: "a", ValidityPeriod }))).toBe(21624);
    }
  });

  it("has Twilio's error shape, and its authentication", async () => {
    const { status, body } = await twilio({ Body: "a" }, "wrong");
    expect(status).toBe(401);
    expect(body).toEqual({
      code: 20003,
      message: "Authenticate",
      more_info: "https://www.twilio.com/docs/errors/20003",
      status: 401,
    });
    expect((await twilio({ Body: "a" }, TWILIO_TOKEN, `AC${"0".repeat(32)}`)).status).toBe(401);
    expect(codeOf(await call("POST", "/2010-04-01/Accounts/AC1/Messages.json"))).toBe(20404);
    expect(codeOf(await call("GET", `/2010-04-01/Accounts/${SID}/Messages.json`))).toBe(20404);
  });

  it("is a form: JSON has no parameters", async () => {
    const authorization = `Basic ${Buffer.from(`${SID}:${TWILIO_TOKEN}`).toString("base64")}`;
    const headers = { authorization, "content-type": "application/json" };
    const body = '{"To":"+15550001111"}';
    expect(codeOf(await call("POST", `/2010-04-01/Accounts/${SID}/Messages.json`, { headers, body }))).toBe(
      21604,
    );
  });
});

describe("an MMS", () => {
  const MB = 1024 * 1024;
  const image = (body: Buffer, type = "image/jpeg", extra = {}) => ({
    status: 200,
    headers: { "content-type": type, "content-length": body.length, ...extra },
    body,
  });
  const host = useServer(({ url, method }) => {
    const path = url.split("?")[0];
    if (path === "/a.jpg" || path === "/b.jpg") return image(jpeg());
    if (path === "/3mb") return image(jpeg(3 * MB));
    if (path === "/2mb") return image(jpeg(2 * MB));
    if (path === "/lie") return image(png());
    if (path === "/untyped") return { status: 200, body: jpeg() };
    if (path === "/get-only") return method === "HEAD" ? { status: 403 } : image(jpeg());
    if (path === "/named")
      return image(jpeg(), "image/jpeg", { "content-disposition": 'inline; filename="my photo.jpg"' });
    if (path === "/far") return { status: 302, headers: { location: "/b.jpg" } };
    if (path === "/hook") return { status: 204 };
    return { status: 404 };
  });

  it("has up to 10 media URLs", async () => {
    const { body } = await sms({ MediaUrl: Array(10).fill(`${host.origin()}/a.jpg`) });
    expect(body).toMatchObject({ num_media: "10", sid: expect.stringMatching(/^MM/) });
    expect(codeOf(await sms({ MediaUrl: Array(11).fill(`${host.origin()}/a.jpg`) }))).toBe(21623);
    expect(codeOf(await sms({ MediaUrl: "s3://bucket/a.jpg" }))).toBe(21620);
  });

  /** The last status and error code that the callbacks of a message with these media told. */
  async function fate(...paths: string[]): Promise<string> {
    const mark = `/hook?m=${paths.join("+")}`;
    const { status } = await sms({
      Body: "look",
      MediaUrl: paths.map((path) => host.origin() + path),
      StatusCallback: host.origin() + mark,
    });
    expect(status).toBe(201);
    return until(() => {
      const forms = host.caught
        .filter(({ url }) => url === mark)
        .map(({ raw }) => new URLSearchParams(raw.toString()));
      const last = forms.find((form) => ["delivered", "failed"].includes(form.get("MessageStatus") ?? ""));
      return last && [last.get("MessageStatus"), last.get("ErrorCode")].filter(Boolean).join(" ");
    });
  }

  it("is fetched after the answer, by HEAD and then GET, through a redirect", async () => {
    expect(await fate("/far")).toBe("delivered");
    const calls = host.caught.map(({ method, url }) => `${method} ${url}`);
    expect(calls.filter((one) => / \/(far|b\.jpg)$/.test(one))).toEqual([
      "HEAD /far",
      "HEAD /b.jpg",
      "GET /far",
      "GET /b.jpg",
    ]);
  });

  it("fails when HEAD or GET fails, or the content type is missing or a lie", async () => {
    expect(await fate("/gone")).toBe("failed 63019");
    expect(await fate("/get-only")).toBe("failed 63019");
    expect(await fate("/untyped")).toBe("failed 63019");
    expect(await fate("/lie")).toBe("failed 63019");
    expect(await fate("/named")).toBe("failed 63019");
  });

  it("has 5 MB in all, not a byte more", async () => {
    expect(await fate("/3mb", "/2mb")).toBe("delivered");
    expect(await fate("/3mb", "/2mb", "/a.jpg")).toBe("failed 30019");
  });
});
