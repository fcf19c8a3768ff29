import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import * as z from "zod";
import { Refusal } from "../domain/errors.ts";
import { WholeId } from "../domain/ids.ts";
import { type AcceptDeps, type Accepted, acceptOutgoing } from "../messaging/accept-outgoing.ts";
import type { ChannelRules } from "../messaging/channel-ports.ts";
import { malformed } from "../messaging/outgoing-body.ts";
import { type HttpReply, httpHandler } from "./http-handler.ts";
import { parseJson } from "./json.ts";
import { log, withContext } from "./log.ts";
import { problemOf } from "./problem.ts";

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
    const body = await readable(deps, proof, () => request.json());
    requireFields(body, options.required);
    const idempotencyKey = keyFrom(request.header("idempotency-key") ?? request.header("s-idempotency-key"));
    const preview = request.query.preview === "true";
    return replyOf(await accept({ proof, body, endpoint: options.endpoint, idempotencyKey, preview }));
  });
  return (event, context) =>
    isHttp(event) ? overHttp(event, context) : invoked(accept, options, event, context);
};

/** An event of another Lambda has none of the three marks that AWS's own events bear. */
const isHttp = (event: unknown): event is APIGatewayProxyEventV2 =>
  typeof event === "object" &&
  event !== null &&
  ("requestContext" in event || "version" in event || "Records" in event);

const Invocation = z.looseObject({
  organization_id: WholeId,
  idempotency_key: z.string().min(1).max(255).optional(),
  preview: z.boolean().optional(),
  author: z.enum(["person", "bot"]).optional(),
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
      const body = parseJson(Buffer.from(JSON.stringify(event) ?? ""));
      const call = Invocation.safeParse(body);
      if (!call.success) throw malformed(call.error);
      requireFields(body, options.required);
      const { organization_id, idempotency_key, preview, author = "bot" } = call.data;
      const accepted = await accept({
        proof: { trusted: { organization_id, author } },
        body,
        endpoint: options.endpoint,
        idempotencyKey: idempotency_key ?? context.awsRequestId,
        preview: preview ?? false,
      });
      return replyOf(accepted).body;
    } catch (error) {
      if (!(error instanceof Refusal)) log.error({ error }, "an invocation failed");
      throw new Error(JSON.stringify(problemOf(error)), { cause: error });
    }
  });

/** A stranger with a broken body is a stranger first. */
const readable = async (
  deps: AcceptDeps,
  proof: { key_hash: string },
  json: () => unknown,
): Promise<unknown> => {
  try {
    return json();
  } catch (refusal) {
    const { holder } = await deps.reader.readForAccept({ ...proof, conversation_id: 0, file_ids: [] });
    if (!holder) throw new Refusal(401, "Invalid API key");
    throw refusal;
  }
};

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
const keyFrom = (key: string | undefined): string | undefined => {
  if (key === undefined) return undefined;
  if (key === "" || key.length > 255) {
    throw new Refusal(400, "Idempotency-Key must have 1 to 255 characters.");
  }
  return key;
};

const replyOf = (accepted: Accepted): HttpReply => {
  if (accepted.status === 200) return { status: 200, body: accepted.preview };
  const replayed = accepted.status === 201 && accepted.replayed;
  return {
    status: accepted.status,
    body: accepted.document,
    ...(replayed && { headers: { "idempotent-replayed": "true" } }),
  };
};
