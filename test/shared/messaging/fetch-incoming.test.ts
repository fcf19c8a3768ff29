import { describe, expect, it } from "vitest";
import { StoredFile } from "../../../shared/domain/attachment.ts";
import type { Failure } from "../../../shared/domain/errors.ts";
import type { FetchDeps } from "../../../shared/messaging/fetch-incoming.ts";
import { NotFetched } from "../../../shared/messaging/fetch-ports.ts";
import { eachWithBackend } from "../../integration/http/fixture.ts";
import { brought, fetching, PAGE, PDF, PNG } from "./fetching.ts";

const backend = eachWithBackend();
const failure: Failure = {
  code: "media_unavailable",
  message: "Not now.",
  retryable: true,
  fix_by: "provider",
  next_step: "Wait.",
};
const refusing = (again: boolean, retryAfter?: number) => ({
  read: async () => {
    throw new NotFetched(failure, { again, retryAfter });
  },
});
const HOUR = 3_600_000;

describe("a contact's file", () => {
  it("is kept as an uploaded one, and asked for at its account's provider", async () => {
    const { work, arrival, rows, reads } = await fetching(backend(), { file_name: "Grüße.png" });
    expect(await work()).toEqual({ done: true });
    const file = StoredFile.parse(rows()[0]?.file);
    expect(await arrival()).toEqual({
      state: "fetched",
      file: {
        id: file.id,
        key: `1/${file.id}/Grüße.png`,
        name: "Grüße.png",
        type: "image/png",
        size: PNG.length,
      },
    });
    expect(file).toMatchObject({ state: "checked", organization_id: 1, conversation_id: 101 });
    expect(await backend().bucket.start(file.key, 999)).toEqual(PNG);
    expect(reads).toMatchObject([{ source: { media_id: "9" }, account: { id: "demowhatsapp" } }]);
  });

  it("that is there is not fetched again, however often its job comes", async () => {
    const { work, reads, rows } = await fetching(backend());
    await work();
    expect(await work()).toEqual({ done: true });
    expect([reads.length, rows().length]).toEqual([1, 1]);
  });
});

describe("a worker killed", () => {
  const killed = async () => {
    throw new Error("killed");
  };
  const places: [string, (deps: FetchDeps) => Partial<FetchDeps>, number][] = [
    ["before it has the file", () => ({ read: killed }), 2],
    ["before the file has a row", ({ files }) => ({ files: { ...files, add: killed } }), 2],
    ["before the file is in the bucket", ({ bucket }) => ({ bucket: { ...bucket, put: killed } }), 2],
    ["before the file is checked", ({ files }) => ({ files: { ...files, update: killed } }), 1],
    ["before its message says so", ({ arrivals }) => ({ arrivals: { ...arrivals, settle: killed } }), 1],
  ];

  it.each(places)("%s leaves one file in the end", async (_, broken, fetches) => {
    const { deps, work, arrival, rows, reads } = await fetching(backend());
    await work(broken(deps)).catch(() => {});
    expect(await arrival()).toBeUndefined();
    expect(await work()).toEqual({ done: true });
    expect(await arrival()).toMatchObject({ state: "fetched" });
    expect([rows().length, reads.length]).toEqual([1, fetches]);
  });

  it("while the provider calls the file something else now, keeps its key", async () => {
    const { deps, work, arrival, rows } = await fetching(backend());
    const read = async () => brought(PNG, { name: "first.png" });
    await work({ read, bucket: { ...deps.bucket, put: killed } });
    await work({ read: async () => brought(Buffer.concat([PNG, PNG]), { name: "second.png" }) });
    const key = expect.stringMatching(/\/first\.png$/);
    expect(await arrival()).toMatchObject({ file: { key, name: "first.png", size: 2 * PNG.length } });
    expect(rows()).toHaveLength(1);
  });
});

