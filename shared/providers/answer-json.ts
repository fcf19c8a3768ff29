/** A provider's answer as JSON; undefined when it is none, which is an answer of its own. */
export const answerJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
