import { describe, expect, it } from "vitest";
import { authorizationFor } from "../../../functions/x/authorization.ts";

const AT = new Date(1_318_622_958_000);
const NONCE = "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg";
const SECRET = [
  "xvz1evFS4wEEPTGEFPHBog",
  "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
  "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
  "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
].join(":");

describe("a call in a user's name", () => {
  it("bears an OAuth 2.0 token as it is", () => {
    const url = new URL("https://api.x.com/2/media/upload");
    expect(authorizationFor("a-token", "GET", url, AT)).toBe("Bearer a-token");
    expect(authorizationFor("a:b:c:d:e", "GET", url, AT)).toBe("Bearer a:b:c:d:e");
  });

  // https://docs.x.com/resources/fundamentals/authentication/oauth-1-0a/creating-a-signature
  it("is signed by OAuth 1.0a as X's own example is", () => {
    const url = new URL("https://api.twitter.com/1.1/statuses/update.json?include_entities=true");
    url.searchParams.set("status", "Hello Ladies + Gentlemen, a signed OAuth request!");
    const header = authorizationFor(SECRET, "POST", url, AT, NONCE);
    expect(header).toMatch(/^OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="/);
    expect(header).toContain('oauth_timestamp="1318622958"');
    expect(header).toContain(`oauth_signature="${encodeURIComponent("hCtSmYh+iHYCEqBWrE7C7hYmtUk=")}"`);
  });

  it("never bears the same nonce twice", () => {
    const url = new URL("https://api.x.com/2/media/upload");
    const nonceOf = () => /oauth_nonce="(\w+)"/.exec(authorizationFor(SECRET, "GET", url, AT))?.[1];
    expect(nonceOf()).not.toBe(nonceOf());
  });
});