describe("a file that does not come", () => {
  it("is failed at once when it never will, and says why", async () => {
    const { work, arrival } = await fetching(backend());
    expect(await work(refusing(false))).toEqual({ done: true });
    expect(await arrival()).toEqual({ state: "failed", failure });
    await work();
    expect(await arrival()).toEqual({ state: "failed", failure });
  });

  it.each([
    [0, 5],
    [5_000, 5],
    [10_000, 10],
    [600_000, 600],
    [2 * HOUR, 3_600],
  ])("%i ms after it was promised is tried again after %i s", async (age, later) => {
    const { work, arrival } = await fetching(backend());
    backend().clock.add(age);
    expect(await work(refusing(true))).toEqual({ later });
    expect(await arrival()).toBeUndefined();
  });

  it("is not asked for before the provider wants to be", async () => {
    const { work } = await fetching(backend());
    expect(await work(refusing(true, 900))).toEqual({ later: 900 });
  });

  it("is failed after a day, with its last reason, which nobody waits for any more", async () => {
    const { work, arrival } = await fetching(backend());
    backend().clock.add(24 * HOUR - 1);
    expect(await work(refusing(true))).toEqual({ later: 3_600 });
    backend().clock.add(1);
    expect(await work(refusing(true))).toEqual({ done: true });
    expect(await arrival()).toMatchObject({
      failure: { code: "media_unavailable", retryable: false, next_step: expect.stringContaining("again") },
    });
  });

  it("for a fault of ours is tried for as long, and logged as one", async () => {
    const { work, arrival, logged, deps } = await fetching(backend());
    const put = async () => {
      throw new Error("S3 is down");
    };
    expect(await work({ bucket: { ...deps.bucket, put } })).toEqual({ later: 5 });
    expect(logged).toMatchObject([["error", { index: 0 }]]);
    backend().clock.add(24 * HOUR);
    expect(await work({ bucket: { ...deps.bucket, put } })).toEqual({ done: true });
    expect(await arrival()).toMatchObject({ failure: { code: "fetch_failed", fix_by: "developer" } });
  });

  it("because its worker dies of it each time is failed first thing, two hours after its day", async () => {
    const { work, arrival, reads } = await fetching(backend());
    backend().clock.add(26 * HOUR + 1);
    expect(await work()).toEqual({ done: true });
    expect(reads).toEqual([]);
    expect(await arrival()).toMatchObject({ failure: { code: "fetch_failed" } });
  });

  it("because its account is gone says so", async () => {
    const { work, arrival, deps } = await fetching(backend());
    await work({ directory: { ...deps.directory, account: async () => undefined } });
    expect(await arrival()).toMatchObject({ failure: { code: "account_gone" } });
  });
});

describe("a function about to end", () => {
  it("begins nothing", async () => {
    const { work, reads } = await fetching(backend());
    expect(await work({}, () => 49_999)).toEqual({ later: 0 });
    expect(reads).toEqual([]);
  });

  it("gives a download up", async () => {
    const { work } = await fetching(backend());
    let left = 60_000;
    const read: FetchDeps["read"] = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new NotFetched(failure, { again: true })));
        left = 0;
      });
    expect(await work({ read }, () => left)).toEqual({ later: 5 });
  });
});

describe("what a file is", () => {
  const named = async (
    attachment: Parameters<typeof fetching>[1],
    bytes: Uint8Array,
    said: Parameters<typeof brought>[1] = {},
  ) => {
    const { work, arrival } = await fetching(backend(), { file_type: undefined, ...attachment });
    const verdict = await work({ read: async () => brought(bytes, said) });
    const found = await arrival();
    if (!found) return verdict;
    return found.state === "failed" ? found.failure.code : `${found.file.name} ${found.file.type}`;
  };

  it.each([
    [
      "by its message",
      { kind: "file", file_type: "application/pdf", file_name: "a.pdf" },
      PDF,
      {},
      "a.pdf application/pdf",
    ],
    [
      "by its provider",
      { kind: "file" },
      PDF,
      { type: "application/pdf", name: "b.pdf" },
      "b.pdf application/pdf",
    ],
    ["by its bytes", { kind: "file" }, PDF, { type: "application/octet-stream" }, "file.pdf application/pdf"],
    ["by nothing", { kind: "file" }, Buffer.from("?"), {}, "file application/octet-stream"],
    [
      "with a name that is none",
      { kind: "file", file_name: "null.pdf" },
      PDF,
      {},
      "file.pdf application/pdf",
    ],
    [
      "with an empty name",
      { kind: "file", file_name: " " },
      PDF,
      { name: "undefined" },
      "file.pdf application/pdf",
    ],
    [
      "with a name of a path",
      { kind: "file", file_name: "../../etc/passwd.pdf" },
      PDF,
      {},
      "passwd.pdf application/pdf",
    ],
    ["with a type that is none", { kind: "image", file_type: "a\r\nb: c" }, PNG, {}, "image.png image/png"],
    [
      "a web page somebody sent",
      { kind: "file", file_name: "a.html" },
      PAGE,
      { type: "text/html" },
      "a.html text/html",
    ],
  ] as const)("is known %s", async (_, attachment, bytes, said, shown) => {
    expect(await named(attachment, bytes, said)).toBe(shown);
  });

  it.each([
    ["another type than announced", { kind: "image", file_type: "image/jpeg" }, PNG, {}],
    ["nothing that is known", { kind: "image", file_type: "image/jpeg" }, Buffer.from("????"), {}],
  ] as const)("is refused when its bytes are of %s", async (_, attachment, bytes, said) => {
    expect(await named(attachment, bytes, said)).toBe("file_refused");
  });

  it.each([
    ["a page that says sorry", { kind: "image", file_type: "image/png" }, PAGE, {}],
    ["a page instead of a file", { kind: "file", file_name: "a.bin" }, PAGE, { type: "text/html" }],
    ["a page that is called a picture", { kind: "image" }, PAGE, { type: "text/html" }],
    [
      "an error in JSON",
      { kind: "image", file_type: "image/png" },
      Buffer.from("{}"),
      { type: "application/json" },
    ],
    [
      "an error in JSON instead of a film",
      { kind: "video" },
      Buffer.from("{}"),
      { type: "application/json" },
    ],
  ] as const)("is asked for again when there is %s", async (_, attachment, bytes, said) => {
    expect(await named(attachment, bytes, said)).toEqual({ later: 5 });
  });
});
