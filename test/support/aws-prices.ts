/**
 * List prices in us-east-1, in dollars: aws.amazon.com/api-gateway/pricing, /lambda/pricing (arm64),
 * /dynamodb/pricing/on-demand, /sqs/pricing, /sns/pricing. Free tiers, storage, logs and traffic are left out. What a
 * table's stream tells a Lambda trigger is free, and so is what SNS delivers to SQS and to Lambda.
 */
const PRICES = {
  http: 1 / 1e6,
  invocation: 0.2 / 1e6,
  gbSecond: 0.0000133334,
  write: 0.625 / 1e6,
  read: 0.125 / 1e6,
  fifo: 0.5 / 1e6,
  publish: 0.5 / 1e6,
} as const;
type Priced = keyof typeof PRICES;

/** What was used, in the units that are paid for. */
export type Used = Record<Priced, number>;

export const nothing = (): Used => Object.fromEntries(Object.keys(PRICES).map((name) => [name, 0])) as Used;

/** Dollars, by what they are paid for. */
export const dollars = (used: Used): Used =>
  Object.fromEntries(
    Object.entries(used).map(([name, count]) => [name, count * PRICES[name as Priced]]),
  ) as Used;

export const sum = (used: Used): number => Object.values(used).reduce((all, one) => all + one, 0);
