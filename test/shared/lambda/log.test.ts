import { describe, expect, it } from "vitest";
import { safeError } from "../../../shared/lambda/log.ts";

const ID = "01kjm2v6g0c3x5t9w8n4r7e1qd";
const logged = (message: string, cause?: unknown) => safeError(new Error(message, { cause }));

describe("what the log keeps of an error", () => {
  it.each([
    [`no object 1/${ID}/divorce papers.pdf`, "no object <file>"],
    [`no object 123456789012/${ID}/divorce, "final".pdf: gone`, "no object <file>"],
    [`ENOENT: open '/data/1/${ID}/divorce.pdf'`, "ENOENT: open '/data/<file>"],
    [`1%2F${ID}%2Fdivorce%20papers.pdf was not found`, "<file>"],
    [`s3://files/1/${ID}/divorce papers.pdf is gone`, "<link>"],
    [`https://files.example/1/${ID}/divorce papers.pdf?signature=abc`, "<link>"],
    [`first 1/${ID}/divorce.pdf\nthen 2/${ID}/papers.pdf`, "first <file>\nthen <file>"],
    ["no answer from https://graph.example/v25.0?access_token=secret", "no answer from <link>"],
    ["+1 202-555-0177 is not on WhatsApp", "<number> is not on WhatsApp"],
    ["ada@example.com bounced", "<address> bounced"],
    [`message ${ID} is gone`, `message ${ID} is gone`],
    ["3/4 of 12/2026", "3/4 of 12/2026"],
  ])("of %j is %j", (message, kept) => {
    expect(logged(message).message).toBe(kept);
  });

  it("masks the reasons behind an error as well", () => {
    const error = logged("It failed", new Error(`1/${ID}/divorce.pdf`, { cause: new Error(`2/${ID}/a b`) }));
    expect(error).toMatchObject({
      message: "It failed",
      cause: { message: "<file>", cause: { message: "<file>" } },
    });
  });

  it("quotes no JSON that could not be read", () => {
    const broken = () => JSON.parse(`{"key": "1/${ID}/divorce.pdf`);
    expect(broken).toThrow(SyntaxError);
    try {
      broken();
    } catch (error) {
      expect(JSON.stringify(safeError(error))).not.toContain("divorce");
    }
  });
});
