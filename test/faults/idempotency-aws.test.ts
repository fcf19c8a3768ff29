import { askedAgainEverywhere } from "./idempotency.ts";
import { onDynamoDb } from "./on-dynamodb.ts";
import { quietLog } from "./quiet.ts";

quietLog();
onDynamoDb("over DynamoDB, with a queue that behaves as SQS FIFO", (emptied) => {
  askedAgainEverywhere("on AWS", emptied);
});
