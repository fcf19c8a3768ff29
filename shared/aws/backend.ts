import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { Channel } from "../domain/channel.ts";
import { once, onceEach } from "../domain/once.ts";
import type { EventQueue, EventStore, EventTopic } from "../messaging/event-ports.ts";
import type { Bucket } from "../messaging/file-ports.ts";
import type { FollowerQueue } from "../messaging/follower-ports.ts";
import type { ClosableSockets, Secrets } from "../messaging/ports.ts";
import type { Settings } from "../messaging/settings.ts";
import { eventStore } from "../store/events.ts";
import type { Items } from "../store/items.ts";
import { S3_OPTIONS, s3Bucket } from "./bucket.ts";
import { sqsEventQueue } from "./event-queue.ts";
import { snsEventTopic } from "./event-topic.ts";
import { sqsFetchQueue, type VisibleFetchQueue } from "./fetch-queue.ts";
import { sqsFollowerQueue } from "./follower-queue.ts";
import { dynamoItems } from "./items.ts";
import { sqsQueue, type VisibleQueue } from "./queue.ts";
import { ssmSecrets } from "./secrets.ts";
import { awsSettings, queueUrl, variable } from "./settings.ts";
import { apiGatewaySockets } from "./sockets.ts";

// Each is made by its first call. The marks let the bundler leave out what a function does not name, and with it
// the client: https://esbuild.github.io/api/#pure

export const items: () => Items = /* @__PURE__ */ once(() =>
  dynamoItems(new DynamoDBClient({}), variable(process.env, "TABLE_NAME")),
);

const sqs: () => SQSClient = /* @__PURE__ */ once(() => new SQSClient({}));
export const queue: (channel: Channel) => VisibleQueue = /* @__PURE__ */ onceEach((channel: Channel) =>
  sqsQueue(sqs(), queueUrl(process.env, channel)),
);

export const bucket: () => Bucket = /* @__PURE__ */ once(() =>
  s3Bucket(new S3Client(S3_OPTIONS), variable(process.env, "BUCKET_NAME")),
);

export const sockets: () => ClosableSockets = /* @__PURE__ */ once(() =>
  apiGatewaySockets(variable(process.env, "SOCKET_ENDPOINT")),
);

export const secrets: () => Secrets = /* @__PURE__ */ once(() =>
  ssmSecrets(new SSMClient({}), () => new Date()),
);

export const settings: () => Settings = /* @__PURE__ */ once(() => awsSettings(process.env));

export const events: () => EventStore = /* @__PURE__ */ once(() => eventStore(items()));

/** `publish-changes` and `record-events` have the queue of events for `QUEUE_URL`. */
export const eventQueue: () => EventQueue = /* @__PURE__ */ once(() =>
  sqsEventQueue(sqs(), variable(process.env, "QUEUE_URL")),
);

export const eventTopic: () => EventTopic = /* @__PURE__ */ once(() =>
  snsEventTopic(new SNSClient({}), variable(process.env, "TOPIC_ARN")),
);

export const followerQueue: () => FollowerQueue = /* @__PURE__ */ once(() =>
  sqsFollowerQueue(sqs(), variable(process.env, "FOLLOWERS_QUEUE_URL")),
);

/** Contacts' files that are to be brought into the bucket. */
export const fetchQueue: () => VisibleFetchQueue = /* @__PURE__ */ once(() =>
  sqsFetchQueue(sqs(), variable(process.env, "FETCH_QUEUE_URL")),
);
