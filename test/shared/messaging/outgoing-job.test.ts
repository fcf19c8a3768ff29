import { describe, expect, it } from "vitest";
import { groupOf } from "../../../shared/messaging/outgoing-job.ts";
import { jobOf } from "../../support/delivery.ts";

describe("the group of a message", () => {
  const job = jobOf(1);
  const group = groupOf(job);

  it("is the same for a contact who is found to have another address", () => {
    expect(groupOf({ ...job, contact: { id: 3, user_id: "US.1" } })).toBe(group);
  });

  it.each([
    ["conversation", { message: { ...job.message, conversation_id: 43 } }],
    ["account", { account: { ...job.account, id: "acc2" } }],
    ["organization", { account: { ...job.account, organization_id: 8 } }],
  ])("is another's in another %s", (_, change) => {
    expect(groupOf({ ...job, ...change })).not.toBe(group);
  });

  it("tells nobody an address, and fits an id of SQS", () => {
    expect(group).toMatch(/^[0-9a-f]{32}$/);
  });
});
