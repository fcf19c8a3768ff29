import type { Resource, Template } from "./packaged.ts";

export const ofType = (template: Template, type: string): [id: string, resource: Resource][] =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);

/** The logical id that a `Ref` or `Fn::GetAtt` names. */
export const named = (value: unknown): string | undefined => {
  const reference = (value ?? {}) as { Ref?: string; "Fn::GetAtt"?: [string, string] };
  return reference.Ref ?? reference["Fn::GetAtt"]?.[0];
};

const functionsOf = (template: Template) => ofType(template, "AWS::Lambda::Function");

/** The limit is Lambda's; the packager does not know it. */
const NAME_MAX = 64;

export const wrongNames = (template: Template): string[] =>
  functionsOf(template)
    .map(([, { Properties }]) => String(Properties.FunctionName))
    .filter((name) => name.length > NAME_MAX || !name.endsWith("-production"));

/** Functions whose role is not one of the stack's own, or may be taken by somebody else. */
export const wrongRoles = (template: Template): string[] =>
  functionsOf(template).flatMap(([id, { Properties }]) => {
    const role = template.Resources[named(Properties.Role) ?? ""];
    if (role?.Type !== "AWS::IAM::Role") return `${id} has no role of the stack`;
    const trust = JSON.stringify(role.Properties.AssumeRolePolicyDocument);
    return trust.includes('"lambda.amazonaws.com"') ? [] : `${id}: Lambda may not take its role`;
  });

export const wrongRuntimes = (template: Template): string[] =>
  functionsOf(template)
    .filter(
      ([
        ,
        {
          Properties: { Runtime, Architectures, ReservedConcurrentExecutions },
        },
      ]) => {
        const fits = Runtime === "nodejs24.x" && JSON.stringify(Architectures) === '["arm64"]';
        return !fits || ReservedConcurrentExecutions !== undefined;
      },
    )
    .map(([id]) => id);

const sourceOf = (template: Template, mapping: Resource): Resource | undefined =>
  template.Resources[named(mapping.Properties.EventSourceArn) ?? ""];

const mappings = (template: Template, isStream: boolean) =>
  ofType(template, "AWS::Lambda::EventSourceMapping").filter(
    ([, mapping]) => (sourceOf(template, mapping)?.Type === "AWS::DynamoDB::Table") === isStream,
  );

/** What is wrong with how a table's stream calls its function. */
export const wrongStreamEvents = (template: Template): string[] =>
  mappings(template, true).flatMap(([id, { Properties }]) => {
    const tries = Properties.MaximumRetryAttempts as number | undefined;
    const told = Properties.DestinationConfig as { OnFailure?: { Destination?: unknown } } | undefined;
    return [
      JSON.stringify(Properties.FunctionResponseTypes) !== '["ReportBatchItemFailures"]' &&
        `${id} does not report where it stopped`,
      Properties.BisectBatchOnFunctionError !== true && `${id} lets one change hold its batch`,
      !(tries !== undefined && tries >= 0) && `${id} lets one change hold its shard for a day`,
      !(named(told?.OnFailure?.Destination) ?? "") && `${id} gives up without a word`,
      Properties.StartingPosition !== "TRIM_HORIZON" && `${id} passes over what came before it`,
    ].filter((one) => one !== false);
  });

/** Its records are written down together, in one call of some milliseconds; jobs wait for providers. */
const TOGETHER = ["EventsQueue"];

/** What is wrong with how a queue calls its function. */
export const wrongQueueEvents = (template: Template): string[] =>
  mappings(template, false).flatMap(([id, { Properties }]) => {
    const queue = template.Resources[named(Properties.EventSourceArn) ?? ""]?.Properties;
    const worker = template.Resources[named(Properties.FunctionName) ?? ""]?.Properties;
    const scaling = (Properties.ScalingConfig ?? {}) as { MaximumConcurrency?: number };
    const reports = JSON.stringify(Properties.FunctionResponseTypes) === '["ReportBatchItemFailures"]';
    return [
      !reports && `${id} does not report failures one by one`,
      Properties.BatchSize !== 1 &&
        !TOGETHER.includes(named(Properties.EventSourceArn) ?? "") &&
        `${id} takes more than one job`,
      !((scaling.MaximumConcurrency ?? 0) >= 2) && `${id} has no limit of its own`,
      !(Number(queue?.VisibilityTimeout) >= 6 * Number(worker?.Timeout)) &&
        `${id} shows a job again too early`,
    ].filter((one) => one !== false);
  });

