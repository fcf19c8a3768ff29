import { SSMClient } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ssmSecrets } from "../../shared/aws/secrets.ts";
import type { Secrets } from "../../shared/messaging/ports.ts";
import { CREDENTIALS } from "../support/dynamodb.ts";
import { type Heard, loopback } from "../support/loopback.ts";

const MINUTE = 60_000;
let parameters: Record<string, string>;
let broken: boolean;
let now: number;
let server: Awaited<ReturnType<typeof loopback>>;
let secrets: Secrets;

const namesIn = ({ body }: Heard): string[] => (JSON.parse(body) as { Names: string[] }).Names;

beforeEach(async () => {
  parameters = { "/outgoing/token": "first", "/outgoing/both": " new , old,," };
  [broken, now] = [false, 0];
  server = await loopback((heard) => {
    if (broken) return { status: 500, body: JSON.stringify({ __type: "InternalServerError" }) };
    const known = namesIn(heard).filter((name) => name in parameters);
    const Parameters = known.map((Name) => ({ Name, Type: "SecureString", Value: parameters[Name] }));
    return {
      headers: { "content-type": "application/x-amz-json-1.1" },
      body: JSON.stringify({ Parameters }),
    };
  });
  const client = new SSMClient({ ...CREDENTIALS, endpoint: server.url, maxAttempts: 1 });
  secrets = ssmSecrets(client, () => new Date(now));
});
afterEach(() => server.stop());

describe("a secret in SSM", () => {
  it("is read decrypted", async () => {
    expect(await secrets.get("/outgoing/token")).toEqual(["first"]);
    expect(JSON.parse(server.heard[0]!.body)).toEqual({ Names: ["/outgoing/token"], WithDecryption: true });
    expect(server.heard[0]!.headers["x-amz-target"]).toBe("AmazonSSM.GetParameters");
  });

  it("has several values while one replaces another", async () => {
    expect(await secrets.get("/outgoing/both")).toEqual(["new", "old"]);
  });

  it.each(["/outgoing/missing", "not a name", "", "/", "a//b", "arn:aws:ssm:x"])(
    "has no values when it does not exist: %j",
    async (name) => {
      expect(await secrets.get(name)).toEqual([]);
    },
  );

  it("is kept for five minutes, and read again after", async () => {
    await secrets.get("/outgoing/token");
    parameters["/outgoing/token"] = "second";
    now = 5 * MINUTE - 1;
    expect(await secrets.get("/outgoing/token")).toEqual(["first"]);
    now = 5 * MINUTE;
    expect(await secrets.get("/outgoing/token")).toEqual(["second"]);
    expect(server.heard).toHaveLength(2);
  });

  it("is asked for once by all who want it at the same moment, others in the same call", async () => {
    const names = ["/outgoing/token", "/outgoing/both", "/outgoing/token", "/outgoing/missing"];
    const values = await Promise.all(names.map((name) => secrets.get(name)));
    expect(values).toEqual([["first"], ["new", "old"], ["first"], []]);
    expect(server.heard.map(namesIn)).toEqual([["/outgoing/token", "/outgoing/both", "/outgoing/missing"]]);
  });

  it("is asked for with at most ten in one call, as SSM takes no more", async () => {
    for (let n = 0; n < 23; n += 1) parameters[`/many/${n}`] = String(n);
    const values = await Promise.all(Array.from({ length: 23 }, (_, n) => secrets.get(`/many/${n}`)));
    expect(values.flat()).toEqual(Array.from({ length: 23 }, (_, n) => String(n)));
    expect(server.heard.map((one) => namesIn(one).length).sort()).toEqual([10, 10, 3].sort());
  });

  it("that could not be read is an error, and is read again by the next who asks", async () => {
    broken = true;
    await expect(secrets.get("/outgoing/token")).rejects.toMatchObject({ name: "InternalServerError" });
    broken = false;
    expect(await secrets.get("/outgoing/token")).toEqual(["first"]);
  });
});
