import { S3Client } from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { S3_OPTIONS, s3Bucket } from "../../shared/aws/bucket.ts";
import { CREDENTIALS } from "../support/dynamodb.ts";

// What emulators do not enforce is what a signature covers; so these read the links themselves.
const NOW = new Date("2026-03-01T12:00:00.900Z");
const inSeconds = (seconds: number) => new Date(Date.parse("2026-03-01T12:00:00Z") + seconds * 1000);
const client = new S3Client({ ...CREDENTIALS, ...S3_OPTIONS });
const bucket = s3Bucket(client, "files", () => NOW);

const query = (url: string) => new URL(url).searchParams;

describe("an S3 upload link", () => {
  const file = { key: "1/a/Ünï #1.png", type: "image/png", size: 1234 };

  it("signs the type, the length and that nothing may be there yet", async () => {
    const { url, headers } = await bucket.signPut(file, inSeconds(900));
    expect(query(url).get("X-Amz-SignedHeaders")).toBe("content-length;content-type;host;if-none-match");
    expect(headers).toEqual({ "content-type": "image/png", "if-none-match": "*" });
  });

  it("changes its signature with every promise it makes", async () => {
    const others = [{}, { size: 1235 }, { type: "image/jpeg" }, { key: "1/a/other" }];
    const links = await Promise.all(
      others.map((other) => bucket.signPut({ ...file, ...other }, inSeconds(900))),
    );
    const signatures = links.map(({ url }) => query(url).get("X-Amz-Signature"));
    expect(new Set(signatures).size).toBe(others.length);
  });

  it("carries no checksum of a body it has not seen", async () => {
    const { url } = await bucket.signPut(file, inSeconds(900));
    expect([...query(url).keys()].filter((name) => /checksum|sdk-/i.test(name))).toEqual([]);
  });

  it("names the object in the bucket's own host, each character escaped", async () => {
    const { url } = await bucket.signPut(file, inSeconds(900));
    expect(new URL(url).host).toBe("files.s3.eu-central-1.amazonaws.com");
    expect(new URL(url).pathname).toBe("/1/a/%C3%9Cn%C3%AF%20%231.png");
  });

  it.each([
    [900, "900"],
    [0, "1"],
    [-60, "1"],
    [30 * 86_400, "604800"],
  ])("over in %i s is signed for %s, from this moment", async (seconds, expires) => {
    const { url } = await bucket.signPut(file, inSeconds(seconds));
    expect([query(url).get("X-Amz-Date"), query(url).get("X-Amz-Expires")]).toEqual([
      "20260301T120000Z",
      expires,
    ]);
  });
});

describe("an S3 download link", () => {
  const served = async (name: string, type: string) => {
    const link = query(await bucket.signGet({ key: "1/a/x", name, type }, inSeconds(300)));
    return [link.get("response-content-type"), link.get("response-content-disposition")];
  };

  it("shows a picture under its own name", async () => {
    expect(await served("Ünï €.png", "image/png")).toEqual([
      "image/png",
      `inline; filename="?n? ?.png"; filename*=UTF-8''%C3%9Cn%C3%AF%20%E2%82%AC.png`,
    ]);
  });

  it.each(["text/html", "image/svg+xml", "Application/XHTML+xml; charset=utf-8", "text/plain\r\nx: y"])(
    "hands over %j as bytes to save",
    async (type) => {
      expect(await served("page.html", type)).toEqual([
        "application/octet-stream",
        "attachment; filename=page.html",
      ]);
    },
  );

  it("cannot be broken out of by a file's name", async () => {
    const [, disposition] = await served('a"\r\nset-cookie: b=c; filename="x.html', "image/png");
    expect(disposition).toMatch(/^inline; filename="[ -~]*"; filename\*=UTF-8''[!-~]*$/);
  });

  it("takes a name that is not whole text", async () => {
    const [, disposition] = await served("half \ud83d.png", "image/png");
    expect(disposition).toContain("filename*=UTF-8''half%20%EF%BF%BD.png");
  });

  it("lives as long as it says", async () => {
    const link = query(await bucket.signGet({ key: "1/a/x", name: "x", type: "image/png" }, inSeconds(300)));
    expect([link.get("X-Amz-Expires"), link.get("X-Amz-SignedHeaders")]).toEqual(["300", "host"]);
  });
});
