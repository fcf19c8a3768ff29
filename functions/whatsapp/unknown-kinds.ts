import * as z from "zod";
import { readable } from "../../shared/providers/tolerant.ts";
import { changesOf, everyChange } from "./envelope.ts";
import { NO_MESSAGES } from "./incoming.ts";
import { contentOf } from "./incoming-content.ts";
import { Status } from "./statuses.ts";

const READ: ReadonlySet<string> = new Set(["messages", "calls", "user_preferences"]);
const Field = z.object({ field: z.string() });
const Typed = z.looseObject({ type: z.string() });

/** The kinds of changes, messages and statuses that are not known here, each as often as it came. */
export const unknownKinds = (body: unknown): string[] => [
  ...readable(Field, everyChange(body)).flatMap(({ field }) => (READ.has(field) ? [] : [`change ${field}`])),
  ...changesOf(body)
    .filter(({ field }) => field === "messages")
    .flatMap(({ value }) => [...unknownMessages(value.messages), ...unknownStatuses(value.statuses)]),
];

const unknownMessages = (messages: unknown[]): string[] =>
  readable(Typed, messages)
    .filter((message) => message.type !== "reaction" && isUnknown(message))
    .map(({ type }) => `message ${type}`);

const isUnknown = (message: z.infer<typeof Typed>): boolean =>
  NO_MESSAGES.has(message.type) || contentOf(message.type, message).message_type === "unsupported";

const unknownStatuses = (statuses: unknown[]): string[] =>
  statuses.flatMap((status) => (Status.safeParse(status).success ? [] : ["status"]));
