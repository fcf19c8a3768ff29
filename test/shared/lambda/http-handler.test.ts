import { describe, expect, it } from "vitest";
import { Refusal } from "../../../shared/domain/errors.ts";
import { httpHandler } from "../../../shared/lambda/http-handler.ts";
import { call } from "../../support/calls.ts";

const busy = async () => {
  throw new Refusal(503, "The service is busy.", { retryAfter: 7 });
};

describe("a refusal", () => {
  it("is a problem document where nothing else is said", async () => {
    const { status, headers, body } = await call<object>(httpHandler(busy), "GET /things");
    expect([status, headers["content-type"]]).toEqual([503, "application/problem+json; charset=utf-8"]);
    expect(body).toMatchObject({ status: 503, detail: "The service is busy.", name: "Unavailable" });
  });

  it("is told in another product's shape and status where there is one, with the same headers", async () => {
    const handler = httpHandler(busy, {
      problem: ({ status, detail }) => ({ status: 429, body: { oops: `${status}: ${detail}` } }),
    });
    const { status, headers, body } = await call<object>(handler, "GET /things");
    expect([status, body]).toEqual([429, { oops: "503: The service is busy." }]);
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "retry-after": "7",
      "x-request-id": expect.stringMatching(/./),
    });
  });
});
