import type { StoredFile } from "../domain/attachment.ts";

export interface FileStore {
  get(organizationId: number, id: string): Promise<StoredFile | undefined>;
  add(file: StoredFile): Promise<void>;
  update(file: StoredFile): Promise<void>;
  /** A provider's id for the bytes, while it is valid (WhatsApp keeps uploads 30 days). */
  mediaId(
    file: Pick<StoredFile, "organization_id" | "id">,
    accountId: string,
    now: Date,
  ): Promise<string | undefined>;
  keepMediaId(
    file: Pick<StoredFile, "organization_id" | "id">,
    accountId: string,
    mediaId: string,
    until: Date,
  ): Promise<void>;
}

export interface ObjectFacts {
  size: number;
  etag: string;
}

export interface Bucket {
  readonly name: string;
  /** A link that takes exactly these bytes by PUT until it expires, and never overwrites. */
  signPut(
    file: Pick<StoredFile, "key" | "type" | "size">,
    expiresAt: Date,
  ): Promise<{ url: string; headers: Record<string, string> }>;
  /** A link that serves the object by GET, never as something a browser would run. */
  signGet(file: Pick<StoredFile, "key" | "name" | "type">, expiresAt: Date): Promise<string>;
  /** Keeps exactly `size` bytes under the key. False: the key was taken, and what lies there stays as it is. */
  put(file: Pick<StoredFile, "key" | "type" | "size">, bytes: AsyncIterable<Uint8Array>): Promise<boolean>;
  head(key: string): Promise<ObjectFacts | undefined>;
  /** The first bytes, for their magic number. */
  start(key: string, bytes: number): Promise<Uint8Array>;
  /** The whole object, for upload to a provider; fails if it is no longer `etag`. */
  open(key: string, etag: string): Promise<ReadableStream<Uint8Array>>;
}
