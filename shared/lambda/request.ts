import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Refusal } from "../domain/errors.ts";
import { hashKey, type Proof } from "../messaging/caller.ts";
import { parseJson } from "./json.ts";

/** An API Gateway event as the handlers see it. */
export interface HttpRequest {
  id: string;
  method: string;
  route: string;
  path: string;
  rawQuery: string;
  params: Record<string, string>;
  query: Record<string, string>;
  header(name: string): string | undefined;
  /** The bytes as they came, for signatures. */
  raw(): Buffer;
  /** The JSON body, checked for size, type and hostile shapes. */
  json(): unknown;
  /** The caller's key, or a refusal that says what is missing. */
  proof(): Extract<Proof, { key_hash: string }>;
}

export const requestOf = (event: APIGatewayProxyEventV2): HttpRequest => {
  const header = (name: string): string | undefined => event.headers[name];
  const raw = (): Buffer => Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  return {
    id: event.requestContext.requestId,
    method: event.requestContext.http.method,
    route: event.routeKey,
    path: event.rawPath,
    rawQuery: event.rawQueryString,
    params: (event.pathParameters ?? {}) as Record<string, string>,
    query: (event.queryStringParameters ?? {}) as Record<string, string>,
    header,
    raw,
    json: () => jsonOf(raw(), header("content-type")),
    proof: () => ({ key_hash: hashKey(keyOf(header)) }),
  };
};

const jsonOf = (raw: Buffer, contentType: string | undefined): unknown => {
  const type = (contentType ?? "").split(";", 1)[0]!.trim().toLowerCase();
  if (type !== "application/json" && !/^application\/[\w.+-]+\+json$/.test(type)) {
    const said = type === "" ? "no content type" : JSON.stringify(type);
    throw new Refusal(415, `The body must be application/json; the request said ${said}.`);
  }
  return parseJson(raw);
};

/** `x-api-key: KEY` or `Authorization: Bearer KEY`. */
const keyOf = (header: HttpRequest["header"]): string => {
  const key = header("x-api-key");
  if (key !== undefined && key !== "") return key;
  const authorization = header("authorization");
  if (authorization === undefined)
    throw new Refusal(401, "No API key: send x-api-key, or Authorization: Bearer KEY.");
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (token === undefined) throw new Refusal(401, 'The Authorization header must read "Bearer KEY".');
  return token;
};
