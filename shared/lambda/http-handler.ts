import middy from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { reportFault, withContext } from "./log.ts";
import { type Problem, problemOf } from "./problem.ts";
import { type HttpRequest, requestOf } from "./request.ts";

export interface HttpReply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

export interface HttpOptions {
  /** Another product's own shape and status of a refusal, in place of the problem document. */
  problem?: (problem: Problem, requestId: string) => { status: number; body: unknown };
  /** The header in which that product names a request, beside our own. */
  requestIdHeader?: string;
}

/** One HTTP endpoint: what it answers is told by `handle`, how (JSON, problem documents, ids, logging) by this. */
export const httpHandler = (
  handle: (request: HttpRequest) => Promise<HttpReply>,
  options: HttpOptions = {},
): HttpHandler => {
  const wrapped = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .onError((request) => {
      request.response = refused(request.error, request.event.requestContext.requestId, options);
    })
    .handler(async (event) => {
      const request = requestOf(event);
      const reply = await handle(request);
      return answer(reply, request.id, options);
    });
  return (event, context) =>
    withContext({ request_id: event.requestContext.requestId, route: event.routeKey }, () =>
      wrapped(event, context),
    );
};

const answer = (
  reply: HttpReply,
  requestId: string,
  { requestIdHeader }: HttpOptions,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: reply.status,
  headers: {
    ...(reply.body !== undefined && { "content-type": "application/json; charset=utf-8" }),
    "x-request-id": requestId,
    ...(requestIdHeader !== undefined && { [requestIdHeader]: requestId }),
    "cache-control": "no-store",
    ...reply.headers,
  },
  ...(reply.body !== undefined && {
    body: typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body),
  }),
});

const refused = (
  error: unknown,
  requestId: string,
  options: HttpOptions,
): APIGatewayProxyStructuredResultV2 => {
  reportFault(error);
  const { retryAfter, ...problem } = problemOf(error);
  const { problem: dialect } = options;
  const told = dialect?.(problem, requestId) ?? { status: problem.status, body: problem };
  const headers = {
    ...(dialect === undefined && { "content-type": "application/problem+json; charset=utf-8" }),
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
  };
  return answer({ ...told, headers }, requestId, options);
};
