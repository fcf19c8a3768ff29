import { describe, expect, it } from "vitest";
import { AnswerLost, createLines, NotSent } from "../../../shared/providers/lines.ts";
import { CERTIFICATE } from "../../support/certificate.ts";
import { answer, rawServer } from "../../support/provider-lines.ts";
import { linesInTests, requestTo, turns, until } from "../../support/provider-lines-fixture.ts";

const at = linesInTests(CERTIFICATE);
const nobodyHeard = async () => {
  await until(() => at.server.open() === 0);
  expect(at.server.heard).toEqual([]);
};

describe("a line over TLS", () => {
  it("is in hand once the handshake is done, with nothing of the request written", async () => {
    const line = await at.lines.take(at.request());
    await turns();
    expect([at.server.open(), at.server.heard]).toEqual([1, []]);
    expect((await line.exchange(5_000)).status).toBe(200);
    expect(at.server.heard.join("")).toMatch(/^POST \/messages HTTP\/1\.1\r\n[\s\S]*\r\n\r\nhello$/);
  });

  it("is the same connection again and again, and another one after two seconds", async () => {
    for (let time = 0; time < 10; time += 1) await at.send();
    expect(at.server.opened()).toBe(1);
    at.clock.ms += 2_001;
    await at.send();
    expect(at.server.opened()).toBe(2);
  });

  it("that is reset before the first byte of the request is written is not sent", async () => {
    const line = await at.lines.take(at.request());
    for (const socket of at.server.sockets) socket.resetAndDestroy();
    await until(() => at.server.open() === 0);
    await turns();
    await expect(line.exchange(5_000)).rejects.toBeInstanceOf(NotSent);
    await nobodyHeard();
  });

  it("that is reset after the request was written may have been heard: the answer is lost", async () => {
    at.react = () => {
      for (const socket of at.server.sockets) socket.resetAndDestroy();
    };
    await expect(at.send()).rejects.toBeInstanceOf(AnswerLost);
    at.react = (socket) => void socket.write(answer("{}"));
    expect((await at.send()).status).toBe(200);
  });
});

describe("a certificate", () => {
  const refused = async (origin: string, ca?: string): Promise<Error> => {
    const lines = createLines(1, () => 0, ca);
    const error = await lines.take(requestTo(origin)).catch((caught: Error) => caught);
    lines.close();
    expect(error).toBeInstanceOf(NotSent);
    return error as Error;
  };

  it("that nobody signed whom we trust: nothing is sent, and the reason names it", async () => {
    const { message } = await refused(at.server.origin);
    expect(message).toMatch(/^No connection to 127\.0\.0\.1:\d+: self-signed certificate/);
    await nobodyHeard();
  });

  it("of another name: nothing is sent, though its signer is trusted", async () => {
    const { message } = await refused(at.server.origin.replace("127.0.0.1", "localhost"), CERTIFICATE.cert);
    expect(message).toMatch(/^No connection to localhost:\d+: Hostname\/IP does not match/);
    await nobodyHeard();
  });

  it("that is not shown, for the other side speaks plainly: nothing is sent", async () => {
    const plain = await rawServer(() => {});
    const tried = refused(plain.origin.replace("http:", "https:"), CERTIFICATE.cert);
    await until(() => plain.heard.length > 0);
    for (const socket of plain.sockets) socket.end(answer("{}"));
    await tried;
    expect(plain.heard.join("")).not.toContain("hello");
    await plain.stop();
  });
});
