import { AS_SQS } from "./fifo.ts";
import { killEverywhere } from "./kills.ts";
import { onDynamoDb } from "./on-dynamodb.ts";
import { quietLog } from "./quiet.ts";

quietLog();
onDynamoDb("over DynamoDB, with a queue that behaves as SQS FIFO", (emptied) => {
  killEverywhere("on AWS", emptied, AS_SQS);
});
