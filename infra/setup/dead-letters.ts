import * as z from "zod";
import { Channel } from "../../shared/domain/channel.ts";
import { WholeId } from "../../shared/domain/ids.ts";
import type { DeadLetter, DeadLetterStore, LettersOf } from "../../shared/messaging/dead-letter-ports.ts";
import { type Command, read, UsageError } from "./options.ts";

const PAGE = 100;
const text = { type: "string" } as const;

const Options = z.object({
  organization: WholeId.optional(),
  channel: Channel.optional(),
  since: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
  "with-bodies": z.boolean().default(false),
});

/** What no worker brought to an end, oldest first, each with the call that sends its message anew. */
export const deadLetters: Command = async ({ letters }, args) => {
  const options = {
    organization: text,
    channel: text,
    since: text,
    "with-bodies": { type: "boolean" },
  } as const;
  const given = read(args, options, Options);
  const since = given.since === undefined ? undefined : new Date(given.since).toISOString();
  const found = await all(letters, listOf(given), since);
  const withBody = async (letter: DeadLetter) => ({ ...shown(letter), body: await letters.body(letter) });
  const dead_letters = given["with-bodies"] ? await Promise.all(found.map(withBody)) : found.map(shown);
  return { dead_letters };
};

const listOf = ({ organization, channel }: z.infer<typeof Options>): LettersOf => {
  if (organization !== undefined && channel === undefined) return { organization_id: organization };
  if (channel !== undefined && organization === undefined) return { channel };
  throw new UsageError("Give --organization or --channel, one of the two.");
};

const all = async (letters: DeadLetterStore, of: LettersOf, since?: string): Promise<DeadLetter[]> => {
  const found: DeadLetter[] = [];
  let cursor: string | undefined;
  do {
    const page = await letters.list(of, { limit: PAGE, cursor }, since);
    found.push(...page.data);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
};

/** `resend` is absent where nobody knows the message. */
const shown = (letter: DeadLetter) => {
  const { conversation_id, message_id } = letter;
  if (message_id === undefined) return { ...letter };
  return { ...letter, resend: `POST /conversations/${conversation_id}/messages/${message_id}/resend` };
};
