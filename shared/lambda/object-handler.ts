import type { S3Event } from "aws-lambda";
import { log } from "./log.ts";

export type ObjectHandler = (event: S3Event) => Promise<void>;

/** S3 writes keys as HTML forms do: `+` is a space, the rest is percent-encoded UTF-8. */
const decoded = (key: string): string => decodeURIComponent(key.replaceAll("+", " "));

/** `ObjectCreated` events: every record, whatever became of the others; one failure makes Lambda call again. */
export const objectHandler =
  (handle: (key: string) => Promise<void>): ObjectHandler =>
  async (event) => {
    // S3 sends `s3:TestEvent`, without records, when notifications are switched on.
    const records = event.Records ?? [];
    const results = await Promise.allSettled(
      records.map(async (record) => handle(decoded(record.s3.object.key))),
    );
    const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    for (const error of failures) log.error({ error }, "an uploaded object could not be checked");
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} objects could not be checked`);
  };
