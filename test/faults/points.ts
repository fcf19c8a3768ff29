import type { Fault } from "./instance.ts";

export type Role = "accept" | "deliver" | "webhook" | "settle";

/**
 * A place between two calls. Who ends there ends `before` or `after` the call that is named; where a dependency
 * fails, it is the call that `fails`.
 */
export interface Point {
  role: Role;
  name: string;
  ends: string;
  when: "before" | "after";
  fails: string;
  /** A call was open there, so that nobody can say what became of it. */
  isOpen?: true;
}

export const POINTS: Point[] = [
  { role: "accept", name: "before it read", ends: "read", when: "before", fails: "read" },
  { role: "accept", name: "after it read", ends: "read", when: "after", fails: "write key" },
  { role: "accept", name: "after it enqueued", ends: "enqueue", when: "after", fails: "enqueue" },
  { role: "accept", name: "after it stored", ends: "write state", when: "after", fails: "write message" },
  { role: "deliver", name: "after it received", ends: "receive", when: "after", fails: "read" },
  {
    role: "deliver",
    name: "after its claim",
    ends: "write intent",
    when: "after",
    fails: "write intent",
    isOpen: true,
  },
  {
    role: "deliver",
    name: "with its request half written",
    ends: "exchange",
    when: "before",
    fails: "exchange",
    isOpen: true,
  },
  {
    role: "deliver",
    name: "with an answer it did not store",
    ends: "exchange",
    when: "after",
    fails: "write outcome",
    isOpen: true,
  },
  { role: "deliver", name: "before it acknowledged the job", ends: "ack", when: "before", fails: "ack" },
  {
    role: "webhook",
    name: "before its write",
    ends: "write outcome",
    when: "before",
    fails: "write outcome",
  },
  { role: "webhook", name: "before its answer", ends: "answer", when: "before", fails: "answer" },
  { role: "settle", name: "after it read", ends: "list", when: "after", fails: "write outcome" },
  { role: "settle", name: "after its write", ends: "write outcome", when: "after", fails: "remove due" },
];

/** Each of the four, with how it is brought about at a point. A store's own second try fails as well. */
export const FAULTS: { name: string; at(point: Point): { fault: Fault; call: string; times: number } }[] = [
  {
    name: "its process ends",
    at: ({ ends, when }) => ({ fault: { kind: "ends", when }, call: ends, times: 1 }),
  },
  {
    name: "its time is over",
    at: ({ ends, when }) => ({ fault: { kind: "times out", when }, call: ends, times: 1 }),
  },
  {
    name: "what it calls throws",
    at: ({ fails }) => ({ fault: { kind: "throws" }, call: fails, times: 2 }),
  },
  {
    name: "what it calls does it and throws",
    at: ({ fails }) => ({ fault: { kind: "does it and throws" }, call: fails, times: 2 }),
  },
];
