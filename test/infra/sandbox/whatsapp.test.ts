import { describe, expect, it } from "vitest";
import { outboundWamid } from "../../../infra/local/sandbox/ids.ts";
import { codeOf, NUMBER, useSandbox } from "./helper.ts";

const sandbox = useSandbox({ callbacks: false });
const { wa, text, json } = sandbox;
const x = (length: number) => "x".repeat(length);

describe("a WhatsApp text", () => {
  it("is answered with the documented success", async () => {
    const { status, body } = await text("hello");
    expect(status).toBe(200);
    expect(body).toEqual({
      messaging_product: "whatsapp",
      contacts: [{ input: "+15550001111", wa_id: "15550001111" }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    });
  });

  it("may have 4,096 characters, not 4,097", async () => {
    expect((await text(x(4096))).status).toBe(200);
    expect(codeOf(await text(x(4097)))).toBe(100);
  });

  it("may not be empty, blank or missing", async () => {
    expect(codeOf(await text(""))).toBe(131008);
    expect(codeOf(await text("  \n"))).toBe(131008);
    expect(codeOf(await wa({ type: "text" }))).toBe(131008);
  });

  it("carries 512 bytes of opaque data, not 513", async () => {
    expect((await text("a", { biz_opaque_callback_data: x(512) })).status).toBe(200);
    expect(codeOf(await text("a", { biz_opaque_callback_data: x(513) }))).toBe(100);
    expect(codeOf(await text("a", { biz_opaque_callback_data: "ä".repeat(257) }))).toBe(100);
  });

  it("quotes a wamid and nothing else", async () => {
    expect((await text("a", { context: { message_id: "wamid.HBgL" } })).status).toBe(200);
    expect(codeOf(await text("a", { context: { message_id: "abc" } }))).toBe(131009);
  });
});

describe("a WhatsApp recipient", () => {
  it("is a phone with or without plus, or a business-scoped id", async () => {
    expect((await text("a", { to: "4915112345678" })).status).toBe(200);
    expect((await text("a", { to: "+49 (151) 123-45678" })).status).toBe(200);
    const { body } = await text("a", { to: undefined, recipient: "US.13491208655302741918" });
    expect(body.contacts).toEqual([{ input: "US.13491208655302741918", user_id: "US.13491208655302741918" }]);
  });

  it("is the phone when both are given", async () => {
    const { body } = await text("a", { recipient: "US.1349" });
    expect(body.contacts).toEqual([{ input: "+15550001111", wa_id: "15550001111" }]);
  });

  it("is refused when it is neither", async () => {
    expect(codeOf(await text("a", { to: undefined }))).toBe(100);
    expect(codeOf(await text("a", { to: "+1555abc" }))).toBe(131009);
    expect(codeOf(await text("a", { to: "+1234567890123456" }))).toBe(131009);
    expect(codeOf(await text("a", { to: undefined, recipient: "1349" }))).toBe(131009);
  });
});

describe("the WhatsApp envelope", () => {
  it("says 190 with HTTP 401 to a wrong token", async () => {
    const body = { messaging_product: "whatsapp", to: "+15550001111", type: "text", text: { body: "a" } };
    const reply = await json("POST", `/v25.0/${NUMBER}/messages`, body, "wrong");
    expect([reply.status, codeOf(reply)]).toEqual([401, 190]);
  });

  it("takes the token in the query too", async () => {
    const init = {
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        messaging_product: "whatsapp",
        to: "+15550001111",
        type: "text",
        text: { body: "a" },
      }),
    };
    expect(
      (await sandbox.call("POST", `/v25.0/${NUMBER}/messages?access_token=sandbox-token`, init)).status,
    ).toBe(200);
    expect(sandbox.received()[0]?.path).toBe(`/v25.0/${NUMBER}/messages?access_token=***`);
  });

  it("has Meta's error shape", async () => {
    expect((await text("")).body).toEqual({
      error: {
        message: "(#131008) Required parameter is missing",
        type: "OAuthException",
        code: 131008,
        error_data: { messaging_product: "whatsapp", details: "text.body must not be empty" },
        fbtrace_id: expect.any(String),
      },
    });
  });

  it("refuses an unknown type by its own code", async () => {
    expect(codeOf(await wa({ type: "hologram", hologram: {} }))).toBe(131051);
  });

  it("wants messaging_product", async () => {
    expect(codeOf(await wa({ messaging_product: undefined, type: "text", text: { body: "a" } }))).toBe(100);
  });

  it("marks an inbound message as read, never an outbound one", async () => {
    const read = { to: undefined, recipient_type: undefined, status: "read" };
    const typing = { typing_indicator: { type: "text" } };
    expect((await wa({ ...read, message_id: "wamid.abc", ...typing })).body).toEqual({ success: true });
    expect(codeOf(await wa({ ...read, message_id: outboundWamid("15550001111") }))).toBe(100);
    expect(codeOf(await wa({ ...read }))).toBe(131008);
  });
});

