import type { Secrets } from "./ports.ts";

/**
 * The values a secret holds, newest first: separated by commas while one replaces another, so that both are
 * valid during a rotation. Provider tokens and secrets contain no comma.
 */
export const secretValues = (text: string): string[] =>
  text
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");

/** The value to sign with. @throws when there is none: nothing is ever signed with nothing. */
export const newest = async (secrets: Secrets, name: string): Promise<string> => {
  const [value] = await secrets.get(name);
  if (value === undefined) throw new Error(`The secret ${name} is not set`);
  return value;
};
