import { describe, expect, it } from "vitest";
import { clientsIn, strangers } from "./bundles.ts";
import type { Declared } from "./declared.ts";
import type { Resource, Template } from "./packaged.ts";
import { boundlessRights, clientsAllowed, rightsOf } from "./rights.ts";
import { sound, statement } from "./sound-stack.ts";
import {
  danglingValues,
  endlessLogs,
  wrongNames,
  wrongQueueEvents,
  wrongQueues,
  wrongRoles,
  wrongRuntimes,
  wrongStreamEvents,
} from "./template.ts";

const broken = (id: string, change: Resource["Properties"]): Template => {
  const template = sound();
  Object.assign(template.Resources[id]!.Properties, change);
  return template;
};

describe("the guards of the template", () => {
  const all = [
    wrongNames,
    wrongRoles,
    wrongRuntimes,
    wrongQueueEvents,
    wrongStreamEvents,
    wrongQueues,
    danglingValues,
    endlessLogs,
    boundlessRights,
  ];

  it.each(all)("find nothing wrong with a sound stack: %o", (guard) => expect(guard(sound())).toEqual([]));

  it.each([
    ["a name of 65 characters", wrongNames, "Worker", { FunctionName: `${"x".repeat(54)}-production` }],
    ["a name without its stage", wrongNames, "Worker", { FunctionName: "deliver-sms" }],
    ["a function without a role", wrongRoles, "Worker", { Role: undefined }],
    ["a role of another stack", wrongRoles, "Worker", { Role: "arn:aws:iam::1:role/admin" }],
    ["a role Lambda may not take", wrongRoles, "Role", { AssumeRolePolicyDocument: { Statement: [] } }],
    ["an older Node", wrongRuntimes, "Worker", { Runtime: "nodejs22.x" }],
    ["another processor", wrongRuntimes, "Worker", { Architectures: ["x86_64"] }],
    ["reserved concurrency", wrongRuntimes, "Worker", { ReservedConcurrentExecutions: 5 }],
    ["a queue event without the flag", wrongQueueEvents, "Mapping", { FunctionResponseTypes: undefined }],
    ["a batch of ten", wrongQueueEvents, "Mapping", { BatchSize: 10 }],
    ["a queue event without a limit", wrongQueueEvents, "Mapping", { ScalingConfig: undefined }],
    ["a visibility under six timeouts", wrongQueueEvents, "Queue", { VisibilityTimeout: 359 }],
    ["a longer timeout", wrongQueueEvents, "Worker", { Timeout: 61 }],
    [
      "a stream that does not say where it stopped",
      wrongStreamEvents,
      "Changes",
      { FunctionResponseTypes: [] },
    ],
    ["a batch that is not split", wrongStreamEvents, "Changes", { BisectBatchOnFunctionError: undefined }],
    ["a change that is tried all day", wrongStreamEvents, "Changes", { MaximumRetryAttempts: -1 }],
    ["tries nobody counted", wrongStreamEvents, "Changes", { MaximumRetryAttempts: undefined }],
    ["a change that is dropped", wrongStreamEvents, "Changes", { DestinationConfig: undefined }],
    ["changes that are passed over", wrongStreamEvents, "Changes", { StartingPosition: "LATEST" }],
    ["a queue without order", wrongQueues, "Queue", { FifoQueue: undefined }],
    ["a short memory", wrongQueues, "Dead", { MessageRetentionPeriod: 345_600 }],
    ["an unencrypted queue", wrongQueues, "Dead", { SqsManagedSseEnabled: false }],
    ["a queue without an alarm", wrongQueues, "Alarm", { Dimensions: [{ Ref: "Queue" }] }],
    ["dead letters nobody takes", wrongQueues, "DeadMapping", { EventSourceArn: { Ref: "Queue" } }],
    ["few receives", wrongQueues, "Queue", { RedrivePolicy: { maxReceiveCount: 5 } }],
    ["a slow queue", wrongQueues, "Queue", { FifoThroughputLimit: "perQueue" }],
    ["a reference to nothing", danglingValues, "Worker", { Environment: { Variables: { A: { Ref: "B" } } } }],
    [
      "text about nothing",
      danglingValues,
      "Worker",
      { Environment: { Variables: { A: { "Fn::Sub": `\${B.Arn}` } } } },
    ],
    ["a log for ever", endlessLogs, "Log", { RetentionInDays: undefined }],
    ["every action", boundlessRights, "UseTable", statement("dynamodb:*", "arn:table")],
    ["any resource", boundlessRights, "More", statement("ssm:GetParameters", "*")],
  ] as const)("notice %s", (_, guard, id, change) => {
    expect(guard(broken(id, change))).not.toEqual([]);
  });
});

