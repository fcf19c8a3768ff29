import type { Violation } from "../../shared/domain/errors.ts";
import type { Problem } from "../../shared/lambda/problem.ts";

/** What was refused, as Chatwoot's client API says it. */
export interface ChatwootProblem {
  status: number;
  body: { error: string } | { message: string; attributes: string[] };
}

/**
 * An invalid record has its messages and the attributes they are about, whatever its status was with us; everything
 * else is one sentence. What is not found is always the same sentence, so that nobody learns which identifier it was.
 * github.com/chatwoot/chatwoot, app/controllers/concerns/request_exception_handler.rb
 */
export const chatwootProblem = ({ status, detail, errors }: Problem): ChatwootProblem => {
  if (status === 404) return { status, body: { error: "Resource could not be found" } };
  if ((status !== 400 && status !== 422) || errors.length === 0) return { status, body: { error: detail } };
  const attributes = [...new Set(errors.map(attributeOf))];
  return { status: 422, body: { message: errors.map(sentenceOf).join(", "), attributes } };
};

/** `base` is Rails' word for the record as a whole. */
const attributeOf = ({ path }: Violation): string => path.split("/", 2)[1] || "base";

/** As Rails writes it: the attribute's name in front. */
const sentenceOf = (violation: Violation): string => {
  const name = attributeOf(violation);
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1).replaceAll("_", " ")}: ${violation.message}`;
};
