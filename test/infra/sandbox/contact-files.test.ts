import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { type Caught, INSTAGRAM, NUMBER, PAGE, SID, TWILIO_TOKEN, useSandbox, useServer } from "./helper.ts";

const sandbox = useSandbox();
const hook = useServer(() => ({ status: 200 }));
beforeEach(async () => {
  await sandbox.json("PUT", "/control", { webhooks: hook.origin() });
  hook.caught.length = 0;
});

const FILE = { type: "text/plain", name: "Grüße.txt", data: Buffer.from("Grüße").toString("base64") };
const BEARER = { authorization: "Bearer sandbox-token" };

const say = async (said: object): Promise<Caught> => {
  const answer = await sandbox.json("POST", "/contacts/say?wait=true", said);
  expect(answer, answer.text).toMatchObject({ status: 200 });
  return hook.caught[0]!;
};
const whatsapp = (...attachments: object[]) =>
  say({ channel: "whatsapp", account: NUMBER, from: "15551112222", text: "Look", attachments });
const page = (channel: string, account: string, ...attachments: object[]) =>
  say({ channel, account, from: "7001", attachments });
const json = ({ raw }: Caught) => JSON.parse(raw.toString()).entry[0];
const urlOf = (caught: Caught): string => json(caught).messaging[0].message.attachments[0].payload.url;
const get = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { headers, redirect: "manual" });

describe("a WhatsApp contact's file", () => {
  const described = async (caught: Caught, headers: Record<string, string> = BEARER) => {
    const { messages } = json(caught).changes[0].value;
    const answer = await sandbox.call("GET", `/v25.0/${messages[0].document.id}`, { headers });
    return { message: messages[0], answer, url: String(answer.body.url) };
  };

  it("comes as Meta tells it, by its id and then its link, both with the token", async () => {
    const { message, answer, url } = await described(await whatsapp(FILE));
    const hash = createHash("sha256").update("Grüße");
    const sha256 = hash.copy().digest("base64");
    const document = { caption: "Look", filename: "Grüße.txt", mime_type: "text/plain", sha256 };
    expect(message).toMatchObject({ type: "document", document });
    expect(answer.body).toMatchObject({ sha256: hash.digest("hex"), file_size: 7, mime_type: "text/plain" });
    expect(await (await get(url, BEARER)).text()).toBe("Grüße");
    expect((await get(url)).status).toBe(401);
    expect((await described(hook.caught[0]!, {})).answer.status).toBe(401);
  });

  it("is not at a link that was changed or is another number's", async () => {
    const { url, message } = await described(await whatsapp(FILE));
    expect((await get(url.replace(/ext=\d/, "ext=9"), BEARER)).status).toBe(404);
    const path = `/v25.0/${message.document.id}?phone_number_id=1`;
    expect((await sandbox.call("GET", path, { headers: BEARER })).status).toBe(400);
  });
});

describe.each([
  ["messenger", PAGE],
  ["instagram", INSTAGRAM],
])("a contact's file on %s", (channel, account) => {
  it("is at a link that needs no token", async () => {
    const url = urlOf(await page(channel, account, FILE));
    const answer = await get(url);
    expect([await answer.text(), answer.headers.get("content-type")]).toEqual(["Grüße", "text/plain"]);
    expect((await get(url.replace(/oe=./, "oe=f"))).status).toBe(403);
  });

  it("gives the answers that were asked for first", async () => {
    const url = urlOf(await page(channel, account, { type: "image/png", answers: [503, 404] }));
    const statuses = [await get(url), await get(url), await get(url)].map(({ status }) => status);
    expect(statuses).toEqual([503, 404, 200]);
  });
});

it("an SMS contact's files want SID and token, and are redirected to", async () => {
  const said = { channel: "sms", account: "+15550002222", account_sid: SID, from: "+15551112222" };
  const caught = await say({ ...said, attachments: [FILE, { type: "image/png" }] });
  const form = new URLSearchParams(caught.raw.toString());
  expect(Object.fromEntries(form)).toMatchObject({ NumMedia: "2", MediaContentType1: "image/png", Body: "" });
  const url = form.get("MediaUrl0")!;
  const basic = (password: string) => ({
    authorization: `Basic ${Buffer.from(`${SID}:${password}`).toString("base64")}`,
  });
  expect([(await get(url)).status, (await get(url, basic("wrong"))).status]).toEqual([401, 401]);
  const answer = await get(url, basic(TWILIO_TOKEN));
  expect(answer.status).toBe(307);
  expect(await (await get(answer.headers.get("location")!)).text()).toBe("Grüße");
});

it.each([
  ["nothing", {}],
  ["two files on WhatsApp", { attachments: [FILE, FILE] }],
  ["a type without a sample", { attachments: [{ type: "video/mp4" }] }],
  ["no base64", { attachments: [{ type: "video/mp4", data: "%" }] }],
])("refuses to say %s", async (_, said) => {
  const whole = { channel: "whatsapp", account: NUMBER, from: "15551112222", ...said };
  expect((await sandbox.json("POST", "/contacts/say", whole)).status).toBe(400);
});
