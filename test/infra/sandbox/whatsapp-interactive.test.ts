import { describe, expect, it } from "vitest";
import { codeOf, useSandbox } from "./helper.ts";

const { wa } = useSandbox({ callbacks: false });
const x = (length: number) => "x".repeat(length);
const send = (interactive: object) => wa({ type: "interactive", interactive });
const body = { text: "Choose" };

describe("reply buttons", () => {
  const button = (id: string, title = id) => ({ type: "reply", reply: { id, title } });
  const buttons = (list: object[], extra = {}) =>
    send({ type: "button", body, action: { buttons: list }, ...extra });

  it("are 1 to 3", async () => {
    expect((await buttons([button("a"), button("b"), button("c")])).status).toBe(200);
    expect(codeOf(await buttons([button("a"), button("b"), button("c"), button("d")]))).toBe(131009);
    expect(codeOf(await buttons([]))).toBe(131009);
  });

  it("have titles of 20 characters and ids of 256", async () => {
    expect((await buttons([button(x(256), x(20))])).status).toBe(200);
    expect(codeOf(await buttons([button("a", x(21))]))).toBe(131009);
    expect(codeOf(await buttons([button(x(257), "a")]))).toBe(131009);
    expect(codeOf(await buttons([button(" a", "a")]))).toBe(131009);
    expect(codeOf(await buttons([button("a", "")]))).toBe(131008);
  });

  it("differ in title and id", async () => {
    expect(codeOf(await buttons([button("a", "x"), button("b", "x")]))).toBe(131009);
    expect(codeOf(await buttons([button("a", "x"), button("a", "y")]))).toBe(131009);
  });

  it("have a body of 1,024, a header and a footer of 60", async () => {
    const all = (b: number, h: number, f: number) =>
      buttons([button("a")], {
        body: { text: x(b) },
        header: { type: "text", text: x(h) },
        footer: { text: x(f) },
      });
    expect((await all(1024, 60, 60)).status).toBe(200);
    expect(codeOf(await all(1025, 60, 60))).toBe(131009);
    expect(codeOf(await all(1024, 61, 60))).toBe(131009);
    expect(codeOf(await all(1024, 60, 61))).toBe(131009);
    expect(codeOf(await buttons([button("a")], { body: undefined }))).toBe(131008);
  });

  it("take a media header without caption", async () => {
    const header = (image: object) => buttons([button("a")], { header: { type: "image", image } });
    expect((await header({ link: "http://127.0.0.1:1/a.png" })).status).toBe(200);
    expect(codeOf(await header({ link: "http://127.0.0.1:1/a.png", caption: "a" }))).toBe(100);
    expect(codeOf(await header({ id: "1" }))).toBe(131053);
  });
});

describe("a list", () => {
  const row = (id: string, title = id, description?: string) => ({
    id,
    title,
    ...(description ? { description } : {}),
  });
  const rows = (count: number, from = 0) => Array.from({ length: count }, (_, at) => row(`r${from + at}`));
  const list = (sections: object[], extra = {}) =>
    send({ type: "list", body, action: { button: "Open", sections, ...extra } });

  it("has 10 rows in all sections together", async () => {
    const two = (second: number) => [
      { title: "A", rows: rows(5) },
      { title: "B", rows: rows(second, 5) },
    ];
    expect((await list(two(5))).status).toBe(200);
    expect(codeOf(await list(two(6)))).toBe(131009);
  });

  it("has section titles as soon as there are two sections", async () => {
    expect((await list([{ rows: rows(1) }])).status).toBe(200);
    expect(codeOf(await list([{ rows: rows(1) }, { rows: rows(1, 1) }]))).toBe(131008);
    expect(codeOf(await list([{ title: x(25), rows: rows(1) }]))).toBe(131009);
  });

  it("has rows within 200, 24 and 72 characters and a button within 20", async () => {
    expect((await list([{ rows: [row(x(200), x(24), x(72))] }], { button: x(20) })).status).toBe(200);
    expect(codeOf(await list([{ rows: [row(x(201), "a")] }]))).toBe(131009);
    expect(codeOf(await list([{ rows: [row("a", x(25))] }]))).toBe(131009);
    expect(codeOf(await list([{ rows: [row("a", "a", x(73))] }]))).toBe(131009);
    expect(codeOf(await list([{ rows: rows(1) }], { button: x(21) }))).toBe(131009);
  });

  it("has no image header", async () => {
    const header = { type: "image", image: { link: "http://127.0.0.1:1/a.png" } };
    const sections = [{ rows: rows(1) }];
    expect(codeOf(await send({ type: "list", body, header, action: { button: "a", sections } }))).toBe(
      131009,
    );
  });
});

