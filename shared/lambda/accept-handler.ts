import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import * as z from "zod";
import { Refusal } from "../domain/errors.ts";
import { WholeId } from "../domain/ids.ts";
import { type AcceptDeps, type Accepted, acceptOutgoing } from "../messaging/accept-outgoing.ts";
import type { ChannelRules } from "../messaging/channel-ports.ts";
import { malformed } from "../messaging/outgoing-body.ts";
import { strangersFirst } from "../messaging/strangers-first.ts";
import { type HttpReply, httpHandler } from "./http-handler.ts";
import { checkJson } from "./json.ts";
import { reportFault, withContext } from "./log.ts";
import { problemOf } from "./problem.ts";
import type { HttpRequest } from "./request.ts";

/** One of the six: called by API Gateway, or invoked by another Lambda with the body as its payload. */
export type AcceptHandler = (
  event: unknown,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2 | HttpReply["body"]>;

export interface AcceptOptions {
  rules: ChannelRules;
  /** The endpoint's path; part of what an idempotency key is bound to. */
  endpoint: string;
  /** Fields this endpoint requires beyond the common ones. */
  required?: string[];
}

export const acceptHandler = (deps: AcceptDeps, options: AcceptOptions): AcceptHandler => {
  const accept = acceptOutgoing(deps, options.rules);
  const overHttp = httpHandler(async (request) => {
    const proof = request.proof();
    const asked = await strangersFirst(deps.reader, proof, () => {
      const body = request.json();
      requireFields(body, options.required);
      return { body, idempotencyKey: keyFrom(request) };
    });
    const preview = request.query.preview === "true";
    return replyOf(await accept({ proof, ...asked, endpoint: options.endpoint, preview }));
  });
  return (event, context) =>
    isHttp(event) ? overHttp(event, context) : invoked(accept, options, event, context);
};

const isHttp = (event: unknown): event is APIGatewayProxyEventV2 => HttpEvent.safeParse(event).success;
const HttpEvent = z.looseObject({ requestContext: z.looseObject({ http: z.looseObject({}) }) });

/** Another Lambda's payload bears none of the marks of AWS's own events. */
const isPayload = (event: unknown): boolean =>
  typeof event !== "object" ||
  event === null ||
  !["requestContext", "version", "Records"].some((mark) => mark in event);

const Invocation = z.looseObject({
  organization_id: WholeId,
  idempotency_key: z.string().min(1).max(255).nullish(),
  preview: z.boolean().nullish(),
  author: z.enum(["person", "bot"]).nullish(),
});

/** IAM decides who may invoke, so the payload's word for its organization is taken; nowhere else. */
const invoked = (
  accept: ReturnType<typeof acceptOutgoing>,
  options: AcceptOptions,
  event: unknown,
  context: Context,
): Promise<HttpReply["body"]> =>
  withContext({ request_id: context.awsRequestId, route: `invoke ${options.endpoint}` }, async () => {
    try {
      if (!isPayload(event)) throw new Refusal(400, "The event is neither an HTTP request nor a message.");
      const call = Invocation.safeParse(checkJson(event));
      if (!call.success) throw malformed(call.error);
      const { idempotency_key, preview, author, ...body } = call.data;
      requireFields(body, options.required);
      const accepted = await accept({
        proof: { trusted: { organization_id: body.organization_id, author: author ?? "bot" } },
        body,
        endpoint: options.endpoint,
        idempotencyKey: idempotency_key ?? context.awsRequestId,
        preview: preview ?? false,
      });
      return replyOf(accepted).body;
    } catch (error) {
      reportFault(error);
      throw new Error(JSON.stringify(problemOf(error)), { cause: error });
    }
  });

const requireFields = (body: unknown, required: string[] = []): void => {
  const fields = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const missing = required.filter((name) => fields[name] === undefined || fields[name] === null);
  if (missing.length === 0) return;
  throw new Refusal(400, `${missing.join(" and ")} must be given on this endpoint.`, {
    violations: missing.map((name) => ({
      path: `/${name}`,
      code: "missing",
      message: `${name} is required here.`,
    })),
  });
};

/** 1 to 255 characters, as the header says. */
export const keyFrom = (request: HttpRequest): string | undefined => {
  const key = request.header("idempotency-key") ?? request.header("s-idempotency-key");
  if (key === undefined) return undefined;
  if (key === "" || key.length > 255) {
    throw new Refusal(400, "Idempotency-Key must have 1 to 255 characters.");
  }
  return key;
};

export const replyOf = (accepted: Accepted): HttpReply => {
  if (accepted.status === 200) return { status: 200, body: accepted.preview };
  const replayed = accepted.status === 201 && accepted.replayed;
  return {
    status: accepted.status,
    body: accepted.document,
    ...(replayed && { headers: { "idempotent-replayed": "true" } }),
  };
};
