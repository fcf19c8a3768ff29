import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { listTemplates } from "../../../functions/whatsapp/list-templates.ts";
import { createLines, type Lines } from "../../../shared/providers/lines.ts";
import { account } from "./fixtures.ts";
import { type GraphServer, graphError, graphServer, json, type Received } from "./graph-server.ts";

let server: GraphServer;
let lines: Lines;
afterEach(async () => {
  lines.close();
  await server.close();
});

type Reply = (request: Received, response: ServerResponse, count: number) => void;

const list = async (reply: Reply, connections = 2, timeMs?: number) => {
  let count = 0;
  server = await graphServer((request, response) => reply(request, response, ++count));
  lines = createLines(connections);
  const deps = {
    lines,
    endpoint: async () => ({ origin: server.origin, token: "secret-token" }),
    graphVersion: "v25.0",
    ...(timeMs !== undefined && { timeMs }),
  };
  return () => listTemplates(deps)(account, "191");
};

const template = (name: string) => ({ id: "1", name, language: "en", status: "APPROVED", components: [] });
const page = (names: string[], after?: string, next = "https://elsewhere.example/steal") => ({
  data: names.map(template),
  paging: { cursors: { before: "b", after: after ?? "end" }, ...(after !== undefined && { next }) },
});
const names = ({ templates, complete }: { templates: { name: string }[]; complete: boolean }) => ({
  names: templates.map(({ name }) => name),
  complete,
});

describe("the list of an account's templates", () => {
  it("is asked for page after page, by the cursor, at our own address and with the token", async () => {
    const ask = await list((_, response, count) => {
      json(response, 200, count === 1 ? page(["one", "two"], "c1") : page(["three"]));
    });
    expect(names(await ask())).toEqual({ names: ["one", "two", "three"], complete: true });
    const asked = server.received.map(({ path }) => new URL(path!, server.origin));
    expect(asked.map(({ pathname }) => pathname)).toEqual(Array(2).fill("/v25.0/191/message_templates"));
    expect(asked.map(({ searchParams }) => searchParams.get("after"))).toEqual([null, "c1"]);
    expect(asked[0]!.searchParams.get("fields")).toContain("components");
    expect(server.received.every(({ headers }) => headers.authorization === "Bearer secret-token")).toBe(
      true,
    );
  });

  it("that never ends, or turns in a circle, is given up as incomplete", async () => {
    const circle = await list((_, response) => json(response, 200, page(["one"], "c")));
    expect((await circle()).complete).toBe(false);
    expect(server.received.length).toBeLessThan(5);
    await server.close();
    const endless = await list((_, response, count) => json(response, 200, page(["one"], `c${count}`)));
    expect((await endless()).complete).toBe(false);
    expect(server.received).toHaveLength(60);
  });

  it("whose later page fails keeps the earlier ones, as incomplete", async () => {
    const ask = await list((_, response, count) =>
      count === 1 ? json(response, 200, page(["one"], "c")) : json(response, 500, graphError(2)),
    );
    expect(names(await ask())).toEqual({ names: ["one"], complete: false });
  });

  it("with something strange in it keeps the rest, as incomplete", async () => {
    const strange = [
      7,
      { name: "Bad Name", language: "en", status: "APPROVED", components: [] },
      template("one"),
    ];
    const ask = await list((_, response) => json(response, 200, { data: strange }));
    expect(names(await ask())).toEqual({ names: ["one"], complete: false });
  });

  it.each<[string, Reply, RegExp]>([
    ["a wrong token", (_, response) => json(response, 401, graphError(190)), /answered 401 with code 190/],
    ["nonsense", (_, response) => void response.writeHead(200).end("<html>"), /answered 200$/],
    ["another object", (_, response) => json(response, 200, { data: "none" }), /answered 200$/],
    ["a connection that breaks", (_, response) => void response.destroy(), /closed|hang up|broke|reset/],
  ])("fails with the reason on %s", async (_, reply, reason) => {
    const ask = await list(reply);
    await expect(ask()).rejects.toThrow(reason);
  });

  it("is given up when the provider says nothing", async () => {
    const ask = await list(() => {}, 2, 50);
    await expect(ask()).rejects.toThrow(/no answer within/);
  });

  it("is given up when no connection is free, and holds none afterwards", async () => {
    const ask = await list((_, response) => json(response, 200, page(["one"])), 1, 50);
    const url = new URL(server.origin);
    const held = await lines.take({ url, method: "GET", headers: {}, body: "" });
    await expect(ask()).rejects.toThrow("there was no connection in time");
    held.release();
    const next = await lines.take({ url, method: "GET", headers: {}, body: "" });
    next.release();
    expect(server.received).toEqual([]);
  });
});
