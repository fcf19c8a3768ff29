import { expect, it } from "vitest";
import { conversationStore } from "../../shared/store/conversations.ts";
import { messageStore } from "../../shared/store/messages.ts";
import { receiptStore } from "../../shared/store/receipts.ts";
import { onBothDatabases } from "./backends.ts";
import { accountOf, conversationOf, messageOf, NOW, nextWhole } from "./store-fixtures.ts";

const sent = { part: 0, fact: "sent" as const, value: { at: NOW.toISOString() } };

onBothDatabases("a contact's addresses", (items) => {
  const store = () => conversationStore(items());
  const opened = async (addresses: { address?: string; user_id?: string }) => {
    const one = conversationOf(nextWhole(), { contact: { id: nextWhole(), name: "Ada", ...addresses } });
    await store().add(one);
    return one;
  };

  it.each([
    [{ address: "+12025550123" }, { user_id: "US.1" }],
    [{ user_id: "US.1" }, { address: "+12025550123" }],
  ])("that are %j get %j beside it, and either finds the conversation", async (known, missing) => {
    const one = await opened(known);
    expect(await store().find(one.account, { ...known, ...missing })).toEqual({ conversation: one, missing });
    expect(await store().find(one.account, missing)).toBeUndefined();
    expect(await store().addAddresses(one, missing)).toBe(true);
    const conversation = { ...one, contact: { ...one.contact, ...missing } };
    expect(await store().get(one.id)).toEqual(conversation);
    for (const contact of [known, missing, { ...known, ...missing }])
      expect(await store().find(one.account, contact)).toEqual({ conversation, missing: {} });
    expect(await store().contactBy(one.organization_id, "+12025550123")).toBe(one.contact.id);
  });

  it("are never taken from another conversation", async () => {
    const one = await opened({ address: "+12025550123" });
    const other = conversationOf(one.organization_id, { contact: { id: nextWhole(), user_id: "US.1" } });
    await store().add(other);
    const both = { address: "+12025550123", user_id: "US.1" };
    expect(await store().find(one.account, both)).toEqual({ conversation: one, missing: {} });
    expect(await store().addAddresses(one, { user_id: "US.1" })).toBe(false);
    expect(await store().get(one.id)).toEqual(one);
    expect(await store().find(one.account, { user_id: "US.1" })).toMatchObject({ conversation: other });
  });

  it("that come with a new phone leave the one that is known", async () => {
    const one = await opened({ address: "+12025550123", user_id: "US.1" });
    expect(await store().addAddresses(one, { address: "+12025550124" })).toBe(true);
    expect(await store().get(one.id)).toEqual(one);
    expect(await store().find(one.account, { address: "+12025550124" })).toMatchObject({ conversation: one });
  });
});

onBothDatabases("two organizations whose accounts bear one id", (items) => {
  const id = "shared";
  const address = "+12025550123";

  it("have a conversation each with the same contact", async () => {
    const store = conversationStore(items());
    const [mine, theirs] = [nextWhole(), nextWhole()].map((organization) =>
      conversationOf(organization, {
        account: accountOf(organization, id),
        contact: { id: nextWhole(), address },
      }),
    );
    expect([await store.add(mine!), await store.add(theirs!)]).toEqual([true, true]);
    for (const one of [mine!, theirs!])
      expect(await store.find(one.account, { address })).toMatchObject({ conversation: one });
  });

  it("hear of the same message of a provider each at its own moment", async () => {
    const [mine, theirs] = [nextWhole(), nextWhole()].map((organization) => accountOf(organization, id));
    let now = NOW;
    const { firstHeard } = receiptStore(items(), () => now);
    await firstHeard(mine!, "SM1");
    now = new Date(NOW.getTime() + 60_000);
    expect(await firstHeard(theirs!, "SM1")).toEqual(now);
    expect(await firstHeard(mine!, "SM1")).toEqual(NOW);
  });

  it("prove nothing of each other's messages", async () => {
    const messages = messageStore(items());
    const message = messageOf(nextWhole());
    await messages.addOutgoing(message);
    const ref = { conversation_id: message.conversation_id, message_id: message.id };
    const account = { id: message.account_id, organization_id: message.organization_id };
    expect(await messages.record(ref, [sent], { ...account, organization_id: 2 })).toBeUndefined();
    expect(await messages.record(ref, [sent], { ...account, id: "other" })).toBeUndefined();
    expect(await messages.record(ref, [sent], account)).toMatchObject({ parts: [{ facts: { sent: {} } }] });
  });
});
