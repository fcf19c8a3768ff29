import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { ownBucket } from "../support/own-bucket.ts";

const { host } = ownBucket();

describe("a path that wants out of the folder", () => {
  /** As it stands: `fetch` would tidy the path first. */
  const raw = (path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { port, hostname } = new URL(host().origin);
      const socket = connect(Number(port), hostname);
      let text = "";
      socket.on("data", (chunk) => {
        text += chunk;
      });
      socket.on("end", () => resolve(text.split("\r\n", 1)[0] ?? ""));
      socket.on("error", reject);
      socket.end(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
    });

  it.each([
    "/bucket/../app-secret",
    "/bucket/..%2fapp-secret",
    "/bucket/%2e%2e/%2e%2e/etc/passwd",
    "/bucket/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/bucket/..%5c..%5cetc",
    "/bucket//etc/passwd",
    "/bucket/1/a%00.png",
    "/bucket/%c0%ae%c0%ae/x",
    "/bucket/%zz",
    "/bucket/",
    "/bucket",
  ])("%s is refused", async (path) => {
    expect(await raw(path)).toMatch(/^HTTP\/1\.1 40[03] /);
  });
});
