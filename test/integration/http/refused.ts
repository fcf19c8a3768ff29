import { STATUS_CODES } from "node:http";
import { expect } from "vitest";
import type { Problem } from "../../../shared/lambda/problem.ts";
import type { Replied } from "../../support/calls.ts";
import type { Embedded } from "../../support/embedded.ts";

const FEATHERS: Record<number, [name: string, className: string]> = {
  400: ["BadRequest", "bad-request"],
  404: ["NotFound", "not-found"],
  409: ["Conflict", "conflict"],
  413: ["PayloadTooLarge", "payload-too-large"],
  415: ["UnsupportedMediaType", "unsupported-media-type"],
  422: ["Unprocessable", "unprocessable"],
  503: ["Unavailable", "unavailable"],
};

/** RFC 9457 and the Feathers error in one document, and nothing of it contradicts another part of it. */
export const expectProblem = ({ status, headers, body }: Replied<Problem>, expected: number): void => {
  const [name, className] = FEATHERS[expected]!;
  expect(status, JSON.stringify(body)).toBe(expected);
  expect(headers).toMatchObject({
    "content-type": "application/problem+json; charset=utf-8",
    "x-request-id": expect.stringMatching(/./),
    "cache-control": "no-store",
  });
  expect(body).toEqual({
    type: "about:blank",
    title: STATUS_CODES[expected],
    status: expected,
    detail: expect.stringMatching(/./),
    errors: expect.any(Array),
    name,
    message: body.detail,
    code: expected,
    className,
    data: expect.any(Object),
  });
};

/** The paths and codes of a refusal, in order. */
export const violationsOf = ({ body }: Replied<Problem>) => body.errors.map(({ path, code }) => [path, code]);

/** Runs `act` and holds that it changed nothing stored and enqueued nothing. */
export const changingNothing = async <T>(embedded: Embedded, act: () => Promise<T>): Promise<T> => {
  const state = () => [embedded.stored(), embedded.jobs(), embedded.wanted()];
  const before = state();
  const answer = await act();
  expect(state()).toEqual(before);
  return answer;
};
