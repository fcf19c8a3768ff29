import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Behaviour, fetchFrom, reasonOf, server, textOf } from "./misbehaving.ts";

const serving =
  (body: string, headers: Record<string, string> = {}): Behaviour =>
  (_, response) => {
    response.writeHead(200, { "content-type": "image/png", ...headers }).end(body);
  };
const answering =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (_, response) => {
    response.writeHead(status, { "content-type": "text/html", ...headers }).end("<html>Sorry</html>");
  };
/** Redirects everything but `/file` to `target`. */
const redirecting =
  (target: string, status = 302): Behaviour =>
  (request, response) => {
    if (request.url === "/file") response.end("bytes");
    else response.writeHead(status, { location: target }).end();
  };
const at = (origin: string, path = "/a") => ({ url: new URL(path, origin) });
const BEARER = { authorization: "Bearer secret" };

describe("a file", () => {
  it("comes whole, with its type and name", async () => {
    const { origin, asked } = await server(
      serving("bytes", { "content-disposition": `attachment; filename*=UTF-8''M%C3%A4rz.png` }),
    );
    await using brought = await fetchFrom(at(origin));
    expect(brought).toMatchObject({ type: "image/png", name: "März.png", size: 5 });
    expect(await textOf(fetchFrom(at(origin)))).toBe("bytes");
    expect(Buffer.from(await brought.start(3)).toString()).toBe("byt");
    // Some CDNs turn away whoever does not say who they are.
    expect(asked[0]!.headers).toMatchObject({ "accept-encoding": "identity", "user-agent": "Outgoing" });
  });

  it.each([
    ["/v/t39/photo%20one.jpg?oh=1&oe=2", "photo one.jpg"],
    ["/v/%E0%A4%A.jpg", "%E0%A4%A.jpg"],
    ["/attachments/?mid=9", undefined],
    ["/Media/ME123", undefined],
  ])("at %s is called %s", async (path, name) => {
    const { origin } = await server(serving("bytes"));
    await using brought = await fetchFrom(at(origin, path));
    expect(brought.name).toBe(name);
  });

  it("with a name nobody can read comes all the same", async () => {
    const { origin } = await server(serving("bytes", { "content-disposition": ";;;=?" }));
    expect(await textOf(fetchFrom(at(origin)))).toBe("bytes");
  });

  it("without a length comes by its end", async () => {
    const { origin } = await server((_, response) => {
      response.write("by");
      setImmediate(() => response.end("tes"));
    });
    expect(await textOf(fetchFrom(at(origin)))).toBe("bytes");
  });

  it("is the one that was announced", async () => {
    const sha256 = createHash("sha256").update("bytes").digest("hex");
    const { origin } = await server(serving("bytes"));
    expect(await textOf(fetchFrom({ ...at(origin), sha256, size: 5 }))).toBe("bytes");
    const unlike = [{ sha256: "0".repeat(64) }, { size: 4 }, { size: 6 }];
    for (const one of unlike) {
      expect(await reasonOf(fetchFrom({ ...at(origin), ...one }))).toEqual(["media_unavailable", true]);
    }
  });
});

describe("an answer without the file", () => {
  it.each([
    [404, "media_gone", false],
    [410, "media_gone", false],
    [429, "media_throttled", true],
    [500, "media_unavailable", true],
    [503, "media_unavailable", true],
    [400, "media_unavailable", true],
    [204, "media_unavailable", true],
    [206, "media_unavailable", true],
    [304, "media_unavailable", true],
  ])("of %i is %s, tried again: %s", async (status, code, again) => {
    const { origin } = await server(answering(status));
    expect(await reasonOf(fetchFrom(at(origin)))).toEqual([code, again]);
  });

  it.each([401, 403])("of %i ends a link, but not a token", async (status) => {
    const { origin } = await server(answering(status));
    expect(await reasonOf(fetchFrom(at(origin)))).toEqual(["media_link_expired", false]);
    expect(await reasonOf(fetchFrom({ ...at(origin), headers: BEARER }))).toEqual([
      "media_access_refused",
      true,
    ]);
  });

  it("says how long to leave it alone", async () => {
    const { origin } = await server(answering(429, { "retry-after": "120" }));
    await expect(fetchFrom(at(origin))).rejects.toMatchObject({ retryAfter: 120 });
  });
});

