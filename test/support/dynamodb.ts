import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** The table as it is deployed: one key of two parts, one index. */
export const TABLE = {
  TableName: "outgoing",
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: ["pk", "sk", "gpk", "gsk"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S" as const,
  })),
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: "by_index",
      KeySchema: [
        { AttributeName: "gpk", KeyType: "HASH" },
        { AttributeName: "gsk", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "ALL" },
    },
  ],
} satisfies CreateTableCommandInput;

/** What every client of an emulator is made with; emulators check no signature. */
export const CREDENTIALS = {
  region: "eu-central-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" },
} as const;

/** dynoxide's binary for this machine, or undefined where the registry has none. */
const binary = (): string | undefined => {
  try {
    const manifest = createRequire(import.meta.url).resolve(
      `@dynoxide/${process.platform}-${process.arch}/package.json`,
    );
    const path = join(dirname(manifest), "dynoxide");
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
};

/** Why there is no DynamoDB to test against; undefined when there is one. `DYNAMODB_ENDPOINT` names another. */
export const noDynamoDb: string | undefined =
  process.env.DYNAMODB_ENDPOINT || binary()
    ? undefined
    : `dynoxide has no binary for ${process.platform}-${process.arch}, and DYNAMODB_ENDPOINT is not set`;

export interface DynamoDb {
  endpoint: string;
  client: DynamoDBClient;
  stop(): Promise<void>;
}

/** An empty table `outgoing` in an emulator of our own, or in the one that `DYNAMODB_ENDPOINT` names. */
export const startDynamoDb = async (): Promise<DynamoDb> => {
  const child = process.env.DYNAMODB_ENDPOINT ? undefined : await spawnDynoxide();
  const endpoint = process.env.DYNAMODB_ENDPOINT ?? child!.endpoint;
  const client = new DynamoDBClient({ ...CREDENTIALS, endpoint });
  await client.send(new CreateTableCommand(TABLE));
  return {
    endpoint,
    client,
    async stop() {
      client.destroy();
      await child?.stop();
    },
  };
};

const spawnDynoxide = async () => {
  const port = await freePort();
  const child = spawn(binary()!, ["serve", "--port", String(port)], { stdio: ["ignore", "ignore", "pipe"] });
  const kill = () => void child.kill();
  process.once("exit", kill);
  const stop = async () => {
    process.off("exit", kill);
    const ended = once(child, "exit");
    child.kill();
    await ended;
  };
  await listening(child, stop);
  return { endpoint: `http://127.0.0.1:${port}`, stop };
};

/** It says so on its error stream; one that does not within 5 s is stopped. */
const listening = async (child: ChildProcess, stop: () => Promise<void>): Promise<void> => {
  let said = "";
  const heard = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`dynoxide ended with ${code}: ${said}`)));
    child.stderr!.on("data", (line: Buffer) => {
      said += line;
      if (said.includes("listening")) resolve();
    });
    setTimeout(() => reject(new Error(`dynoxide does not listen: ${said}`)), 5_000).unref();
  });
  await heard.catch(async (error) => {
    if (child.exitCode === null) await stop();
    throw error;
  });
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
};
