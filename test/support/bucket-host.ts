import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { type FolderBucket, folderBucket } from "../../shared/embedded/bucket.ts";
import type { BucketResponse } from "../../shared/embedded/bucket-server.ts";

const SECRET = "a secret of tests";

export interface BucketHost {
  bucket: FolderBucket;
  folder: string;
  origin: string;
  /** What `serve` answered, in order. */
  answers: BucketResponse[];
  /** Another bucket on the same folder, as after a restart. */
  reopened(): FolderBucket;
  stop(): Promise<void>;
}

/** A bucket in a new folder, its links served over HTTP on loopback. */
export const hostBucket = async (now: () => Date = () => new Date()): Promise<BucketHost> => {
  const folder = await mkdtemp(join(tmpdir(), "bucket-"));
  let origin = "";
  const make = () => folderBucket({ folder, origin: () => origin, secret: () => SECRET, now });
  const bucket = make();
  const answers: BucketResponse[] = [];
  const server = createServer(async (request, response) => {
    const answer = await bucket.serve(asBucketRequest(request, origin));
    answers.push(answer);
    reply(response, answer);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    bucket,
    folder,
    origin,
    answers,
    reopened: make,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      await rm(folder, { recursive: true });
    },
  };
};

const asBucketRequest = (request: IncomingMessage, origin: string) => ({
  method: request.method ?? "",
  url: new URL(request.url ?? "/", origin),
  headers: request.headers as Record<string, string | undefined>,
  body: request,
});

const reply = (response: ServerResponse, { status, headers, body }: BucketResponse): void => {
  response.writeHead(status, headers);
  if (typeof body === "object") Readable.fromWeb(body as never).pipe(response);
  else response.end(body);
};