describe("other interactive messages", () => {
  const url = (parameters: object) =>
    send({ type: "cta_url", body, action: { name: "cta_url", parameters } });

  it("has one URL button with a label of 20", async () => {
    expect((await url({ display_text: x(20), url: "https://example.com" })).status).toBe(200);
    expect(codeOf(await url({ display_text: x(21), url: "https://example.com" }))).toBe(131009);
    expect(codeOf(await url({ display_text: "a", url: "tel:+1555" }))).toBe(131009);
  });

  it("has a location request, a flow and products", async () => {
    expect(
      (await send({ type: "location_request_message", body, action: { name: "send_location" } })).status,
    ).toBe(200);
    const flow = { flow_message_version: "3", flow_id: "1", flow_cta: "Go" };
    const sendFlow = (parameters: object) =>
      send({ type: "flow", body, action: { name: "flow", parameters } });
    expect((await sendFlow(flow)).status).toBe(200);
    expect(codeOf(await sendFlow({ ...flow, flow_cta: "Go 🚀" }))).toBe(131009);
    expect(
      (await send({ type: "product", action: { catalog_id: "1", product_retailer_id: "2" } })).status,
    ).toBe(200);
  });

  it("has a carousel of 2 to 10 cards with the same buttons", async () => {
    const header = { type: "image", image: { link: "http://127.0.0.1:1/a.png" } };
    const link = { name: "cta_url", parameters: { display_text: "Go", url: "https://example.com" } };
    const replies = { buttons: [{ type: "quick_reply", quick_reply: { id: "a", title: "A" } }] };
    const card = (card_index: number, action: object = link, text = "a") => ({
      card_index,
      type: "cta_url",
      header,
      body: { text },
      action,
    });
    const carousel = (cards: object[]) => send({ type: "carousel", body, action: { cards } });
    expect((await carousel(Array.from({ length: 10 }, (_, at) => card(at)))).status).toBe(200);
    expect(codeOf(await carousel([card(0)]))).toBe(131009);
    expect(codeOf(await carousel(Array.from({ length: 11 }, (_, at) => card(at))))).toBe(131009);
    expect(codeOf(await carousel([card(0), card(1, replies)]))).toBe(131009);
    expect(codeOf(await carousel([card(0), card(1, link, x(161))]))).toBe(131009);
    expect(codeOf(await carousel([card(1), card(0)]))).toBe(131009);
    expect((await carousel([card(0, replies), card(1, replies)])).status).toBe(200);
    const more = {
      buttons: [...replies.buttons, { type: "quick_reply", quick_reply: { id: "b", title: "B" } }],
    };
    expect(codeOf(await carousel([card(0, replies), card(1, more)]))).toBe(131009);
    const typed = (given: object) => carousel([card(0), { ...card(1), ...given }]);
    expect(codeOf(await typed({ type: "quick_reply" }))).toBe(131009);
    expect(codeOf(await typed({ header: { type: "image", image: { id: "1" } } }))).toBe(100);
    const footed = { type: "carousel", body, footer: { text: "a" }, action: { cards: [card(0), card(1)] } };
    expect(codeOf(await send(footed))).toBe(131009);
  });

  it("has no unknown kind", async () => {
    expect(codeOf(await send({ type: "phone", body, action: {} }))).toBe(131009);
  });
});
