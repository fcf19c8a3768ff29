import { GetParametersCommand, type SSMClient } from "@aws-sdk/client-ssm";
import type { Now, Secrets } from "../messaging/ports.ts";
import { secretValues } from "../messaging/secret-values.ts";

const KEPT_MS = 5 * 60_000;
/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const NAMES_PER_CALL = 10;
/** One name that SSM finds malformed fails the whole call, so none of those is asked for. */
const NAME = /^\/?[a-zA-Z0-9_.-]+(?:\/[a-zA-Z0-9_.-]+)*$/;

interface Kept {
  values: Promise<string[]>;
  until: number;
}
interface Waiting {
  name: string;
  resolve: (values: string[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Secrets in SSM: a name is a parameter's (a SecureString), a value may be several, separated by commas, while one
 * replaces another. A value is kept for 5 minutes, a failure not at all; what is asked for in one turn of the
 * event loop goes in one call. A name that does not exist has no values.
 */
export const ssmSecrets = (client: SSMClient, now: Now): Secrets => {
  const kept = new Map<string, Kept>();
  const ask = inOneCall((names) => parametersOf(client, names));
  return {
    get(name) {
      const known = kept.get(name);
      if (known && known.until > now().getTime()) return known.values;
      const values = NAME.test(name) ? ask(name) : Promise.resolve([]);
      const entry = { values, until: now().getTime() + KEPT_MS };
      kept.set(name, entry);
      values.catch(() => {
        if (kept.get(name) === entry) kept.delete(name);
      });
      return values;
    },
  };
};

/** Collects the names of one turn, and asks for ten at a time. */
const inOneCall = (ask: (names: string[]) => Promise<Map<string, string[]>>) => {
  let waiting: Waiting[] = [];
  const send = () => {
    const all = waiting;
    waiting = [];
    for (let start = 0; start < all.length; start += NAMES_PER_CALL) {
      const some = all.slice(start, start + NAMES_PER_CALL);
      ask(some.map(({ name }) => name)).then(
        (found) => {
          for (const { name, resolve } of some) resolve(found.get(name) ?? []);
        },
        (error) => {
          for (const { reject } of some) reject(error);
        },
      );
    }
  };
  return (name: string): Promise<string[]> =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(send);
      waiting.push({ name, resolve, reject });
    });
};

const parametersOf = async (client: SSMClient, Names: string[]): Promise<Map<string, string[]>> => {
  const { Parameters = [] } = await client.send(new GetParametersCommand({ Names, WithDecryption: true }));
  return new Map(Parameters.map(({ Name, Value }) => [Name ?? "", secretValues(Value ?? "")]));
};
