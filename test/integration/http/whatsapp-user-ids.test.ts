import { describe, expect, it } from "vitest";
import { DEMO, DEMO_SECRETS } from "../../../infra/local/demo.ts";
import { metaJson, signMeta } from "../../../infra/local/sandbox/sign.ts";
import { call } from "../../support/calls.ts";
import { post } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { CREATE, WROTE } from "./meta.ts";
import { listConversations, listMessages } from "./reading.ts";
import { changingNothing } from "./refused.ts";

const backend = eachWithBackend();
const PHONE = { wa_id: "12025550177" };
const USER = { user_id: "US.13491208655302741918" };
const KNOWN = { address: "+12025550177", user_id: USER.user_id };

let count = 0;
const nextId = () => {
  count += 1;
  return `wamid.${count}`;
};
/** https://docs.360dialog.com/docs/resources/phone-numbers/usernames-and-bsuid */
const write = async ({ wa_id, user_id }: { wa_id?: string; user_id?: string }, id = nextId()) => {
  const body = metaJson({
    object: "whatsapp_business_account",
    entry: [
      {
        changes: [
          {
            field: "messages",
            value: {
              metadata: DEMO.whatsapp.account.provider_ids,
              contacts: [{ wa_id, user_id, profile: { name: "Ada" } }],
              messages: [
                {
                  from: wa_id,
                  from_user_id: user_id,
                  id,
                  timestamp: String(WROTE / 1000),
                  type: "text",
                  text: { body: id },
                },
              ],
            },
          },
        ],
      },
    ],
  });
  const headers = { "x-hub-signature-256": signMeta(DEMO_SECRETS.META_APP_SECRET, body) };
  const answer = await call(CREATE.whatsapp(backend().parts()), "POST /webhooks/whatsapp", {
    key: null,
    body,
    headers,
  });
  expect(answer.status).toBe(200);
};
const opened = async () =>
  (await listConversations(backend(), { channel: "whatsapp" })).body.data.filter(({ id }) => id > 1_000);

describe.each([
  ["a phone", PHONE, USER],
  ["a business-scoped id", USER, PHONE],
])("somebody known by %s", (_, first, second) => {
  it("is the same person once a message showed the other too, whatever comes after", async () => {
    await write(first);
    await write({ ...PHONE, ...USER });
    await write(second);
    await write(first);
    const found = await opened();
    expect(found.map(({ contact }) => contact)).toMatchObject([KNOWN]);
    expect((await listMessages(backend(), found[0]!.id)).body.data).toHaveLength(4);
  });

  it("is written to in one order, before and after", async () => {
    await write(first);
    const conversation_id = (await opened())[0]!.id;
    await post(backend(), "whatsapp", { conversation_id, message_text: "before" });
    await write({ ...PHONE, ...USER });
    await post(backend(), "whatsapp", { conversation_id, message_text: "after" });
    const groups = backend()
      .jobs()
      .map(({ group }) => group);
    expect([groups.length, new Set(groups).size]).toEqual([2, 1]);
  });

  it("is completed once: the same message again changes nothing", async () => {
    await write(first);
    await write({ ...PHONE, ...USER }, "wamid.both");
    await changingNothing(backend(), () => write({ ...PHONE, ...USER }, "wamid.both"));
  });

  it("is one person when twenty messages show both at once", async () => {
    await write(first);
    await Promise.all(Array.from({ length: 20 }, () => write({ ...PHONE, ...USER })));
    await write(second);
    const found = await opened();
    expect(found.map(({ contact }) => contact)).toMatchObject([KNOWN]);
    expect((await listMessages(backend(), found[0]!.id)).body.data).toHaveLength(22);
  });
});

describe("two conversations, one by phone and one by business-scoped id", () => {
  it("stay two when a message shows that they are one person: it goes to the phone's", async () => {
    await write(PHONE);
    backend().clock.add(1);
    await write(USER);
    expect(await opened()).toHaveLength(2);
    await write({ ...PHONE, ...USER });
    const found = await opened();
    expect(found.map(({ contact }) => contact?.address)).toEqual([null, KNOWN.address]);
    expect((await listMessages(backend(), found[1]!.id)).body.data).toHaveLength(2);
  });
});
