import { expect, it } from "vitest";
import { Account } from "../../shared/domain/account.ts";
import { directory } from "../../shared/store/directory.ts";
import { onBothDatabases } from "./backends.ts";
import { accountOf, nextWhole } from "./store-fixtures.ts";

const smsOf = (organization_id: number, provider_ids: Record<string, string>): Account =>
  Account.parse({
    id: `sms${organization_id}`,
    organization_id,
    channel: "sms",
    provider: "twilio",
    address: "+12025550115",
    provider_ids: { account_sid: "AC1", ...provider_ids },
  });

onBothDatabases("accounts", (items) => {
  const store = () => directory(items());
  const named = async (providerId: string) => (await store().accountBy("whatsapp", providerId))?.id;

  it("are known by their provider's id, which nobody else can take", async () => {
    const [mine, other] = [nextWhole(), nextWhole()];
    const account = accountOf(mine, `main${mine}`, `phone${mine}`);
    expect(await store().putAccount(account)).toBeUndefined();
    const taking = accountOf(other, `main${other}`, `phone${mine}`);
    expect(await store().putAccount(taking)).toBe("provider_id_taken");
    expect(await store().account(other, `main${other}`)).toBeUndefined();
    expect(await store().putAccount({ ...account, address: "+12025550199" })).toBeUndefined();
    expect(await store().accountBy("whatsapp", `phone${mine}`)).toMatchObject({ address: "+12025550199" });
    expect(await store().accountBy("sms", `phone${mine}`)).toBeUndefined();
  });

  it("never bear an id that another organization's account bears", async () => {
    const [mine, other] = [nextWhole(), nextWhole()];
    const id = `main${mine}`;
    expect(await store().putAccount(accountOf(mine, id, `phone${mine}`))).toBeUndefined();
    expect(await store().putAccount(accountOf(other, id, `phone${other}`))).toBe("id_taken");
    expect(await store().account(other, id)).toBeUndefined();
    expect(await named(`phone${other}`)).toBeUndefined();
    expect(await store().account(mine, id)).toMatchObject({ organization_id: mine });
  });

  it("give an id to one of many organizations that choose it at once", async () => {
    const id = `main${nextWhole()}`;
    const organizations = Array.from({ length: 5 }, nextWhole);
    const answers = await Promise.all(
      organizations.map((one) => store().putAccount(accountOf(one, id, `phone${one}`))),
    );
    expect(answers.toSorted()).toEqual([...Array(4).fill("id_taken"), undefined]);
    const winner = organizations[answers.indexOf(undefined)]!;
    const found = await Promise.all(organizations.map((one) => store().accountBy("whatsapp", `phone${one}`)));
    expect(found.filter((one) => one !== undefined)).toMatchObject([{ id, organization_id: winner }]);
  });

  it("leave their old provider's id to others when they change it", async () => {
    const [mine, other] = [nextWhole(), nextWhole()];
    await store().putAccount(accountOf(mine, `main${mine}`, `old${mine}`));
    await store().putAccount(accountOf(mine, `main${mine}`, `new${mine}`));
    expect(await named(`old${mine}`)).toBeUndefined();
    expect(await named(`new${mine}`)).toBe(`main${mine}`);
    expect(await store().putAccount(accountOf(other, `main${other}`, `old${mine}`))).toBeUndefined();
    expect(await named(`old${mine}`)).toBe(`main${other}`);
  });

  it("have one provider's id after several changes at once, and hold no other", async () => {
    const mine = nextWhole();
    await store().putAccount(accountOf(mine, `main${mine}`, `first${mine}`));
    const wanted = ["a", "b", "c"].map((name) => `${name}${mine}`);
    await Promise.all(wanted.map((one) => store().putAccount(accountOf(mine, `main${mine}`, one))));
    const account = await store().account(mine, `main${mine}`);
    const held = [];
    for (const one of [`first${mine}`, ...wanted]) if (await named(one)) held.push(one);
    expect(held).toEqual([account?.provider_ids.phone_number_id]);
  });

  it("keep their channel for good", async () => {
    const mine = nextWhole();
    await store().putAccount(accountOf(mine, `sms${mine}`, `phone${mine}`));
    expect(await store().putAccount(smsOf(mine, { number: `number${mine}` }))).toBe("other_channel");
    expect(await store().account(mine, `sms${mine}`)).toMatchObject({ channel: "whatsapp" });
    expect(await named(`phone${mine}`)).toBe(`sms${mine}`);
  });

  it("are known by their messaging service too, until they leave it", async () => {
    const [mine, other] = [nextWhole(), nextWhole()];
    const service = (organization: number, messaging_service_sid: string) =>
      smsOf(organization, { number: `number${organization}`, messaging_service_sid });
    expect(await store().putAccount(service(mine, `MG${mine}`))).toBeUndefined();
    for (const name of [`number${mine}`, `MG${mine}`])
      expect(await store().accountBy("sms", name)).toMatchObject({ id: `sms${mine}` });
    expect(await store().putAccount(service(other, `MG${mine}`))).toBe("provider_id_taken");
    await store().putAccount(smsOf(mine, { number: `number${mine}` }));
    expect(await store().accountBy("sms", `MG${mine}`)).toBeUndefined();
    expect(await store().accountBy("sms", `number${mine}`)).toMatchObject({ id: `sms${mine}` });
    expect(await store().putAccount(service(other, `MG${mine}`))).toBeUndefined();
  });
});
