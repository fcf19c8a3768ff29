import type { Template } from "./packaged.ts";

const queue = { FifoQueue: true, MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true };

export const statement = (Action: string, Resource: unknown) => ({
  PolicyDocument: { Statement: { Effect: "Allow", Action, Resource } },
});

/** A sound stack in small: one worker, its queue, its role. */
export const sound = (): Template => ({
  Resources: {
    Worker: {
      Type: "AWS::Lambda::Function",
      Properties: {
        FunctionName: "deliver-sms-production",
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Timeout: 60,
        Role: { "Fn::GetAtt": ["Role", "Arn"] },
        Environment: {
          Variables: {
            QUEUE_URL: { Ref: "Queue" },
            PUBLIC_URL: { "Fn::Sub": `https://\${Queue}.\${AWS::Region}` },
          },
        },
      },
    },
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: { Statement: { Principal: { Service: "lambda.amazonaws.com" } } },
        ManagedPolicyArns: [{ Ref: "UseTable" }],
        Policies: [statement("sqs:ChangeMessageVisibility", { "Fn::GetAtt": ["Queue", "Arn"] })],
      },
    },
    UseTable: { Type: "AWS::IAM::ManagedPolicy", Properties: statement("dynamodb:Query", "arn:table") },
    More: {
      Type: "AWS::IAM::RolePolicy",
      Properties: { RoleName: { Ref: "Role" }, ...statement("ssm:GetParameters", "arn:parameter") },
    },
    Mapping: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        EventSourceArn: { "Fn::GetAtt": ["Queue", "Arn"] },
        FunctionName: { "Fn::GetAtt": ["Worker", "Arn"] },
        BatchSize: 1,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    },
    DeadMapping: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        EventSourceArn: { "Fn::GetAtt": ["Dead", "Arn"] },
        FunctionName: { "Fn::GetAtt": ["Worker", "Arn"] },
        BatchSize: 1,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    },
    Table: { Type: "AWS::DynamoDB::Table", Properties: {} },
    Changes: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        EventSourceArn: { "Fn::GetAtt": ["Table", "StreamArn"] },
        FunctionName: { "Fn::GetAtt": ["Worker", "Arn"] },
        StartingPosition: "TRIM_HORIZON",
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 10,
        DestinationConfig: { OnFailure: { Destination: { Ref: "Topic" } } },
      },
    },
    Queue: {
      Type: "AWS::SQS::Queue",
      Properties: {
        ...queue,
        VisibilityTimeout: 360,
        FifoThroughputLimit: "perMessageGroupId",
        DeduplicationScope: "messageGroup",
        RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 1000 },
      },
    },
    Dead: { Type: "AWS::SQS::Queue", Properties: { ...queue, VisibilityTimeout: 360 } },
    Alarm: {
      Type: "AWS::CloudWatch::Alarm",
      Properties: { Dimensions: [{ Ref: "Queue" }, { Ref: "Dead" }] },
    },
    Log: { Type: "AWS::Logs::LogGroup", Properties: { RetentionInDays: 30 } },
  },
});
