import { afterEach, describe, expect, it } from "vitest";
import { apiGatewaySockets } from "../../shared/aws/sockets.ts";
import { CREDENTIALS } from "../support/dynamodb.ts";
import { type Answer, loopback } from "../support/loopback.ts";

let server: Awaited<ReturnType<typeof loopback>> | undefined;
afterEach(() => server?.stop());

const answering = async (answer: Answer) => {
  server = await loopback(() => answer);
  return apiGatewaySockets(`${server.url}/live`, { ...CREDENTIALS, maxAttempts: 1 });
};
const failed = (status: number, type: string): Answer => ({
  status,
  headers: { "x-amzn-errortype": type, "content-type": "application/json" },
  body: JSON.stringify({ message: type }),
});

describe("a socket on API Gateway", () => {
  it("gets the frame, as JSON, on its connection of this stage", async () => {
    const sockets = await answering({});
    expect(await sockets.post("L0SM9cOFvHcCIhw=", { type: "message", text: "Grüße 👋" })).toBe(true);
    const { method, path, body } = server!.heard[0]!;
    expect([method, path]).toEqual(["POST", "/live/@connections/L0SM9cOFvHcCIhw%3D"]);
    expect(JSON.parse(body)).toEqual({ type: "message", text: "Grüße 👋" });
  });

  it("that is gone is no error", async () => {
    const sockets = await answering(failed(410, "GoneException"));
    expect(await sockets.post("gone", {})).toBe(false);
  });

  it("is ended by us, and one that is gone already needs no end", async () => {
    const sockets = await answering({ status: 204 });
    await sockets.close("L0SM9cOFvHcCIhw=");
    const { method, path } = server!.heard[0]!;
    expect([method, path]).toEqual(["DELETE", "/live/@connections/L0SM9cOFvHcCIhw%3D"]);
    await server!.stop();
    await (await answering(failed(410, "GoneException"))).close("gone");
  });

  it.each([
    [403, "ForbiddenException"],
    [413, "PayloadTooLargeException"],
    [429, "LimitExceededException"],
    [500, "InternalServerError"],
  ])("that answers %i %s is never taken for gone", async (status, type) => {
    const sockets = await answering(failed(status, type));
    await expect(sockets.post("there", {})).rejects.toMatchObject({ name: type });
  });
});
