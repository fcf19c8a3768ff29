/**
 * The values a secret holds, newest first: separated by commas while one replaces another, so that both are
 * valid during a rotation. Provider tokens and secrets contain no comma.
 */
export const secretValues = (text: string): string[] =>
  text
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