describe("location, contacts and reaction", () => {
  const location = { latitude: 52.5, longitude: 13.4, name: "Office", address: "Street 1" };
  const contact = { name: { formatted_name: "Ada L", first_name: "Ada" }, phones: [{ phone: "+1555" }] };

  it("takes a location with coordinates on this planet", async () => {
    expect((await wa({ type: "location", location })).status).toBe(200);
    expect(codeOf(await wa({ type: "location", location: { ...location, latitude: 91 } }))).toBe(131009);
    expect(codeOf(await wa({ type: "location", location: { longitude: 1 } }))).toBe(131008);
  });

  it("takes 1 to 5 contacts, each with a whole name", async () => {
    expect((await wa({ type: "contacts", contacts: Array(5).fill(contact) })).status).toBe(200);
    expect(codeOf(await wa({ type: "contacts", contacts: Array(6).fill(contact) }))).toBe(131009);
    expect(codeOf(await wa({ type: "contacts", contacts: [] }))).toBe(131009);
    expect(codeOf(await wa({ type: "contacts", contacts: [{ name: { formatted_name: "A" } }] }))).toBe(
      131008,
    );
  });

  it("takes one emoji as a reaction, none to take it back, and no quote", async () => {
    const react = (emoji: string, extra = {}) =>
      wa({ type: "reaction", reaction: { message_id: "wamid.abc", emoji }, ...extra });
    for (const emoji of ["👍", "❤️", "👩‍👩‍👧", "🇩🇪", ""]) expect((await react(emoji)).status, emoji).toBe(200);
    expect(codeOf(await react("👍👍"))).toBe(131009);
    expect(codeOf(await react("x"))).toBe(131009);
    expect(codeOf(await react("👍", { context: { message_id: "wamid.x" } }))).toBe(100);
  });
});

describe("the 24 hour window", () => {
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const heard = (from: string, hours: number, account = NUMBER) =>
    sandbox.say({ channel: "whatsapp", account, from, text: "hi", at: hoursAgo(hours) });

  it("is open for a contact never heard of", async () => {
    expect((await text("a", { to: "+15550007777" })).status).toBe(200);
  });

  it("closes 24 hours after the contact's last message", async () => {
    await heard("15550003333", 23.9);
    await heard("15550004444", 24.1);
    expect((await text("a", { to: "+15550003333" })).status).toBe(200);
    expect(codeOf(await text("a", { to: "+15550004444" }))).toBe(131047);
  });

  it("lets templates through, belongs to one number, and opens again", async () => {
    await heard("15550005555", 48);
    const to = "+15550005555";
    const template = { name: "hello_world", language: { code: "en_US" } };
    expect((await wa({ to, type: "template", template })).status).toBe(200);
    expect((await wa({ to, type: "text", text: { body: "a" } }, "999")).status).toBe(200);
    expect(codeOf(await text("a", { to }))).toBe(131047);
    await heard("15550005555", 0);
    expect((await text("a", { to })).status).toBe(200);
    await heard("15550005555", 48);
    expect((await text("a", { to })).status).toBe(200);
  });
});
