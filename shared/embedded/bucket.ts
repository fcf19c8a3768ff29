import { open as openFile } from "node:fs/promises";
import { servedAs } from "../attachments/serving.ts";
import type { Bucket, ObjectFacts } from "../messaging/file-ports.ts";
import type { Now } from "../messaging/ports.ts";
import { type BucketRequest, type BucketResponse, serveBucket, streamOf } from "./bucket-server.ts";
import { ObjectFolder } from "./object-folder.ts";
import { linkTo } from "./signed-links.ts";

export interface FolderBucketOptions {
  /** Where the objects are kept; made when first needed. */
  folder: string;
  /** The origin that links begin with; it must reach `serve`. */
  origin: () => string;
  /** Signs the links. */
  secret: () => string;
  now: Now;
  /** What stands in `s3://<name>/<key>`. */
  name?: string;
}

export type FolderBucket = Bucket & {
  /** Answers the requests that the bucket's links lead to, those under `/bucket/`. */
  serve(request: BucketRequest): Promise<BucketResponse>;
};

/**
 * A bucket in a folder of this machine, with S3's signed links and S3's answers. Its errors never say a key: that
 * ends in a file's name, and they are logged.
 */
export const folderBucket = (options: FolderBucketOptions): FolderBucket => {
  const { origin, secret, now, name = "outgoing" } = options;
  const objects = new ObjectFolder(options.folder);
  const existing = async (key: string): Promise<ObjectFacts> => {
    const found = await objects.head(key);
    if (!found) throw new Error("There is no such object");
    return found;
  };
  return {
    name,
    async signPut({ key, type, size }, expiresAt) {
      const grant = { method: "PUT", key, type, size, expires: secondsOf(expiresAt) } as const;
      const headers = { "content-type": type, "if-none-match": "*" };
      return { url: linkTo(origin(), grant, secret()), headers };
    },
    async signGet(file, expiresAt) {
      const expires = secondsOf(expiresAt);
      return linkTo(origin(), { method: "GET", key: file.key, ...servedAs(file), expires }, secret());
    },
    put: async ({ key, type, size }, bytes) => (await objects.add(key, type, size, bytes)) !== undefined,
    head: (key) => objects.head(key),
    async start(key, bytes) {
      await existing(key);
      await using file = await openFile(objects.dataOf(key));
      const { bytesRead, buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    },
    async open(key, etag) {
      const found = await existing(key);
      if (found.etag !== etag) throw new Error("The object is no longer the one that was checked");
      return streamOf(objects.dataOf(key), 0, found.size - 1);
    },
    serve: serveBucket(objects, secret, now),
  };
};

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1000);
