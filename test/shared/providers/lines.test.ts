import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { AnswerLost, NotSent } from "../../../shared/providers/lines.ts";
import { answer, rawServer } from "../../support/provider-lines.ts";
import { linesInTests, requestTo, turns, until } from "../../support/provider-lines-fixture.ts";

const at = linesInTests();

describe("a line in hand", () => {
  it("is an open connection on which nothing is written before the exchange", async () => {
    const line = await at.lines.take(at.request());
    await until(() => at.server.open() === 1);
    await turns();
    expect(at.server.heard).toEqual([]);
    const exchanged = line.exchange(5_000);
    expect((await exchanged).status).toBe(200);
    expect(at.server.heard.join("")).toMatch(
      /^POST \/messages HTTP\/1\.1\r\n[\s\S]*content-length: 5\r\n[\s\S]*\r\n\r\nhello$/,
    );
  });

  it("counts the body in bytes", async () => {
    at.react = (socket, heard) => void socket.write(answer(heard.split("\r\n\r\n")[1]!));
    const line = await at.lines.take(at.request("äöü 👍"));
    expect((await line.exchange(5_000)).body).toBe("äöü 👍");
  });

  it("is the same connection again and again", async () => {
    for (let time = 0; time < 10; time += 1) await at.send();
    expect(at.server.opened()).toBe(1);
  });

  it("that is given back unused leaves no trace at the provider", async () => {
    (await at.lines.take(at.request())).release();
    await until(() => at.server.opened() === 1 && at.server.open() === 0);
    expect(at.server.heard).toEqual([]);
    expect((await at.send()).status).toBe(200);
  });

  it("that the provider closes before anything was written is not sent", async () => {
    const line = await at.lines.take(at.request());
    await until(() => at.server.open() === 1);
    for (const socket of at.server.sockets) socket.resetAndDestroy();
    await until(() => at.server.open() === 0);
    await turns();
    await expect(line.exchange(5_000)).rejects.toBeInstanceOf(NotSent);
    expect(at.server.heard).toEqual([]);
  });
});

describe("a connection that was idle", () => {
  it("for two seconds is used again", async () => {
    await at.send();
    at.clock.ms += 2_000;
    await at.send();
    expect(at.server.opened()).toBe(1);
  });

  it("for longer is replaced, for it may be dead without our knowing", async () => {
    await at.send();
    at.clock.ms += 2_001;
    await at.send();
    expect(at.server.opened()).toBe(2);
    await until(() => at.server.open() === 1);
  });

  it("is replaced although all connections were open and idle", async () => {
    const held = await Promise.all(Array.from({ length: 4 }, () => at.lines.take(at.request())));
    await Promise.all(held.map((line) => line.exchange(5_000)));
    expect(at.server.opened()).toBe(4);
    at.clock.ms += 60_000;
    expect((await at.send()).status).toBe(200);
    expect(at.server.opened()).toBe(5);
  });

  it("and became so while its intent was written is not written to: the part is not sent", async () => {
    await at.send();
    const line = await at.lines.take(at.request());
    at.clock.ms += 2_001;
    const heard = at.server.heard.length;
    await expect(line.exchange(5_000)).rejects.toBeInstanceOf(NotSent);
    await turns();
    expect(at.server.heard).toHaveLength(heard);
  });

  it("and is new, but grew old while its intent was written, is not written to either", async () => {
    const line = await at.lines.take(at.request());
    at.clock.ms += 2_001;
    await expect(line.exchange(5_000)).rejects.toBeInstanceOf(NotSent);
    expect(at.server.heard).toEqual([]);
  });

  it("and is reset after the request was written may have been heard: the answer is lost", async () => {
    await at.send();
    at.clock.ms += 2_000;
    const line = await at.lines.take(at.request());
    at.react = (socket) => void socket.resetAndDestroy();
    await expect(line.exchange(5_000)).rejects.toBeInstanceOf(AnswerLost);
  });
});

it("a provider that nobody answers for is not sent to", async () => {
  const gone = await rawServer(() => {});
  await gone.stop();
  await expect(at.lines.take(requestTo(gone.origin))).rejects.toBeInstanceOf(NotSent);
});

describe("as many run at once as there are connections", () => {
  it("the next waits without a connection, and without having written anything", async () => {
    const held = await Promise.all(Array.from({ length: 4 }, () => at.lines.take(at.request())));
    let taken = false;
    const fifth = at.lines.take(at.request("the fifth")).then((line) => {
      taken = true;
      return line;
    });
    await turns(50);
    expect([taken, at.server.opened()]).toEqual([false, 4]);
    await held[0]!.exchange(5_000);
    const line = await fifth;
    expect(at.server.heard.join("")).not.toContain("the fifth");
    await line.exchange(5_000);
    for (const other of held.slice(1)) other.release();
    expect(at.server.opened()).toBe(4);
  });

  it("the next gets its turn when one is given back unused", async () => {
    const held = await Promise.all(Array.from({ length: 4 }, () => at.lines.take(at.request())));
    const fifth = at.lines.take(at.request());
    held[0]!.release();
    expect((await (await fifth).exchange(5_000)).status).toBe(200);
    for (const line of held.slice(1)) line.release();
  });

  it("a hundred requests never open more than four, and all are answered", async () => {
    let most = 0;
    at.react = (socket) => {
      most = Math.max(most, at.server.open());
      setImmediate(() => socket.write(answer("{}")));
    };
    const answers = await Promise.all(Array.from({ length: 100 }, () => at.send()));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(most).toBe(4);
    expect(at.server.opened()).toBe(4);
  });
});

it("closing leaves no connection behind", async () => {
  await at.send();
  const [socket] = at.server.sockets;
  const closed = once(socket!, "close");
  at.lines.close();
  await closed;
  expect(at.server.open()).toBe(0);
});
