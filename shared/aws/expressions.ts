import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Attributes, Condition, Guard, Update } from "../store/items.ts";

type Values = Record<string, AttributeValue>;
interface Expression {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Values;
}

/** Gives every name and value a placeholder, so that no attribute meets one of DynamoDB's 573 reserved words. */
class Placeholders {
  readonly names: Record<string, string> = {};
  readonly values: Attributes = {};
  readonly #known = new Map<string, string>();

  name(attribute: string): string {
    const known = this.#known.get(attribute);
    if (known) return known;
    const placeholder = `#${this.#known.size}`;
    this.#known.set(attribute, placeholder);
    this.names[placeholder] = attribute;
    return placeholder;
  }

  value(value: unknown): string {
    const placeholder = `:${Object.keys(this.values).length}`;
    this.values[placeholder] = value;
    return placeholder;
  }

  expression(parts: Expression): Expression {
    const hasValues = Object.keys(this.values).length > 0;
    return {
      ...parts,
      ...(this.#known.size > 0 && { ExpressionAttributeNames: this.names }),
      ...(hasValues && { ExpressionAttributeValues: marshal(this.values) }),
    };
  }
}

/** Whole numbers beyond 2^53 came from JSON and are no more exact than it; DynamoDB keeps 38 digits of them. */
export const marshal = (value: Attributes): Values =>
  marshall(value, { removeUndefinedValues: true, allowImpreciseNumbers: true });

export const conditionOf = (guard: Guard | undefined): Expression => {
  const put = new Placeholders();
  return put.expression(condition(guard, put));
};

/** An attribute no item has: removing it is how an update that only names or checks an item is written. */
const NOTHING = "-";

export const updateOf = (change: Update): Expression & { UpdateExpression: string } => {
  const put = new Placeholders();
  const clauses = [
    clause("SET", [
      ...terms(change.set, (name, value) => `${put.name(name)} = ${put.value(value)}`),
      ...terms(change.keep, (name, value) => `${put.name(name)} = ${orElse(name, value, put)}`),
      ...terms(
        change.append,
        (name, value) => `${put.name(name)} = list_append(${orElse(name, [], put)}, ${put.value(value)})`,
      ),
    ]),
    clause(
      "ADD",
      terms(change.add, (name, value) => `${put.name(name)} ${put.value(value)}`),
    ),
    clause(
      "REMOVE",
      (change.drop ?? []).map((name) => put.name(name)),
    ),
  ].filter((one) => one !== "");
  const UpdateExpression = clauses.join(" ") || `REMOVE ${put.name(NOTHING)}`;
  return { UpdateExpression, ...put.expression(condition(change.if, put)) };
};

const clause = (word: string, parts: string[]): string =>
  parts.length > 0 ? `${word} ${parts.join(", ")}` : "";

/** An undefined value is no change. */
const terms = (
  attributes: Attributes | undefined,
  write: (name: string, value: unknown) => string,
): string[] =>
  Object.entries(attributes ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [write(name, value)],
  );

const orElse = (name: string, value: unknown, put: Placeholders): string =>
  `if_not_exists(${put.name(name)}, ${put.value(value)})`;

const condition = (guard: Guard | undefined, put: Placeholders): Expression => {
  const parts = Object.entries(guard ?? {}).map(([name, wanted]) => term(put.name(name), wanted, put));
  return parts.length > 0 ? { ConditionExpression: parts.join(" AND ") } : {};
};

const term = (name: string, wanted: Condition, put: Placeholders): string => {
  if (wanted === "absent") return `attribute_not_exists(${name})`;
  if (wanted === "present") return `attribute_exists(${name})`;
  if ("equals" in wanted) return `${name} = ${put.value(wanted.equals)}`;
  return `(attribute_not_exists(${name}) OR ${name} < ${put.value(wanted.below)})`;
};
