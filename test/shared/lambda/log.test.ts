import { describe, expect, it } from "vitest";
import * as z from "zod";
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
    ['no value for {"Body": {"S": "see \\"you\\" at 8"}}', "no value for {<quoted>: {<quoted>: <quoted>}}"],
    ["'see you at 8' isn't a number, so it can't be", "<quoted> isn't a number, so it can't be"],
    ["ENOENT: open '/data/queue.db'", "ENOENT: open '/data/queue.db'"],
    ["refused by 203.0.113.77:443", "refused by <host>:443"],
    ["refused by 127.0.0.1:3001", "refused by 127.0.0.1:3001"],
    ["refused by 2001:db8:0:0:0:0:0:77", "refused by <host>"],
    ["token EAABsbCS1iHgBAKZCZCw0ZDZD9q has expired", "token <opaque> has expired"],
    [`sha256=${"a1".repeat(32)} is wrong`, "<opaque> is wrong"],
    ["DELIVERIES_WERE_NEVER_THIS_LATE", "DELIVERIES_WERE_NEVER_THIS_LATE"],
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

  it("has no frame that is a line of the message", () => {
    const { stack } = logged("first\n    at dinner we talk");
    expect(JSON.stringify(stack)).not.toContain("dinner");
    expect(stack).toEqual(expect.arrayContaining([expect.stringContaining("log.test.ts")]));
  });

  it("says which fields of a broken job were wrong, not what stood in them", () => {
    const { error } = z.object({ to: z.array(z.enum(["Ada"])) }).safeParse({ to: ["Charles"] });
    expect(safeError(error)).toMatchObject({ name: "ZodError", message: "to.0: invalid_value" });
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
