import { describe, expect, it } from "vitest";
import { codeOf, png, type Reply, useSandbox, useServer } from "./helper.ts";

const sandbox = useSandbox({ callbacks: false });
const { wa, text, messenger, instagram, sms } = sandbox;
const host = useServer(() => ({ status: 200, headers: { "content-type": "image/png" }, body: png() }));

/** The same wish in the words of each provider. */
const providers: Record<string, (wish: string) => Promise<Reply>> = {
  whatsapp: (wish) => text(`please ${wish} now`),
  messenger: (wish) => messenger({ text: wish }),
  instagram: (wish) => instagram({ text: wish }),
  sms: (wish) => sms({ Body: wish }),
};

describe.each(Object.keys(providers))("magic values on %s", (name) => {
  const send = providers[name] ?? text;
  const only = <T>(byName: Record<string, T>): T | undefined => byName[name];
  const lastId = () => sandbox.received({ channel: name })[0];

  it("lost: recorded, and never answered", async () => {
    await expect(send("sandbox:lost")).rejects.toThrow("fetch failed");
    expect(lastId()).toMatchObject({ channel: name, answer: null });
  });

  it("429: throttled twice, then accepted, and another body is its own", async () => {
    const code = only({ whatsapp: 130429, messenger: 613, instagram: "613/2534040", sms: 20429 });
    for (let round = 0; round < 2; round++) {
      const wish = `sandbox:429 ${round}`;
      expect([codeOf(await send(wish)), codeOf(await send(wish))]).toEqual([code, code]);
      expect(codeOf(await send(wish))).toBeUndefined();
    }
  });

  it("500: always, or as often as it says", async () => {
    const code = only({ whatsapp: 131016, messenger: 2, instagram: 2, sms: 20500 });
    for (let at = 0; at < 3; at++) {
      const reply = await send("sandbox:500");
      expect([reply.status >= 500, codeOf(reply)]).toEqual([true, code]);
    }
    expect(codeOf(await send("sandbox:500=1"))).toBe(code);
    expect(codeOf(await send("sandbox:500=1"))).toBeUndefined();
  });

  it("html: a gateway's page instead of an envelope", async () => {
    const { status, text: page } = await send("sandbox:html");
    expect([status, page.startsWith("<!DOCTYPE html>")]).toEqual([502, true]);
  });

  it("noid: a success without an id", async () => {
    const { status, body } = await send("sandbox:noid");
    expect(status).toBe(name === "sms" ? 201 : 200);
    expect([body.messages, body.message_id, body.sid]).toEqual([undefined, undefined, undefined]);
  });

  it("refuse: the recipient cannot be reached", async () => {
    const code = only({ whatsapp: 131026, messenger: "551/1545041", instagram: "551/1545041", sms: 21614 });
    expect(codeOf(await send("sandbox:refuse"))).toBe(code);
  });

  it("code: that error and no other", async () => {
    expect(codeOf(await send("sandbox:code=131049"))).toBe(131049);
    if (name !== "sms") expect(codeOf(await send("sandbox:code=200/2534041"))).toBe("200/2534041");
  });

  it("slow: answered later", async () => {
    const begun = performance.now();
    expect(codeOf(await send("sandbox:slow=60"))).toBeUndefined();
    expect(performance.now() - begun).toBeGreaterThan(55);
  });

  it("hang: recorded, and never answered while the caller waits", async () => {
    const waited = Promise.race([
      send("sandbox:hang").catch(() => "closed"),
      new Promise((resolve) => setTimeout(() => resolve("waiting"), 60)),
    ]);
    expect(await waited).toBe("waiting");
    expect(lastId()).toMatchObject({ answer: null });
  });
});

describe("where a wish may stand", () => {
  it("is a caption, an interactive body, a template name or its text", async () => {
    const image = { link: "http://127.0.0.1:1/a.png", caption: "sandbox:refuse" };
    expect(codeOf(await wa({ type: "image", image }))).toBe(131026);
    const action = { buttons: [{ type: "reply", reply: { id: "a", title: "a" } }] };
    const interactive = { type: "button", body: { text: "sandbox:refuse" }, action };
    expect(codeOf(await wa({ type: "interactive", interactive }))).toBe(131026);
    const template = (name: string, said = "x") =>
      wa({
        type: "template",
        template: {
          name,
          language: { code: "en_US" },
          components: [{ type: "body", parameters: [{ type: "text", text: said }] }],
        },
      });
    expect(codeOf(await template("sandbox_refuse"))).toBe(131026);
    expect(codeOf(await template("sandbox_code_131049"))).toBe(131049);
    expect(codeOf(await template("sandbox_code_131000_7"))).toBe("131000/7");
    expect(codeOf(await template("order_update", "sandbox:refuse"))).toBe(131026);
  });

  it("is a card's title or a button template's text", async () => {
    const buttons = [{ type: "postback", title: "a", payload: "p" }];
    const template = (payload: object) => messenger({ attachment: { type: "template", payload } });
    expect(codeOf(await template({ template_type: "button", text: "sandbox:refuse", buttons }))).toBe(
      "551/1545041",
    );
    const elements = [{ title: "sandbox:refuse", buttons }];
    expect(codeOf(await template({ template_type: "generic", elements }))).toBe("551/1545041");
  });

  it("is never a reason to skip the rules", async () => {
    expect(codeOf(await text(`sandbox:refuse ${"x".repeat(4096)}`))).toBe(100);
    expect(codeOf(await sms({ Body: "sandbox:refuse", To: "1" }))).toBe(21211);
  });
});

describe("a recipient with a magic suffix", () => {
  it("needs no text", async () => {
    const image = (id: string) =>
      messenger(
        { attachment: { type: "image", payload: { url: `${host.origin()}/a.png?sig=${Math.random()}` } } },
        { recipient: { id } },
      );
    expect(codeOf(await image("71239907"))).toBe("551/1545041");
    expect((await image("71239905")).status).toBe(502);
    await expect(image("71239901")).rejects.toThrow("fetch failed");
    // Another link each time, as signed links are: still the same message.
    expect([codeOf(await image("71239903")), codeOf(await image("71239903"))]).toEqual([613, 613]);
    expect((await image("71239903")).status).toBe(200);
    expect(codeOf(await text("a", { to: "+15550009907" }))).toBe(131026);
    expect(codeOf(await sms({ Body: "a", To: "+15550009904" }))).toBe(20500);
  });
});

describe("without magic numbers", () => {
  const plain = useSandbox({ callbacks: false, magicNumbers: false });

  it("leaves recipients alone, and still reads directives", async () => {
    expect((await plain.text("a", { to: "+15550009907" })).status).toBe(200);
    expect(codeOf(await plain.text("sandbox:refuse"))).toBe(131026);
  });
});
