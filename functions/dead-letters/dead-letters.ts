// The dead-letter queue of every channel: ends the messages of jobs that ended their worker each time.
import { items } from "#backend";
import { type DeadLetterParts, deadLetterHandler } from "../../shared/lambda/dead-letter-handler.ts";
import { live } from "../../shared/lambda/live.ts";

export const createHandler = (parts: DeadLetterParts) => deadLetterHandler(parts);

export const handler = live(() => createHandler({ items: items() }));
