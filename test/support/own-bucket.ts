import { afterAll, beforeAll, beforeEach } from "vitest";
import { type BucketHost, hostBucket } from "./bucket-host.ts";

export const START = new Date("2026-03-01T12:00:00Z");
export const LATER = new Date("2026-03-01T12:15:00Z");

/** A bucket for a file of tests, at `START` unless a test moves `clock.now`; every test has a key of its own. */
export const ownBucket = () => {
  let host: BucketHost | undefined;
  let number = 0;
  const clock = { now: START };
  beforeAll(async () => {
    host = await hostBucket(() => clock.now);
  });
  afterAll(() => host?.stop());
  beforeEach(() => {
    clock.now = START;
    number += 1;
  });
  const file = (more: Partial<{ key: string; name: string; type: string; size: number }> = {}) => ({
    key: `1/${number}/photo.png`,
    name: "photo.png",
    type: "image/png",
    size: 5,
    ...more,
  });
  const stored = async (more: Parameters<typeof file>[0] = {}): Promise<string> => {
    const { url, headers } = await host!.bucket.signPut(file(more), LATER);
    await put(url, headers);
    return host!.bucket.signGet(file(more), LATER);
  };
  return { host: () => host!, clock, file, stored };
};

export const put = (url: string, headers: Record<string, string>, body = "bytes") =>
  fetch(url, { method: "PUT", headers, body });

/** The status and S3's code of an answer. */
export const outcome = async (answer: Response) => [
  answer.status,
  /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1],
];

export const changed = (url: string, name: string, value: string | undefined): string => {
  const other = new URL(url);
  if (value === undefined) other.searchParams.delete(name);
  else other.searchParams.set(name, value);
  return other.href;
};
