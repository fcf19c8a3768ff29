import { beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../../../shared/lambda/problem.ts";
import { eachWithBackend } from "./fixture.ts";
import { addOtherOrganization, OTHER_KEY } from "./other-organization.ts";
import { changingNothing, expectProblem } from "./refused.ts";
import { cancel, posted, resend } from "./resending.ts";

const backend = eachWithBackend();
beforeEach(() => addOtherOrganization(backend()));
const ABSENT = "0".repeat(26);

describe.each([
  ["resent", resend, "failed"],
  ["canceled", cancel, undefined],
] as const)("what can be %s", (_, act, fact) => {
  const refused = async (id: string, asked: Parameters<typeof act>[3]) => {
    const answer = await changingNothing(backend(), () => act<Problem>(backend(), "sms", id, asked));
    expectProblem(answer, 404);
    return answer.text;
  };

  it("is not told to another organization: its answer is the same for what there is and what there is not", async () => {
    const { id } = await posted(backend(), "sms", { message_text: "Hello" }, fact);
    const foreign = await refused(id, { key: OTHER_KEY });
    expect(await refused(ABSENT, { key: OTHER_KEY })).toBe(foreign);
    expect(await refused(id, { key: OTHER_KEY, params: { id: "999999" } })).toBe(foreign);
    expect(await refused("x", { key: OTHER_KEY })).toBe(foreign);
  });

  it("is looked for in the named conversation only", async () => {
    const { id } = await posted(backend(), "sms", { message_text: "Hello" }, fact);
    const elsewhere = await refused(id, { params: { id: "101" } });
    expect(await refused(ABSENT, {})).toBe(elsewhere);
    expect(await refused("", {})).toBe(elsewhere);
    expect(await refused("../../conversations", {})).toBe(elsewhere);
    expect((await act(backend(), "sms", id)).status).toBeLessThan(300);
  });
});
