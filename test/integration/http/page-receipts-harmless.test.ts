import { describe, expect, it } from "vitest";
import { contextFor } from "../../../infra/local/http-event.ts";
import { ENDPOINTS } from "./channels.ts";
import { eachWithBackend } from "./fixture.ts";
import { addOtherOrganization } from "./other-organization.ts";
import {
  begun,
  echo,
  handleFor,
  noteSent,
  type Paged,
  pageActs,
  sent,
  shown,
  storeSent,
} from "./page-reports.ts";
import { changingNothing } from "./refused.ts";

const backend = eachWithBackend();
const PAGES: Paged[] = ["messenger", "instagram"];
const { now, read, delivered, seen, statuses } = pageActs(backend);

describe.each(PAGES)("on %s", (channel) => {
  const settle = (mid: string, more = {}) =>
    channel === "messenger" ? delivered([mid], now() - 60_000, more) : seen(mid, more);

  it("a report that comes again changes nothing", async () => {
    await sent(backend(), channel, "m_1");
    await settle("m_1");
    await changingNothing(backend(), () => settle("m_1"));
  });

  it("a report of an id nobody knows is answered 200 and harms nothing", async () => {
    const job = await sent(backend(), channel, "m_1");
    await settle("m_of_somebody_else");
    await settle("m".repeat(5_000));
    expect(await statuses(job)).toEqual(["sent"]);
  });

  it("an echo without our stamp proves nothing: one of an unknown id is passed over", async () => {
    const job = await sent(backend(), channel, "m_1");
    await changingNothing(backend(), () => echo(backend(), channel, "m_unknown", now()));
    await echo(backend(), channel, "m_1", now());
    expect(await statuses(job)).toEqual(["sent"]);
  });

  it("an echo of a message that is known to be sent leaves it as it is, whatever came since", async () => {
    const job = await sent(backend(), channel, "m_1");
    await settle("m_1");
    const before = await statuses(job);
    await echo(backend(), channel, "m_1", now(), handleFor(job));
    expect(await statuses(job)).toEqual(before);
  });

  it("another organization's webhook cannot settle it, by id or by time", async () => {
    await addOtherOrganization(backend());
    const job = await sent(backend(), channel, "m_1");
    const to = channel === "messenger" ? "900000000000103" : "17841900000000102";
    await settle("m_1", { to });
    if (channel === "messenger") await read(now() + 60_000, { to });
    expect(await statuses(job)).toEqual(["sent"]);
    await settle("m_1");
    expect(await statuses(job)).toEqual([channel === "messenger" ? "delivered" : "read"]);
  });

  it("the same report and the note of sending at once end equal", async () => {
    const ends = [];
    for (let round = 0; round < 10; round += 1) {
      const job = await begun(backend(), channel);
      const mid = `m_${round}`;
      await Promise.all([settle(mid), noteSent(backend(), job, mid)]);
      ends.push(await shown(backend(), job));
    }
    expect(new Set(ends)).toEqual(new Set([channel === "messenger" ? "delivered" : "read"]));
  });

  it("a worker that ended between the note and what follows it makes up for it when its job comes again", async () => {
    const job = await begun(backend(), channel);
    await settle("m_1");
    await storeSent(backend(), job.message, "m_1");
    expect(await statuses(job)).toEqual(["sent"]);
    const record = {
      messageId: "1",
      receiptHandle: "1",
      body: JSON.stringify(job),
      attributes: { ApproximateReceiveCount: "2", MessageGroupId: "g" },
    };
    const worker = ENDPOINTS[channel].deliver(backend().parts(channel));
    const answer = await worker({ Records: [record] } as never, contextFor(60_000));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(await statuses(job)).toEqual([channel === "messenger" ? "delivered" : "read"]);
  });
});
