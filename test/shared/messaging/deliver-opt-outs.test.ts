import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { conversationStore } from "../../../shared/store/conversations.ts";
import { conversationOf } from "../../contract/store-fixtures.ts";
import { type DeliveryFixture, jobOf, START, startDelivery } from "../../support/delivery.ts";

let fixture: DeliveryFixture;
beforeEach(() => {
  fixture = startDelivery();
});
afterEach(() => fixture.close());

const failure = (provider_code: string) => ({
  code: "provider_refused",
  message: "No.",
  provider_code,
  retryable: false,
  fix_by: "customer" as const,
  next_step: "Nothing.",
});

describe("a provider's refusal", () => {
  it.each([
    ["sms", "21610", "all"],
    ["whatsapp", "131050", "marketing"],
    ["sms", "21611", undefined],
    ["whatsapp", "21610", undefined],
    ["messenger", "21610", undefined],
  ] as const)("on %s with the code %s means that the contact stopped: %s", async (channel, code, scope) => {
    const job = jobOf(1);
    const message = { ...job.message, channel };
    const store = conversationStore(fixture.items);
    await store.add(conversationOf(message.organization_id, { id: message.conversation_id, channel }));
    fixture.provider.script = () => ({ kind: "refused", failure: failure(code) });
    await fixture.deliver({ ...job, message });
    const conversation = await store.get(message.conversation_id);
    const at = new Date(START).toISOString();
    const opted_out = conversation?.kind === "external" ? conversation.opted_out : undefined;
    expect(opted_out).toEqual(scope === undefined ? undefined : { scope, at });
  });
});
