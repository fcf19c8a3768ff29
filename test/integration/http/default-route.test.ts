import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHandler } from "../../../functions/conversations/not-found.ts";
import { createServer } from "../../../infra/local/server.ts";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { call } from "../../support/calls.ts";
import { expectProblem } from "./refused.ts";

describe("a route that is not there", () => {
  it.each([
    "GET /nothing",
    "POST /conversation-messages-fax",
    "DELETE /conversations/1",
    "HEAD /conversations",
  ])("%s answers 404 in our form, to members and strangers alike", async (route) => {
    for (const key of [null, "demo-key"]) {
      const answer = await call<Problem>(createHandler(), route, { key });
      expectProblem(answer, 404);
      expect(answer.body.detail).toBe(`There is no ${route}.`);
    }
  });
});

describe("over HTTP", () => {
  let server: Server;
  let origin: string;
  beforeAll(async () => {
    const file = join(import.meta.dirname, "../../../functions/conversations/not-found.ts");
    server = await createServer({
      routes: [{ method: "*", path: "$default", file }],
      bucket: {} as never,
      uploaded: () => {},
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("a HEAD of it has the headers and no body", async () => {
    const answer = await fetch(`${origin}/nothing`, { method: "HEAD" });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      404,
      "application/problem+json; charset=utf-8",
    ]);
    expect(await answer.text()).toBe("");
  });

  it("a browser's preflight is answered before any route, and a bare OPTIONS is a route like others", async () => {
    const headers = { origin: "https://app.example.com", "access-control-request-method": "POST" };
    const preflight = await fetch(`${origin}/conversations`, { method: "OPTIONS", headers });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-headers")).toMatch(/x-api-key/i);
    expect((await fetch(`${origin}/conversations`, { method: "OPTIONS" })).status).toBe(404);
  });

  it("an answer to a browser elsewhere may be read by it", async () => {
    const answer = await fetch(`${origin}/nothing`, { headers: { origin: "https://app.example.com" } });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-expose-headers")).toMatch(/x-request-id/i);
  });
});
