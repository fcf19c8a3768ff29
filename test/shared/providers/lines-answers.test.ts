import { describe, expect, it } from "vitest";
import { AnswerLost } from "../../../shared/providers/lines.ts";
import { answer, type Reaction } from "../../support/provider-lines.ts";
import { linesInTests, until } from "../../support/provider-lines-fixture.ts";

const at = linesInTests();

describe("an answer is lost", () => {
  it.each<[string, Reaction]>([
    ["when a fresh connection is reset", (socket) => void socket.resetAndDestroy()],
    ["when the connection ends without a word", (socket) => void socket.end()],
    ["when it breaks off", (socket) => void socket.end("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}")],
    ["when it is no HTTP", (socket) => void socket.end("220 mail.example.com ESMTP\r\n")],
    [
      "when it is longer than a megabyte",
      (socket) => void socket.write(answer("x".repeat(10 * 1024 * 1024))),
    ],
    [
      "when it never ends",
      (socket) => {
        socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
        const more = () => socket.writable && socket.write(chunk, more);
        more();
      },
    ],
    [
      "when the provider changes the protocol",
      (socket) => void socket.write("HTTP/1.1 101 x\r\nupgrade: y\r\nconnection: upgrade\r\n\r\n"),
    ],
  ])("%s", async (_, reaction) => {
    at.react = reaction;
    await expect(at.send()).rejects.toBeInstanceOf(AnswerLost);
    await until(() => at.server.open() === 0);
    at.react = (socket) => void socket.write(answer("{}"));
    expect((await at.send()).status).toBe(200);
  });

  it("when it does not come in time; the connection is not used again", async () => {
    at.react = () => {};
    await expect(at.send(30)).rejects.toThrow("no answer within 30 ms");
    await until(() => at.server.open() === 0);
  });

  it("when it comes a byte at a time and is not whole in time", async () => {
    at.react = (socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
      const timer = setInterval(() => socket.write("x"), 5);
      socket.on("close", () => clearInterval(timer));
    };
    await expect(at.send(60)).rejects.toBeInstanceOf(AnswerLost);
  });
});

it("whatever the provider says is handed on as it came: HTML, an error, a redirect that is not followed", async () => {
  at.react = (socket, _, count) => {
    const [status, body] = [
      ["502 Bad Gateway", "<html>"],
      ["400 Bad Request", "{}"],
      ["307 Temporary Redirect", ""],
    ][count - 1]!;
    socket.write(`HTTP/1.1 ${status}\r\nlocation: /else\r\ncontent-length: ${body!.length}\r\n\r\n${body}`);
  };
  expect(
    [await at.send(), await at.send(), await at.send()].map(({ status, body }) => [status, body]),
  ).toEqual([
    [502, "<html>"],
    [400, "{}"],
    [307, ""],
  ]);
  expect(at.server.heard).toHaveLength(3);
});
