import { describe, expect, it } from "vitest";
import { checkMediaUrl } from "../../../functions/sms/media-url.ts";

const codes = (url: string) => checkMediaUrl(url, "/media_url/0").map(({ path, code }) => `${path} ${code}`);

describe("somebody else's media address", () => {
  it.each([
    "https://cdn.example.com/a.jpg",
    "HTTPS://CDN.example.com:8443/a.jpg?sig=%2F#top",
    "https://other.s3.eu-west-1.amazonaws.com/a.jpg?X-Amz-Signature=0",
    "https://8.8.8.8/a.jpg",
    "https://[2606:4700:4700::1111]/a.jpg",
    "https://[::ffff:8.8.8.8]/a.jpg",
    "https://172.32.0.1/a.jpg",
    "https://münchen.de/a.jpg",
    "https://localhost.example.com/a.jpg",
    "https://10.example.com/a.jpg",
  ])("is handed on as it is: %s", (url) => {
    expect(codes(url)).toEqual([]);
  });

  it.each([
    "https://localhost/a.jpg",
    "https://LOCALHOST./a.jpg",
    "https://api.localhost/a.jpg",
    "https://intranet/a.jpg",
    "https://printer.local/a.jpg",
    "https://metadata.google.internal/a.jpg",
    "https://router.home.arpa/a.jpg",
    "https://127.0.0.1/a.jpg",
    "https://127.1/a.jpg",
    "https://2130706433/a.jpg",
    "https://0x7f000001/a.jpg",
    "https://0177.0.0.1/a.jpg",
    "https://\uff11\uff12\uff17.0.0.1/a.jpg",
    "https://0.0.0.0/a.jpg",
    "https://10.0.0.1/a.jpg",
    "https://100.64.0.1/a.jpg",
    "https://169.254.169.254/latest/meta-data",
    "https://169.254.170.2/v2/credentials",
    "https://172.16.0.1/a.jpg",
    "https://172.31.255.255/a.jpg",
    "https://192.168.1.1/a.jpg",
    "https://198.18.0.1/a.jpg",
    "https://224.0.0.1/a.jpg",
    "https://255.255.255.255/a.jpg",
    "https://[::]/a.jpg",
    "https://[::1]/a.jpg",
    "https://[::127.0.0.1]/a.jpg",
    "https://[::ffff:127.0.0.1]/a.jpg",
    "https://[::ffff:a00:1]/a.jpg",
    "https://[64:ff9b::7f00:1]/a.jpg",
    "https://[2002:7f00:1::]/a.jpg",
    "https://[fd00:ec2::254]/a.jpg",
    "https://[fe80::1]/a.jpg",
    "https://[ff02::1]/a.jpg",
    "https://me:secret@cdn.example.com/a.jpg",
    "https://cdn.example.com@127.0.0.1/a.jpg",
  ])("is refused when nobody outside could reach it, or it carries a password: %s", (url) => {
    expect(codes(url)).toEqual(["/media_url/0 media_url_not_public"]);
  });

  it.each([
    "http://cdn.example.com/a.jpg",
    "ftp://cdn.example.com/a.jpg",
    "data:image/png;base64,AA==",
    "file:///etc/passwd",
    "s3://other/a.jpg",
    "//cdn.example.com/a.jpg",
    "https:/cdn.example.com/a.jpg",
    "https:cdn.example.com/a.jpg",
    "https:\\\\cdn.example.com\\a.jpg",
    "https://cdn.example.com/a b.jpg",
    " https://cdn.example.com/a.jpg",
    "https://cdn.exa\nmple.com/a.jpg",
    "https://",
    "https://[::1/a.jpg",
    "cat.jpg",
    "",
  ])("is refused when it is no https address: %j", (url) => {
    expect(codes(url)).toEqual(["/media_url/0 media_url_not_https"]);
  });

  it("may have 2,048 characters and not 2,049", () => {
    const url = (length: number) => "https://cdn.example.com/".padEnd(length, "a");
    expect(codes(url(2_048))).toEqual([]);
    expect(codes(url(2_049))).toEqual(["/media_url/0 media_url_too_long"]);
  });
});
