import { once } from "node:events";
import http from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { createHandler } from "../../functions/webchat/webchat-socket.ts";
import { DEMO_KEY } from "../../infra/local/demo.ts";
import { serveMembers } from "../../infra/local/members.ts";
import { serveVisitors } from "../../infra/local/visitors.ts";
import { CHANNELS } from "../../shared/domain/channel.ts";
import type { SequencedEvent } from "../../shared/domain/event.ts";
import { directory } from "../../shared/store/directory.ts";
import { type Embedded, startEmbedded } from "../support/embedded.ts";
import { post } from "./http/channels.ts";
import { addOtherOrganization, OTHER_KEY } from "./http/other-organization.ts";

let embedded: Embedded;
let server: http.Server;
let members: ReturnType<typeof serveMembers>;
let visitors: ReturnType<typeof serveVisitors>;
let port: number;

beforeEach(async () => {
  embedded = await startEmbedded();
  server = http.createServer().listen(0, "127.0.0.1");
  const handler = createHandler(embedded.parts("webchat"));
  visitors = serveVisitors(server, "/webchat", handler, embedded.sockets, ["/events"]);
  members = serveMembers(server, "/events", {
    directory: directory(embedded.items),
    events: embedded.events,
    onCommit: (listener) => embedded.database.onCommit(listener),
  });
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all([members.close(), visitors.close()]);
  server.close();
  server.closeAllConnections();
  await embedded.stop();
});

interface Frame {
  type: string;
  event?: SequencedEvent;
}

const member = async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/events`);
  const frames: Frame[] = [];
  let heard = Promise.withResolvers<void>();
  socket.on("message", (data) => {
    frames.push(JSON.parse(String(data)));
    heard.resolve();
    heard = Promise.withResolvers();
  });
  await once(socket, "open");
  const next = async (): Promise<Frame> => {
    while (frames.length === 0) await heard.promise;
    return frames.shift()!;
  };
  return {
    socket,
    next,
    frames,
    say: (frame: unknown) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    /** The `seq` of so many events. */
    seqs: async (count: number) => {
      const found: number[] = [];
      while (found.length < count) found.push((await next()).event!.seq);
      return found;
    },
  };
};

const following = async (key: string, after_seq: number) => {
  const one = await member();
  one.say({ type: "auth", key });
  expect(await one.next()).toEqual({ type: "ready" });
  one.say({ type: "catch_up", after_seq });
  return one;
};

const closedWith = async (socket: WebSocket) => {
  const [code] = await once(socket, "close");
  return Number(code);
};

const upTo = (count: number, first = 1) => Array.from({ length: count }, (_, index) => first + index);
const newest = async () => (await embedded.events.after(1, 0, 100)).at(-1)!.seq;
const note = (text: string, key = DEMO_KEY, conversation_id = 101) =>
  post(embedded, "whatsapp", { conversation_id, message_type: "note", message_text: text }, { key });

describe("a member's web socket", () => {
  it("brings what has happened, then what happens, without a gap", async () => {
    const before = await newest();
    const { seqs, next } = await following(DEMO_KEY, 0);
    expect(await seqs(before)).toEqual(upTo(before));
    await note("first");
    const { event } = await next();
    expect(event).toMatchObject({ seq: before + 1, type: "message.created", is_note: true });
    expect(event!.data).toMatchObject({ message_text: "first" });
    await Promise.all(upTo(120).map((number) => note(`number ${number}`)));
    expect(await seqs(120)).toEqual(upTo(120, before + 2));
  });

  it("goes on behind the last event that a member has seen", async () => {
    const before = await newest();
    const { seqs } = await following(DEMO_KEY, before - 2);
    expect(await seqs(2)).toEqual([before - 1, before]);
  });

  it("brings all of a past that is longer than it reads at once", async () => {
    const before = await newest();
    await Promise.all(upTo(120).map((number) => note(`number ${number}`)));
    const { seqs } = await following(DEMO_KEY, before);
    expect(await seqs(120)).toEqual(upTo(120, before + 1));
  });

  it("brings an organization its own events only", async () => {
    await addOtherOrganization(embedded);
    const other = await following(OTHER_KEY, CHANNELS.length);
    await note("not for others");
    await note("for others", OTHER_KEY, 901);
    expect(await other.next()).toMatchObject({ event: { seq: CHANNELS.length + 1, organization_id: 2 } });
    expect(other.frames).toEqual([]);
  });

  it.each([
    ["a key nobody has", { type: "auth", key: "nobodys" }, 4401],
    ["no key", { type: "catch_up", after_seq: 0 }, 4401],
    ["no frame", "hello", 4400],
    ["a place that is none", { type: "catch_up", after_seq: -1 }, 4400],
  ])("is closed for %s", async (_, frame, code) => {
    const { socket, say, frames } = await member();
    say(frame);
    expect([await closedWith(socket), frames]).toEqual([code, []]);
  });

  it("is closed when it stays without a key for ten seconds, and not with one", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const silent = await member();
    const before = await newest();
    const known = await following(DEMO_KEY, before);
    const closed = closedWith(silent.socket);
    vi.advanceTimersByTime(9_999);
    expect(silent.socket.readyState).toBe(WebSocket.OPEN);
    vi.advanceTimersByTime(1);
    expect(await closed).toBe(4401);
    await note("still here");
    expect(await known.seqs(1)).toEqual([before + 1]);
  });

  it("does not end the server by a path that is none", async () => {
    const stream = connect(port, "127.0.0.1");
    stream.write("GET // HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n");
    stream.resume();
    await once(stream, "close");
    const { next } = await following(DEMO_KEY, 0);
    expect(await next()).toMatchObject({ type: "event", event: { seq: 1 } });
  });

  it("follows from one place only", async () => {
    const { socket, say } = await following(DEMO_KEY, 0);
    say({ type: "catch_up", after_seq: 3 });
    expect(await closedWith(socket)).toBe(4400);
  });
});
