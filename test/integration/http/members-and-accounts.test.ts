import { describe, expect, it } from "vitest";
import { createHandler as createMember } from "../../../functions/conversations/get-member.ts";
import { createHandler as createAccounts } from "../../../functions/conversations/list-accounts.ts";
import { createHandler as createMembers } from "../../../functions/conversations/list-members.ts";
import { DEMO } from "../../../infra/local/demo.ts";
import { CHANNELS } from "../../../shared/domain/channel.ts";
import { directory } from "../../../shared/store/directory.ts";
import { pauseStore } from "../../../shared/store/pauses.ts";
import { call, type Replied } from "../../support/calls.ts";
import { eachWithBackend } from "./fixture.ts";

const backend = eachWithBackend();

describe("members and accounts", () => {
  type List = { data: Record<string, unknown>[]; limit: number; next_cursor: string | null };

  it("are listed page by page, without a secret or its name", async () => {
    await directory(backend().items).putAccount({
      ...DEMO.sms.account,
      id: "secretive",
      organization_id: 1,
      channel: "sms",
      provider_ids: { account_sid: "AC1", number: "+12025550116" },
      secret: "TWILIO_TOKEN_OF_SALES",
      human_agent: "none",
      ad_window_days: 1,
    });
    const accounts = createAccounts(backend().parts());
    const all = await call<List>(accounts, "GET /accounts");
    expect(all.body.data.map((account) => Object.keys(account))).toEqual(
      Array(CHANNELS.length + 1).fill([
        ...["id", "channel", "provider", "address", "provider_ids"],
        ...["paused_until", "paused_reason"],
      ]),
    );
    expect(all.text).not.toContain("TWILIO_TOKEN");
    const seen: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: Record<string, string> = { limit: "2", ...(cursor && { cursor }) };
      const page: Replied<List> = await call<List>(accounts, "GET /accounts", { query });
      seen.push(...page.body.data.map(({ id }) => id));
      cursor = page.body.next_cursor;
    }
    expect(seen).toEqual(all.body.data.map(({ id }) => id));
    const members = await call<List>(createMembers(backend().parts()), "GET /members");
    expect(members.body).toEqual({
      data: [
        { id: "agent", kind: "teammate", name: "Demo agent" },
        { id: "bot", kind: "teammate", name: "Demo bot" },
        { id: "organization", kind: "organization", name: "Demo" },
      ],
      limit: 25,
      next_cursor: null,
    });
    const one = await call(createMember(backend().parts()), "GET /members/{id}", { params: { id: "bot" } });
    expect([one.status, one.body]).toEqual([200, { id: "bot", kind: "teammate", name: "Demo bot" }]);
  });

  it("an account shows until when its provider holds it back and why, and nothing of it afterwards", async () => {
    const paused = { organization_id: 1, id: DEMO.whatsapp.account.id };
    const paused_until = new Date(backend().clock.now.getTime() + 60_000).toISOString();
    const reason = { code: "131048", message: "Spam rate limit hit" };
    await pauseStore(backend().items).pause(paused, { paused_until, reason });
    const shown = async () => {
      const { body } = await call<List>(createAccounts(backend().parts()), "GET /accounts");
      return body.data.filter((account) => account.paused_until !== null || account.paused_reason !== null);
    };
    expect(await shown()).toMatchObject([{ id: paused.id, paused_until, paused_reason: reason }]);
    backend().clock.add(60_000);
    expect(await shown()).toEqual([]);
  });
});