describe("a role's rights", () => {
  it("are its own, those of its policies and those that others gave it", () => {
    expect(
      rightsOf(sound(), "Role")
        .map(({ Action }) => Action)
        .sort(),
    ).toEqual(["dynamodb:Query", "sqs:ChangeMessageVisibility", "ssm:GetParameters"]);
    expect(clientsAllowed(sound(), "deliver-sms-production")).toEqual([
      "@aws-sdk/client-dynamodb",
      "@aws-sdk/client-sqs",
      "@aws-sdk/client-ssm",
    ]);
  });

  it("to be handed a queue's jobs ask for no client of its own", () => {
    const template = broken("Role", { Policies: [statement("sqs:ReceiveMessage", "arn:queue")] });
    expect(clientsAllowed(template, "deliver-sms-production")).toEqual([
      "@aws-sdk/client-dynamodb",
      "@aws-sdk/client-ssm",
    ]);
  });
});

describe("the rights of Lambda's own poller", () => {
  it("are no reason for a function to carry a client", () => {
    const stream = statement("dynamodb:GetRecords", { "Fn::GetAtt": ["Table", "StreamArn"] });
    const template = broken("UseTable", stream);
    expect(clientsAllowed(template, "deliver-sms-production")).not.toContain("@aws-sdk/client-dynamodb");
  });
});

describe("the right to publish", () => {
  it.each([
    ["asks for a client", "EventsTopic", true],
    ["asks for none where it is Lambda that tells of what it gave up on", "AlarmTopic", false],
  ])("%s", (_, Ref, asks) => {
    const template = broken("UseTable", statement("sns:Publish", { Ref }));
    const clients = clientsAllowed(template, "deliver-sms-production");
    expect(clients.includes("@aws-sdk/client-sns")).toBe(asks);
  });
});

describe("the guards of a bundle", () => {
  const sms = { key: "deliver-sms", folder: "sms" } as Declared;
  const bundle = (input: string, text = "") => ({ inputs: ["functions/sms/client.ts", input], text });

  it.each([
    bundle("functions/whatsapp/limits.ts"),
    bundle("functions/channels.ts"),
    bundle("node_modules/ws/lib/websocket.js"),
    bundle("shared/embedded/items.ts"),
    bundle("shared/aws/items.ts", 'import{DatabaseSync}from"node:sqlite";'),
    bundle("shared/aws/items.ts", 'require("ws")'),
    bundle("shared/aws/items.ts", "x\n//# sourceMappingURL=x.mjs.map"),
  ])("notice $inputs.1 $text", (one) => expect(strangers(sms, one)).toHaveLength(1));

  it("let a function that serves every channel carry their rules, and no more of their folders", () => {
    const file = "functions/conversations/resend-message.ts";
    const resend = { key: "resend-message", folder: "conversations", file } as Declared;
    const carrying = (path: string) => strangers(resend, { inputs: [path], text: "" });
    expect(carrying("functions/sms/limits.ts")).toEqual([]);
    expect(carrying("functions/channels.ts")).toEqual([]);
    expect(carrying("functions/sms/client.ts")).toHaveLength(1);
    expect(carrying("functions/whatsapp/deliver-whatsapp.ts")).toHaveLength(1);
  });

  it("see clients of AWS, and no helpers of theirs", () => {
    const inputs = ["node_modules/@aws-sdk/client-sqs/a.js", "node_modules/@aws-sdk/nested-clients/b.js"];
    expect(clientsIn({ inputs, text: "" })).toEqual(["@aws-sdk/client-sqs"]);
    expect(strangers(sms, bundle("shared/aws/queue.ts"))).toEqual([]);
  });
});
