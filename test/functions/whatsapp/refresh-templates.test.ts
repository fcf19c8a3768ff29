import { describe, expect, it } from "vitest";
import { LISTING } from "../../../functions/whatsapp/limits.ts";
import type { Listed } from "../../../functions/whatsapp/list-templates.ts";
import { templateRefresh } from "../../../functions/whatsapp/refresh-templates.ts";
import type { Account } from "../../../shared/domain/account.ts";
import type { Outcome } from "../../../shared/domain/delivery.ts";
import type { Part } from "../../../shared/domain/message.ts";
import { Database } from "../../../shared/embedded/database.ts";
import { ITEMS_SCHEMA, sqliteItems } from "../../../shared/embedded/items.ts";
import type { Sender } from "../../../shared/messaging/channel-ports.ts";
import { templateStore } from "../../../shared/store/templates.ts";
import { job, NOW, account as plain } from "./fixtures.ts";

const account: Account = { ...plain, provider_ids: { ...plain.provider_ids, waba_id: "191" } };
const SENT: Outcome = { kind: "sent", provider_message_id: "wamid.1" };
const refusedWith = (provider_code: string): Outcome => ({
  kind: "refused",
  failure: { code: "x", message: "x", provider_code, retryable: false, fix_by: "developer", next_step: "x" },
});
const TEMPLATE = {
  name: "offer",
  language: "en",
  status: "APPROVED",
  parameter_format: undefined,
  components: [{ type: "BODY", text: "x" }],
};
const part = (kind: Part["kind"]): Part => ({ kind, payload: {}, slots: [] });

const setUp = (list: () => Promise<Listed> = async () => ({ templates: [TEMPLATE], complete: true })) => {
  const order: string[] = [];
  const warned: { fields: Record<string, unknown>; sentence: string }[] = [];
  const clock = { now: NOW };
  let outcome: Outcome = SENT;
  const templates = templateStore(sqliteItems(new Database(undefined, ITEMS_SCHEMA)));
  const refresh = templateRefresh({
    templates,
    list: (_, wabaId) => {
      order.push(`list ${wabaId}`);
      return list();
    },
    now: () => clock.now,
    log: { warn: (fields, sentence) => void warned.push({ fields, sentence }) },
  });
  const inner: Sender = {
    prepare: async () => ({
      connect: async () => ({
        release: () => {},
        run: async () => {
          order.push("call");
          return outcome;
        },
      }),
    }),
  };
  const sender = refresh.beside(inner);
  /** A part leaves; what it came to, and what was done, in order. */
  const send = (kind: Part["kind"], who: Account = account, answer: Outcome = SENT, told = () => {}) =>
    refresh.around(async () => {
      outcome = answer;
      const one = part(kind);
      const call = await (await sender.prepare(job([one], who), one, 0)).connect();
      return call.run().finally(told);
    });
  const done = () => order.splice(0);
  return { send, done, warned, clock, templates };
};

const later = (ms: number) => new Date(NOW.getTime() + ms);

describe("the list of templates", () => {
  it("is read beside the first template that leaves, after its own call, and kept", async () => {
    const { send, done, templates } = setUp();
    expect(await send("template")).toEqual(SENT);
    expect(done()).toEqual(["call", "list 191"]);
    expect(await templates.listing(account)).toEqual({
      source: "191",
      at: NOW.toISOString(),
      complete: true,
    });
  });

  it("is read again after ten minutes, and not before", async () => {
    const { send, done, clock } = setUp();
    await send("template");
    clock.now = later(LISTING.freshMs - 1);
    await send("template");
    expect(done()).toEqual(["call", "list 191", "call"]);
    clock.now = later(LISTING.freshMs);
    await send("template");
    expect(done()).toEqual(["call", "list 191"]);
  });

  it.each(["132000", "132001", "132012"])(
    "is read again when Meta answers %s, once a minute",
    async (code) => {
      const { send, done, clock } = setUp();
      await send("template");
      done();
      clock.now = later(LISTING.againMs - 1);
      expect(await send("template", account, refusedWith(code))).toEqual(refusedWith(code));
      expect(done()).toEqual(["call"]);
      clock.now = later(LISTING.againMs + 1);
      await send("template", account, refusedWith(code));
      expect(done()).toEqual(["call", "list 191"]);
    },
  );

  it("is not read for another refusal, for other parts, or for an account without its id", async () => {
    const { send, done, clock } = setUp();
    await send("text");
    await send("template", plain);
    expect(done()).toEqual(["call", "call"]);
    await send("template");
    clock.now = later(LISTING.againMs + 1);
    await send("template", account, refusedWith("131026"));
    expect(done()).toEqual(["call", "list 191", "call"]);
  });

  it("of another business account is read at once when the account moves there", async () => {
    const { send, done, clock, templates } = setUp();
    await send("template");
    clock.now = later(LISTING.againMs + 1);
    await send("template", { ...account, provider_ids: { ...account.provider_ids, waba_id: "192" } });
    expect(done()).toEqual(["call", "list 191", "call", "list 192"]);
    expect((await templates.listing(account))?.source).toBe("192");
  });

  it("that fails changes nothing of the delivery, says so, and is tried again after a minute", async () => {
    const { send, done, clock, warned, templates } = setUp(async () => {
      throw new Error("The provider answered 401 with code 190");
    });
    expect(await send("template")).toEqual(SENT);
    expect(warned).toMatchObject([
      { fields: { account_id: account.id }, sentence: "the account's templates could not be listed" },
    ]);
    expect(await templates.listing(account)).toBeUndefined();
    await send("template");
    clock.now = later(LISTING.againMs + 1);
    await send("template");
    expect(done()).toEqual(["call", "list 191", "call", "call", "list 191"]);
  });

  it("that is slow keeps no outcome waiting, and is over before the worker is done", async () => {
    const steps: string[] = [];
    let outcomeIs: () => void = () => {};
    const outcome = new Promise<void>((resolve) => {
      outcomeIs = resolve;
    });
    const { send, templates } = setUp(async () => {
      await outcome;
      steps.push("listed");
      return { templates: [TEMPLATE], complete: true };
    });
    await send("template", account, SENT, () => {
      steps.push("outcome");
      outcomeIs();
    });
    expect(steps).toEqual(["outcome", "listed"]);
    expect(await templates.listing(account)).toBeDefined();
  });
});
