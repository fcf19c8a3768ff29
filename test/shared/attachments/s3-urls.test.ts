import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeName } from "../../../shared/attachments/file-names.ts";
import { keyOf, publicUrlOf, readS3Location, s3PathOf } from "../../../shared/attachments/s3-urls.ts";

const BUCKET = "outgoing-files";
const ID = "01jd0000000000000000000abc";
const KEY = `1/${ID}/a.jpg`;
const ORIGIN = "http://127.0.0.1:3000";
const read = (text: string) => readS3Location(text, BUCKET, { origin: ORIGIN });

describe("an address of our own bucket", () => {
  const good: [form: string, address: string][] = [
    ["s3://", `s3://${BUCKET}/${KEY}`],
    ["the bucket in the host", `https://${BUCKET}.s3.amazonaws.com/${KEY}`],
    ["the bucket in the host, in capitals", `HTTPS://${BUCKET.toUpperCase()}.S3.amazonaws.com/${KEY}`],
    ["with its region", `https://${BUCKET}.s3.eu-west-1.amazonaws.com/${KEY}`],
    ["with its region after a dash", `https://${BUCKET}.s3-us-west-2.amazonaws.com/${KEY}`],
    ["dual-stack", `https://${BUCKET}.s3.dualstack.eu-west-1.amazonaws.com/${KEY}`],
    ["FIPS", `https://${BUCKET}.s3-fips.us-gov-west-1.amazonaws.com/${KEY}`],
    ["FIPS and dual-stack", `https://${BUCKET}.s3-fips.dualstack.us-east-1.amazonaws.com/${KEY}`],
    ["accelerated", `https://${BUCKET}.s3-accelerate.amazonaws.com/${KEY}`],
    ["in China", `https://${BUCKET}.s3.cn-north-1.amazonaws.com.cn/${KEY}`],
    ["the bucket in the path", `https://s3.amazonaws.com/${BUCKET}/${KEY}`],
    ["the bucket in the path, with a region", `https://s3.eu-west-1.amazonaws.com/${BUCKET}/${KEY}`],
    ["the bucket in the path, region after a dash", `https://s3-eu-west-1.amazonaws.com/${BUCKET}/${KEY}`],
    [
      "presigned",
      `https://${BUCKET}.s3.amazonaws.com/${KEY}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%2Fb&X-Amz-Date=20261121T000000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=00&x-id=GetObject`,
    ],
    [
      "presigned with the old signature",
      `https://s3.amazonaws.com/${BUCKET}/${KEY}?AWSAccessKeyId=A&Signature=b&Expires=1`,
    ],
    ["a link of the one-machine server", `${ORIGIN}/bucket/${KEY}?expires=1&signature=00`],
  ];
  it.each(good)("%s is taken back to its key", (_, address) => {
    expect(read(address)).toEqual({ key: KEY });
  });

  it("is taken back whether the client encoded the key or pasted it behind the host", () => {
    const key = `1/${ID}/100% año + (1).pdf`;
    expect(read(publicUrlOf(BUCKET, key))).toEqual({ key });
    expect(read(`https://${BUCKET}.s3.amazonaws.com/${key}`)).toEqual({ key });
    expect(read(`${ORIGIN}/bucket/${encodeURI(key)}?x=1`)).toEqual({ key });
  });

  it("leads back to any key we make an address of", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
        const key = keyOf(12, ID, safeName(name));
        expect(read(publicUrlOf(BUCKET, key))).toEqual({ key });
        expect(read(s3PathOf(BUCKET, key))).toEqual({ key });
      }),
    );
  });

  it("is written with every special character escaped, as S3 signs it", () => {
    expect(publicUrlOf(BUCKET, `1/${ID}/a b+(é)!'*.jpg`)).toBe(
      `https://${BUCKET}.s3.amazonaws.com/1/${ID}/a%20b%2B%28%C3%A9%29%21%27%2A.jpg`,
    );
  });

  const unusable: [situation: string, address: string][] = [
    ["a parent folder", `https://${BUCKET}.s3.amazonaws.com/2/../${KEY}`],
    ["an escaped parent folder", `https://${BUCKET}.s3.amazonaws.com/1/${ID}/%2e%2e`],
    ["a doubly escaped dot", `https://${BUCKET}.s3.amazonaws.com/1/${ID}/%252e%252e`],
    ["an escaped slash", `https://${BUCKET}.s3.amazonaws.com/1/${ID}/a%2fb`],
    ["a broken escape", `https://${BUCKET}.s3.amazonaws.com/1/${ID}/%e0%41.jpg`],
    ["a double slash", `https://${BUCKET}.s3.amazonaws.com//${KEY}`],
    ["a backslash", `https://${BUCKET}.s3.amazonaws.com\\${KEY}`],
    ["a NUL", `s3://${BUCKET}/1/${ID}/a\u0000.jpg`],
    ["a line break", `https://${BUCKET}.s3.amaz\nonaws.com/${KEY}`],
    ["a version", `https://${BUCKET}.s3.amazonaws.com/${KEY}?versionId=abc`],
    ["a sub-resource", `https://${BUCKET}.s3.amazonaws.com/${KEY}?acl`],
    [
      "a version among a signature",
      `https://${BUCKET}.s3.amazonaws.com/${KEY}?X-Amz-Signature=0&versionId=1`,
    ],
    ["a fragment", `https://${BUCKET}.s3.amazonaws.com/${KEY}#x`],
    ["a query on s3://", `s3://${BUCKET}/${KEY}?versionId=1`],
    ["a user name", `https://me@${BUCKET}.s3.amazonaws.com/${KEY}`],
    ["our host as somebody's user name", `https://${BUCKET}.s3.amazonaws.com@evil.example/${KEY}`],
    ["a port", `https://${BUCKET}.s3.amazonaws.com:8443/${KEY}`],
    ["plain http", `http://${BUCKET}.s3.amazonaws.com/${KEY}`],
    ["a full-width dot in the host", `https://${BUCKET}.s3.amazonaws\u3002com/${KEY}`],
    ["an escaped host", `https://%6futgoing-files.s3.amazonaws.com/${KEY}`],
    ["an escaped bucket in the path", `https://s3.amazonaws.com/%6futgoing-files/${KEY}`],
    ["a detour in the path", `https://s3.amazonaws.com/../${BUCKET}/${KEY}`],
    ["an access point", `https://files-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/${KEY}`],
    ["a multi-region access point", `https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/${KEY}`],
    ["an access point's alias", `https://files-abc-s3alias.s3.eu-west-1.amazonaws.com/${KEY}`],
    ["an access point's alias on s3://", `s3://files-abc-s3alias/${KEY}`],
    ["an access point's ARN", `s3://arn:aws:s3:eu-west-1:123456789012:accesspoint/files/${KEY}`],
    ["the bucket's website", `http://${BUCKET}.s3-website-us-east-1.amazonaws.com/${KEY}`],
    ["another Amazon host after our name", `https://${BUCKET}.execute-api.eu-west-1.amazonaws.com/${KEY}`],
    ["a key that is not ours", `https://${BUCKET}.s3.amazonaws.com/index.html`],
    ["no key", `https://${BUCKET}.s3.amazonaws.com/`],
    ["no address", "a.jpg"],
    ["a bare key", KEY],
    ["one slash too few", `https:/${BUCKET}.s3.amazonaws.com/${KEY}`],
    ["spaces around", ` s3://${BUCKET}/${KEY}`],
    ["another scheme", `ftp://${BUCKET}.s3.amazonaws.com/${KEY}`],
    ["endless length", `https://${BUCKET}.s3.amazonaws.com/${KEY}?X-Amz-Signature=${"0".repeat(8_192)}`],
    ["the one-machine server and a fragment", `${ORIGIN}/bucket/${KEY}#x`],
  ];
  it.each(unusable)("is neither used nor passed on with %s", (_, address) => {
    expect(read(address)).toBeUndefined();
  });
});

describe("an address of somebody else", () => {
  it.each([
    ["another bucket", `s3://other-files/${KEY}`],
    ["another bucket's host", `https://other-files.s3.amazonaws.com/${KEY}`],
    ["another bucket, presigned", `https://other-files.s3.amazonaws.com/${KEY}?X-Amz-Signature=00`],
    ["a bucket whose name begins like ours", `https://${BUCKET}-2.s3.amazonaws.com/${KEY}`],
    ["a bucket whose name ends like ours", `https://x.${BUCKET}.s3.amazonaws.com/${KEY}`],
    ["another bucket in the path", `https://s3.eu-west-1.amazonaws.com/other-files/${KEY}`],
    ["a host that begins like ours", `https://${BUCKET}.s3.amazonaws.com.evil.example/${KEY}`],
    ["a host that ends like ours", `https://evil-amazonaws.com/${BUCKET}/${KEY}`],
    ["any web server", "https://cdn.example.com:8443/cat.jpg?size=2"],
    ["the one-machine server, outside its bucket", `${ORIGIN}/logo.png`],
  ])("%s is foreign", (_, address) => {
    expect(read(address)).toEqual({ foreign: true });
  });
});
