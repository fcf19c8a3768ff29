import { randomUUID } from "node:crypto";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { DEMO_KEY } from "../../infra/local/demo.ts";
import { contextFor } from "../../infra/local/http-event.ts";
import type { Problem } from "../../shared/lambda/problem.ts";
import type { MessageDocument } from "../../shared/messaging/message-document.ts";
import { unlikeReference } from "./as-referenced.ts";

export interface Asked {
  params?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** The API key; `null` sends none. */
  key?: string | null;
  /** Text and bytes go as they are, anything else as JSON. */
  body?: unknown;
}

/** An API Gateway HTTP API event (payload format 2.0) for a route such as `GET /conversations/{id}`. */
export const eventFor = (route: string, asked: Asked = {}): APIGatewayProxyEventV2 => {
  const [method = "", template = ""] = route.split(" ");
  const { params = {}, query = {}, key = DEMO_KEY, body } = asked;
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  return {
    version: "2.0",
    routeKey: route,
    rawPath: path,
    rawQueryString: String(new URLSearchParams(query)),
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(key !== null && { "x-api-key": key }),
      ...asked.headers,
    },
    queryStringParameters: query,
    pathParameters: params,
    requestContext: {
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "tests" },
      requestId: randomUUID(),
      routeKey: route,
    } as APIGatewayProxyEventV2["requestContext"],
    ...(body !== undefined && { body: textOf(body) }),
    isBase64Encoded: Buffer.isBuffer(body),
  };
};

const textOf = (body: unknown): string =>
  Buffer.isBuffer(body) ? body.toString("base64") : typeof body === "string" ? body : JSON.stringify(body);

/** What a caller sees. `body` is the parsed JSON, `text` what it was parsed from. */
export interface Replied<Body> {
  status: number;
  headers: Record<string, string>;
  text: string;
  body: Body;
}

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<unknown>;

/** Calls an entry file as API Gateway does, and holds its answer to the reference. */
export const call = async <Body = MessageDocument>(
  handler: Handler,
  route: string,
  asked: Asked = {},
): Promise<Replied<Body>> => {
  const answer = replied<Body>(await handler(eventFor(route, asked), contextFor(30_000)));
  const unlike = unlikeReference(route, answer.status, answer.body);
  if (unlike.length > 0)
    throw new Error(`${route} answers what the reference does not say: ${unlike.join("; ")}`);
  return answer;
};

const replied = <Body>(result: unknown): Replied<Body> => {
  const { statusCode = 0, headers = {}, body = "" } = result as APIGatewayProxyStructuredResultV2;
  const isJson = /json/.test(String(headers["content-type"] ?? ""));
  return {
    status: statusCode,
    headers: headers as Record<string, string>,
    text: body,
    body: isJson ? JSON.parse(body) : body,
  };
};

/** Calls an entry file as another Lambda does: the payload is the body. */
export const invoke = async <Body = MessageDocument>(
  handler: (event: unknown, context: Context) => Promise<unknown>,
  payload: unknown,
  awsRequestId: string = randomUUID(),
): Promise<Body> => (await handler(payload, { ...contextFor(30_000), awsRequestId })) as Body;

/** The problem document that a refused invocation's error message is. */
export const refusedInvoke = async (...args: Parameters<typeof invoke>): Promise<Problem> =>
  invoke(...args).then(
    (answer) => {
      throw new Error(`It was accepted: ${JSON.stringify(answer)}`);
    },
    (error: Error) => JSON.parse(error.message) as Problem,
  );
