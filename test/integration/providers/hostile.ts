import { gzipSync } from "node:zlib";
import type { Channel } from "../../../shared/domain/channel.ts";
import type { Reaction } from "../../support/provider-lines.ts";

/** The channels whose provider is called over HTTP. */
export const CALLED = ["whatsapp", "messenger", "instagram", "sms", "x"] as const satisfies Channel[];
export type Called = (typeof CALLED)[number];

/** A provider's message id of the shape the provider gives. */
export const idOf = (channel: Called, number = 1): string =>
  channel === "sms"
    ? `SM${String(number).padStart(32, "0")}`
    : channel === "x"
      ? `50${number}`
      : `mid.${number}`;

/** What the provider answers to a message it took. */
export const taken = (channel: Called, number = 1): object => takenAs(channel, idOf(channel, number));

/** The same with another id; without one when it is undefined. */
const takenAs = (channel: Called, id: unknown): object => {
  if (channel === "whatsapp") return { messaging_product: "whatsapp", messages: [{ id }] };
  if (channel === "x") return { data: { dm_conversation_id: "1-2", dm_event_id: id } };
  return channel === "sms" ? { sid: id, status: "queued" } : { recipient_id: "1", message_id: id };
};

/** The provider's error envelope, of a code that refuses. */
export const error = (channel: Called, message = "No"): object =>
  channel === "x"
    ? { title: "Forbidden", detail: message, type: "about:blank", status: 403 }
    : channel === "sms"
      ? { code: 21614, message, status: 400 }
      : { error: { message, code: 100 } };

/** The provider's error envelope, of a code that says "later". */
export const later = (channel: Called): object => {
  if (channel === "x") return { title: "Too Many Requests", type: "about:blank", status: 429 };
  if (channel === "sms") return { code: 20429, message: "Too many requests", status: 429 };
  return { error: { message: "Too many calls", code: channel === "whatsapp" ? 130429 : 613 } };
};

export const http = (status: string, body: string | object, headers = ""): string => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n${headers}\r\n${text}`;
};

const says =
  (status: string, body: (channel: Called) => string | object, headers = "") =>
  (channel: Called): Reaction =>
  (socket) =>
    void socket.write(http(status, body(channel), headers));

/** Writes the same again and again until nobody listens any more. */
const endless = (begin: string, again: string) => (): Reaction => (socket) => {
  socket.write(begin);
  const more = () => socket.writable && setImmediate(() => socket.writable && socket.write(again, more));
  more();
};

const trickle = (): Reaction => (socket) => {
  socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
  const timer = setInterval(() => socket.write(" "), 5);
  socket.on("close", () => clearInterval(timer));
};

const gzipped =
  (channel: Called): Reaction =>
  (socket) => {
    const body = gzipSync(JSON.stringify(taken(channel)));
    socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${body.length}\r\n\r\n`);
    socket.write(body);
  };

const cutAt =
  (announced: (length: number) => number) =>
  (channel: Called): Reaction =>
  (socket) => {
    const body = JSON.stringify(taken(channel));
    socket.end(`HTTP/1.1 200 OK\r\ncontent-length: ${announced(body.length)}\r\n\r\n${body}`);
  };

type Hostile = [what: string, answers: (channel: Called) => Reaction];

/** Answers that say plainly that the message was not taken, whatever status they come with. */
export const REFUSALS: Hostile[] = [
  ["an error under the status 200", says("200 OK", (channel) => error(channel))],
  ["an error under the status 201", says("201 Created", (channel) => error(channel))],
  [
    "an error that takes 900 KB to say",
    says("400 Bad Request", (channel) => error(channel, "no ".repeat(300_000))),
  ],
];

/** Answers after which nobody can know whether the message was taken. */
export const RIDDLES: Hostile[] = [
  ["a success without an id", says("200 OK", (channel) => takenAs(channel, undefined))],
  ["a success whose id is empty", says("200 OK", (channel) => takenAs(channel, ""))],
  ["a success whose id is a number", says("200 OK", (channel) => takenAs(channel, 42))],
  ["a success whose id is an object", says("200 OK", (channel) => takenAs(channel, { toString: "x" }))],
  ["a success whose id is 100 KB long", says("200 OK", (channel) => takenAs(channel, "x".repeat(100_000)))],
  ["an empty answer under 200", says("200 OK", () => "")],
  ["an empty list", says("200 OK", () => "[]")],
  ["broken JSON under 201", says("201 Created", () => '{"messages": [{"id": "wamid')],
  ["brackets a hundred thousand deep", says("200 OK", () => "[".repeat(100_000) + "]".repeat(100_000))],
  ["a page of HTML under 502", says("502 Bad Gateway", () => "<html><h1>Bad gateway</h1></html>")],
  ["a success under 500", says("500 Oops", (channel) => taken(channel))],
  [
    "a success of 10 MB",
    says("200 OK", (channel) => ({ ...taken(channel), pad: "x".repeat(10 * 1024 * 1024) })),
  ],
  [
    "a body without an end",
    endless("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", `4000\r\n${"x".repeat(16_384)}\r\n`),
  ],
  ["headers without an end", endless("HTTP/1.1 200 OK\r\n", `x-more: ${"x".repeat(1_000)}\r\n`)],
  ["early hints without an end", endless("", "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n")],
  ["a byte now and then", trickle],
  ["no answer at all", () => () => {}],
  ["gzip that nobody asked for", gzipped],
  ["a connection closed in the middle of its body", cutAt((length) => length + 10)],
  ["a length shorter than its body", cutAt((length) => length - 10)],
  ["a connection closed at once", () => (socket) => void socket.destroy()],
  ["no HTTP", () => (socket) => void socket.end("220 mail.example.com ESMTP\r\n")],
];