describe("redirects", () => {
  it.each([301, 302, 303, 307, 308])("of %i are followed", async (status) => {
    const { origin } = await server(redirecting("/file", status));
    expect(await textOf(fetchFrom(at(origin)))).toBe("bytes");
  });

  it("never take a token to another host", async () => {
    const cdn = await server(serving("bytes"));
    const api = await server(redirecting(`${cdn.origin}/file`));
    expect(await textOf(fetchFrom({ ...at(api.origin), headers: BEARER }))).toBe("bytes");
    expect(api.asked[0]!.headers.authorization).toBe("Bearer secret");
    expect(cdn.asked[0]!.headers.authorization).toBeUndefined();
  });

  it("do not give it back on the way home", async () => {
    let home = "";
    const away = await server((_, response) => response.writeHead(302, { location: `${home}/file` }).end());
    const api = await server(redirecting(`${away.origin}/b`));
    home = api.origin;
    expect(await textOf(fetchFrom({ ...at(api.origin), headers: BEARER }))).toBe("bytes");
    expect(api.asked.map(({ headers }) => headers.authorization)).toEqual(["Bearer secret", undefined]);
  });

  it("within a host keep it", async () => {
    const { origin, asked } = await server(redirecting("/file"));
    await textOf(fetchFrom({ ...at(origin), headers: BEARER }));
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(["Bearer secret", "Bearer secret"]);
  });

  it("in a circle end", async () => {
    const { origin, asked } = await server(redirecting("/b"));
    expect(await reasonOf(fetchFrom(at(origin)))).toEqual(["media_unavailable", true]);
    expect(asked).toHaveLength(5);
  });

  it.each([
    "http://10.0.0.1/a",
    "https://169.254.169.254/latest",
    "file:///etc/passwd",
    "http://example.com/a",
  ])("to %s are not followed", async (target) => {
    const { origin } = await server(redirecting(target));
    expect(await reasonOf(fetchFrom(at(origin)))).toEqual(["media_address_refused", false]);
  });

  it("to nothing are an answer without the file", async () => {
    const { origin } = await server(redirecting("http://"));
    expect(await reasonOf(fetchFrom(at(origin)))).toEqual(["media_unavailable", true]);
  });
});

describe("a body", () => {
  const limit = 100_000;

  it("that never ends is left at the limit", async () => {
    const { origin } = await server((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(16_384)));
      };
      response.on("drain", more);
      more();
    });
    expect(await reasonOf(fetchFrom(at(origin), { limit }))).toEqual(["file_too_large", false]);
  });

  it("that is announced as too long is not begun", async () => {
    const { origin } = await server((_, response) => {
      response.writeHead(200, { "content-length": String(limit + 1) }).flushHeaders();
    });
    expect(await reasonOf(fetchFrom(at(origin), { limit }))).toEqual(["file_too_large", false]);
    const announced = { ...at(origin), size: limit + 1 };
    expect(await reasonOf(fetchFrom(announced, { limit }))).toEqual(["file_too_large", false]);
  });

  it("of just the limit is taken", async () => {
    const { origin } = await server(serving("x".repeat(limit)));
    expect(await textOf(fetchFrom(at(origin), { limit }))).toHaveLength(limit);
  });

  it("shorter than announced is not kept", async () => {
    const { origin } = await server((_, response) => {
      response.writeHead(200, { "content-length": "9" });
      response.write("bytes", () => response.destroy());
    });
    expect(await reasonOf(fetchFrom(at(origin)))).toEqual(["media_unavailable", true]);
  });

  it.each([
    ["that is empty", serving("")],
    ["in a code nobody asked for", serving("bytes", { "content-encoding": "gzip" })],
    ["of an answer that is no HTTP", (request) => void request.socket.end("HELLO\r\n\r\n")],
    ["of a server that hangs up", (request) => void request.socket.destroy()],
  ] as [string, Behaviour][])("%s is not kept", async (_, behave) => {
    const { origin } = await server(behave);
    expect(await reasonOf(fetchFrom(at(origin)))).toEqual(["media_unavailable", true]);
  });

  it.each([
    ["that does not begin", () => {}],
    ["that stops in the middle", (_, response) => void response.write("by")],
  ] as [string, Behaviour][])("%s is given up when the time is over", async (_, behave) => {
    const over = new AbortController();
    const { origin } = await server((request, response) => {
      behave(request, response);
      setImmediate(() => setImmediate(() => over.abort()));
    });
    expect(await reasonOf(fetchFrom(at(origin), { signal: over.signal }))).toEqual([
      "media_unavailable",
      true,
    ]);
  });

  it("of nobody is tried again", async () => {
    const { origin, stop } = await server(serving(""));
    await stop();
    expect(await reasonOf(fetchFrom(at(origin)))).toEqual(["media_unavailable", true]);
  });
});
