import type { DeadLetter, DeadLetterStore } from "../messaging/dead-letter-ports.ts";
import { ABSENT, type Item, type Items } from "./items.ts";
import { deadLetterIndex, keys } from "./keys.ts";

const KEPT_MS = 30 * 86_400_000;

/**
 * SQS carries 1 MiB, an item holds 400 KB: a body is kept in pieces of so many characters, each of 4 bytes at most.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const PIECES = /[\s\S]{1,90000}/gu;

export const deadLetterStore = (items: Items): DeadLetterStore => ({
  async add(letter, body) {
    const ttl = Math.ceil((Date.parse(letter.at) + KEPT_MS) / 1000);
    const pieces = body.match(PIECES) ?? [];
    for (const [index, text] of pieces.entries()) {
      await items.write({ put: { ...keys.deadLetterBody(letter, index), text, ttl }, if: ABSENT });
    }
    // Last, so that a letter which is listed has its body.
    await items.write({ put: { ...itemOf(letter), pieces: pieces.length, ttl }, if: ABSENT });
  },

  async list(of, { limit, cursor }, since) {
    const after = cursor ?? since;
    const rows = await items.listIndex(deadLetterIndex(of), { limit, ...(after !== undefined && { after }) });
    const next = rows.length === limit ? String(rows.at(-1)!.gsk) : undefined;
    return { data: rows.map((row) => row.letter as DeadLetter), next };
  },

  async body(letter) {
    const [row] = await items.read([keys.deadLetter(letter)]);
    if (!row) return undefined;
    const pieces = Array.from({ length: Number(row.pieces) }, (_, index) =>
      keys.deadLetterBody(letter, index),
    );
    return (await items.read(pieces)).map((piece) => String(piece?.text)).join("");
  },
});

const itemOf = (letter: DeadLetter): Item => {
  const { organization_id, channel, id, at } = letter;
  const of = organization_id === undefined ? { channel } : { organization_id };
  return { ...keys.deadLetter(letter), gpk: deadLetterIndex(of), gsk: `${at}#${channel}#${id}`, letter };
};
