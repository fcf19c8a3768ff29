import { describe, expect, it } from "vitest";
import { DEMO } from "../../../infra/local/demo.ts";
import { handleOf, partId } from "../../../shared/domain/ids.ts";
import type { Job } from "../../../shared/domain/message.ts";
import { oneBackend } from "./fixture.ts";
import { begun, echo, hand, noteSent, report, shownPart, stateOf } from "./page-reports.ts";

const backend = oneBackend();
const permutations = <T>(of: readonly T[]): T[][] =>
  of.length < 2
    ? [[...of]]
    : of.flatMap((first) => permutations(of.filter((one) => one !== first)).map((rest) => [first, ...rest]));

/** How a set of callbacks comes: once each, twice each, or all before the worker has stored `sent`. */
const WAYS = ["as it is", "each twice", "before our own note of sending"] as const;
type Way = (typeof WAYS)[number];
type Tell = (job: Job, mid: string, word: string) => Promise<void>;

/** Tells the callbacks in this order, and what is known of the part in the end, without its times. */
const endOf = async (channel: "whatsapp" | "messenger", order: string[], way: Way, tell: Tell) => {
  const job = await begun(backend(), channel);
  const mid = `id.${job.message.id}`;
  const isEarly = way === "before our own note of sending";
  if (!isEarly) await noteSent(backend(), job, mid);
  for (const word of order) {
    for (let times = way === "each twice" ? 2 : 1; times > 0; times -= 1) await tell(job, mid, word);
  }
  if (isEarly) await noteSent(backend(), job, mid);
  const [part] = (await stateOf(backend(), job)).parts;
  return { status: await shownPart(backend(), job), facts: Object.keys(part!.facts).sort() };
};

const handleFor = ({ message }: Job) => handleOf(message.conversation_id, partId(message.id, 0));
const seconds = () => backend().clock.now.getTime() / 1000;

/** developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples */
const whatsapp: Tell = (job, mid, status) =>
  hand(backend(), "whatsapp", {
    object: "whatsapp_business_account",
    entry: [
      {
        id: "1",
        changes: [
          {
            field: "messages",
            value: {
              messaging_product: "whatsapp",
              metadata: DEMO.whatsapp.account.provider_ids,
              statuses: [
                {
                  id: mid,
                  status,
                  timestamp: String(seconds()),
                  recipient_id: "12025550177",
                  biz_opaque_callback_data: handleFor(job),
                  ...(status === "failed" && { errors: [{ code: 131026, title: "Undeliverable" }] }),
                },
              ],
            },
          },
        ],
      },
    ],
  });

describe.each(WAYS)("what WhatsApp reports of one part, %s", (way) => {
  it.each(permutations(["sent", "delivered", "read", "failed"]))(
    "ends as read: %s, %s, %s, %s",
    async (...order) => {
      expect(await endOf("whatsapp", order, way, whatsapp)).toEqual({
        status: "read",
        facts: ["delivered", "failed", "read", "sending", "sent"],
      });
    },
  );

  it.each([
    [["sent", "failed", "delivered"], "delivered"],
    [["failed", "read"], "read"],
    [["sent", "failed"], "failed"],
  ] as const)("a failure never hides what got through, in any order of %j", async (words, status) => {
    for (const order of permutations<string>(words)) {
      expect((await endOf("whatsapp", order, way, whatsapp)).status, order.join()).toBe(status);
    }
  });
});

/** Messenger has no word for a failure; a delivery by id, one by time, and a read by time stand beside the echo. */
const messenger: Tell = async (job, mid, word) => {
  const now = backend().clock.now.getTime();
  if (word === "echo") return echo(backend(), "messenger", mid, now, handleFor(job));
  if (word === "read") return report(backend(), "messenger", { read: { watermark: now } });
  const long = now - 3_600_000;
  return report(backend(), "messenger", {
    delivery: word === "delivered by id" ? { mids: [mid], watermark: long } : { watermark: now },
  });
};

describe.each(WAYS)("what Messenger reports of one part, %s", (way) => {
  it.each(permutations(["echo", "delivered by id", "delivered by time", "read"]))(
    "ends as read: %s, %s, %s, %s",
    async (...order) => {
      backend().clock.add(1_000);
      expect(await endOf("messenger", order, way, messenger)).toEqual({
        status: "read",
        facts: ["delivered", "read", "sending", "sent"],
      });
    },
  );

  it.each(["delivered by id", "delivered by time"])(
    "ends as delivered where nobody read it: %s",
    async (word) => {
      backend().clock.add(1_000);
      for (const order of permutations(["echo", word])) {
        expect((await endOf("messenger", order, way, messenger)).status, order.join()).toBe("delivered");
      }
    },
  );
});
