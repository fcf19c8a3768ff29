import { TransactionCanceledException, TransactionConflictException } from "@aws-sdk/client-dynamodb";

/** How often a write that met another's transaction on the same item is tried in all. */
const TRIES = 6;

/** Reasons that speak of the moment, not of the write: nothing was applied, and the same may succeed next time. */
const PASSING = new Set(["None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

export type Sleep = (milliseconds: number) => Promise<void>;
export const sleep: Sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Tries again what DynamoDB cancelled because another transaction held the item (the SDK does not): a worker that
 * stores an outcome must not lose it to a webhook that came at the same moment. Waits 10 to 320 ms between tries.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
export const despiteConflicts = async <T>(send: () => Promise<T>, wait: Sleep = sleep): Promise<T> => {
  for (let tried = 1; ; tried += 1) {
    try {
      return await send();
    } catch (error) {
      if (tried === TRIES || !isPassing(error)) throw error;
      await wait(10 * 2 ** tried * (0.5 + Math.random() / 2));
    }
  }
};

const isPassing = (error: unknown): boolean => {
  if (error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? "None");
  return codes.length > 0 && codes.every((code) => PASSING.has(code));
};
