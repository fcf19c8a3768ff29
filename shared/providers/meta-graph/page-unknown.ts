import * as z from "zod";
import { readable } from "../tolerant.ts";

const AROUND: ReadonlySet<string> = new Set(["sender", "recipient", "timestamp"]);
const KNOWN: ReadonlySet<string> = new Set([
  "message",
  "postback",
  "reaction",
  "referral",
  "delivery",
  "read",
]);

const List = z.array(z.unknown()).catch([]);
const Body = z.object({ object: z.string(), entry: List });
const Entry = z.object({ messaging: List, changes: List });
const Event = z.record(z.string(), z.unknown());

/** The kinds of events that are not known here, by the name each event has beside who, to whom and when. */
export const unknownKindsIn = (object: "page" | "instagram", body: unknown): string[] => {
  const parsed = Body.safeParse(body);
  if (!parsed.success || parsed.data.object !== object) return [];
  return readable(Entry, parsed.data.entry).flatMap(({ messaging, changes }) => [
    ...readable(Event, messaging).flatMap(kindOf),
    ...readable(z.object({ field: z.string() }), changes).map(({ field }) => `change ${field}`),
  ]);
};

const kindOf = (event: z.infer<typeof Event>): string[] => {
  const names = Object.keys(event).filter((name) => !AROUND.has(name));
  return names.some((name) => KNOWN.has(name)) ? [] : [`event ${names[0] ?? "unnamed"}`];
};