/** What ended there is looked at by a person, whom the alarm tells, and moved back: no message waits for it. */
const BY_HAND = ["EventsDeadLetters", "FollowersDeadLetters", "FetchDeadLetters"];

/** What is wrong with the queues themselves. */
export const wrongQueues = (template: Template): string[] =>
  ofType(template, "AWS::SQS::Queue").flatMap(([id, { Properties: queue }]) => {
    const redrive = queue.RedrivePolicy as
      | { deadLetterTargetArn?: unknown; maxReceiveCount?: number }
      | undefined;
    const isDeadLetters = redrive === undefined;
    const taken = ofType(template, "AWS::Lambda::EventSourceMapping").map(([, { Properties }]) =>
      named(Properties.EventSourceArn),
    );
    const alarmed = JSON.stringify(ofType(template, "AWS::CloudWatch::Alarm"));
    return [
      queue.FifoQueue !== true && `${id} keeps no order`,
      queue.MessageRetentionPeriod !== 1_209_600 && `${id} forgets before 14 days`,
      queue.SqsManagedSseEnabled !== true && `${id} is not encrypted`,
      !taken.includes(id) && !BY_HAND.includes(id) && `${id} is taken by nobody`,
      !alarmed.includes(`"${id}"`) && `${id} has no alarm`,
      !isDeadLetters && redrive.maxReceiveCount !== 1000 && `${id} gives up on a job too early`,
      !isDeadLetters &&
        template.Resources[named(redrive.deadLetterTargetArn) ?? ""]?.Properties.FifoQueue !== true &&
        `${id} has no dead-letter queue in order`,
      !isDeadLetters &&
        (queue.FifoThroughputLimit !== "perMessageGroupId" || queue.DeduplicationScope !== "messageGroup") &&
        `${id} is slow`,
    ].filter((one) => one !== false);
  });

/** Logs that would be kept for ever. */
export const endlessLogs = (template: Template): string[] =>
  ofType(template, "AWS::Logs::LogGroup")
    .filter(([, { Properties }]) => !(Number(Properties.RetentionInDays) > 0))
    .map(([id]) => id);

/** What functions are told about things that are not in the stack. */
export const danglingValues = (template: Template): string[] =>
  functionsOf(template).flatMap(([id, { Properties }]) =>
    Object.entries((Properties.Environment as { Variables?: object } | undefined)?.Variables ?? {}).flatMap(
      ([name, value]) =>
        referencesIn(value)
          .filter((target) => !target.startsWith("AWS::") && !(target in template.Resources))
          .map((target) => `${id}: ${name} names ${target}, which does not exist`),
    ),
  );

const referencesIn = (value: unknown): string[] => {
  const target = named(value);
  if (target !== undefined) return [target];
  const text = (value as { "Fn::Sub"?: string } | null)?.["Fn::Sub"];
  return [...(text ?? "").matchAll(/\$\{([^.}]+)/g)].map(([, name = ""]) => name);
};

/** What stands before the routes of web sockets, by the API they belong to. */
const SOCKETS: Record<string, string> = { WebsocketsApi: "socket ", MembersApi: "members " };

/** `POST /conversations`, `$default`, `socket $connect`: as functions.yml and proofs.yml write them. */
export const packagedRoutes = (template: Template): string[] =>
  ofType(template, "AWS::ApiGatewayV2::Route")
    .map(([, { Properties }]) => (SOCKETS[named(Properties.ApiId) ?? ""] ?? "") + String(Properties.RouteKey))
    .sort();

/** Channels whose queue is not where the functions that write on every channel look for it. */
export const queuesOutOfReach = (template: Template, channels: readonly string[]): string[] => {
  const names = ofType(template, "AWS::SQS::Queue").map(([, { Properties }]) => String(Properties.QueueName));
  return functionsOf(template).flatMap(([id, { Properties }]) => {
    const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    if (Variables.QUEUE_URLS === undefined) return [];
    const pattern = (Variables.QUEUE_URLS as { "Fn::Sub": string })["Fn::Sub"].split("/").at(-1) ?? "";
    return channels
      .filter((channel) => !names.includes(pattern.replace("{channel}", channel)))
      .map((channel) => `${id} looks for the queue of ${channel} as ${pattern}`);
  });
};
