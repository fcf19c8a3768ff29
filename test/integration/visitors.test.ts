import { once } from "node:events";
import http from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createHandler } from "../../functions/webchat/webchat-socket.ts";
import { DEMO_VISITOR_TOKEN } from "../../infra/local/demo.ts";
import { serveVisitors } from "../../infra/local/visitors.ts";
import { type Embedded, startEmbedded } from "../support/embedded.ts";
import { post } from "./http/channels.ts";
import { chatwoot, formOf, visit } from "./http/chatwoot.ts";
import { SAMPLES } from "./http/uploads.ts";
import { work } from "./http/work.ts";

let embedded: Embedded;
let server: http.Server;
let visitors: ReturnType<typeof serveVisitors>;
let port: number;

beforeEach(async () => {
  embedded = await startEmbedded();
  server = http.createServer().listen(0, "127.0.0.1");
  visitors = serveVisitors(server, "/webchat", createHandler(embedded.parts("webchat")), embedded.sockets);
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  await visitors.close();
  server.close();
  server.closeAllConnections();
  await embedded.stop();
});

const address = (token: string, path = "/webchat") =>
  `ws://127.0.0.1:${port}${path}?conversation_id=104&token=${token}`;

const visitor = async (url = address(DEMO_VISITOR_TOKEN)) => {
  const socket = new WebSocket(url);
  const frames: Record<string, unknown>[] = [];
  let heard = Promise.withResolvers<void>();
  socket.on("message", (data) => {
    frames.push(JSON.parse(String(data)));
    heard.resolve();
    heard = Promise.withResolvers();
  });
  await once(socket, "open");
  return {
    socket,
    say: (frame: unknown) => socket.send(JSON.stringify(frame)),
    next: async () => {
      if (frames.length === 0) await heard.promise;
      return frames.shift();
    },
  };
};

const refusedWith = async (url: string): Promise<number> => {
  const socket = new WebSocket(url);
  const [error] = await once(socket, "error");
  return Number(/: (\d+)/.exec(String(error))?.[1]);
};

describe("a visitor's web socket", () => {
  it("opens for the visitor's own token only", async () => {
    expect(await refusedWith(address("wrong"))).toBe(401);
    expect(await refusedWith(address(DEMO_VISITOR_TOKEN, "/elsewhere"))).toBe(404);
    const { socket } = await visitor();
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it("brings a reply, and takes its acknowledgement as delivered", async () => {
    const { say, next } = await visitor();
    const { body } = await post(embedded, "webchat", { message_text: "How can I help?" });
    await work(embedded, "webchat");
    expect(await next()).toMatchObject({
      type: "message",
      seq: 1,
      id: `${body.id}0`,
      message: { type: "text", text: "How can I help?" },
    });
    say({ type: "ack", seq: 1 });
    say({ type: "message", text: "Thanks", client_id: "one" });
    expect(await next()).toMatchObject({ type: "accepted", client_id: "one", seq: 2 });
    const state = embedded.stored().find(({ sk }) => sk === `message#${body.id}#state`);
    expect(state).toMatchObject({ p0_delivered: { at: expect.any(String) } });
  });

  it("shows a visitor who was away what was sent meanwhile, and never a note", async () => {
    await post(embedded, "webchat", { message_text: "first" });
    await post(embedded, "webchat", { message_type: "note", message_text: "do not show" });
    await post(embedded, "webchat", { message_text: "second" });
    await work(embedded, "webchat");
    const { say, next } = await visitor();
    say({ type: "catch_up", after_seq: 0 });
    expect([await next(), await next()]).toMatchObject([
      { seq: 1, message: { text: "first" } },
      { seq: 2, message: { text: "second" } },
    ]);
  });

  it("opens for a contact of Chatwoot's client API by its pubsub token, and for no other", async () => {
    const [one, two] = [await visit(embedded), await visit(embedded)];
    const to = ({ place }: typeof one, { contact }: typeof one) =>
      address(contact.pubsub_token).replace("=104", `=${place.conversation}`);
    expect(await refusedWith(to(one, two))).toBe(401);
    expect(await refusedWith(address(one.contact.pubsub_token))).toBe(401);
    expect(await refusedWith(to(one, { ...one, contact: { ...one.contact, pubsub_token: "" } }))).toBe(401);
    const { say, next } = await visitor(to(one, one));
    say({ type: "catch_up", after_seq: 0 });
    expect(await next()).toEqual({ type: "caught_up", seq: 0, more: false });
  });

  it("brings what was posted over HTTP with its echo_id, and again after a reconnection", async () => {
    const { contact, place } = await visit(embedded);
    const url = address(contact.pubsub_token).replace("=104", `=${place.conversation}`);
    const first = await visitor(url);
    const { body } = await chatwoot(embedded).say(place, { content: "Where is it?", echo_id: "e1" });
    const said = {
      type: "message",
      seq: 1,
      direction: "incoming",
      message: { type: "text", text: "Where is it?" },
      echo_id: "e1",
    };
    expect(await first.next()).toMatchObject(said);
    first.socket.terminate();
    await post(embedded, "webchat", { conversation_id: place.conversation, message_text: "Here." });
    await post(embedded, "webchat", {
      conversation_id: place.conversation,
      message_type: "note",
      message_text: "or not",
    });
    await work(embedded, "webchat");
    await chatwoot(embedded).sayForm(
      place,
      formOf({ content: "see", echo_id: "e2" }, SAMPLES.png, SAMPLES.pdf),
    );
    const { say, next } = await visitor(url);
    say({ type: "catch_up", after_seq: 0 });
    const frames = [await next(), await next(), await next(), await next()];
    expect(frames).toMatchObject([
      said,
      { seq: 2, direction: "outgoing", message: { text: "Here." } },
      {
        seq: 3,
        echo_id: "e2",
        message: {
          type: "image",
          text: "see",
          file: { name: "photo.png", url: expect.stringMatching(/^https:/) },
          more_files: [{ name: "offer.pdf", type: "application/pdf", url: expect.stringMatching(/^https:/) }],
        },
      },
      { type: "caught_up", seq: 3, more: false },
    ]);
    // A page that sends it again over the socket, under the same name, sends nothing new.
    say({ type: "message", text: "Where is it?", client_id: "e1" });
    expect(await next()).toMatchObject({ type: "accepted", client_id: "e1", seq: 1 });
    const again = await chatwoot(embedded).say(place, { content: "Where is it?", echo_id: "e1" });
    expect(again.body).toEqual(body);
    expect((await chatwoot(embedded).listMessages(place)).body.map(({ content }) => content)).toEqual([
      "Where is it?",
      "Here.",
      "see",
    ]);
  });

  it("survives peers that reset the connection while it opens", async () => {
    const handshake = [
      `GET /webchat?conversation_id=104&token=${DEMO_VISITOR_TOKEN} HTTP/1.1`,
      "Host: visitors",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "\r\n",
    ].join("\r\n");
    for (let round = 0; round < 50; round += 1) {
      const peer = connect(port, "127.0.0.1");
      peer.on("error", () => {});
      await once(peer, "connect");
      peer.write(handshake);
      await sleep(1);
      peer.resetAndDestroy();
    }
    const { say, next } = await visitor();
    say({ type: "message", text: "Still there?" });
    expect(await next()).toMatchObject({ type: "accepted" });
  });
});
