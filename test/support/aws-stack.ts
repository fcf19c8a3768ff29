import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { type FauxqsServer, startFauxqs } from "fauxqs";
import { S3_OPTIONS } from "../../shared/aws/bucket.ts";
import { CREDENTIALS } from "./dynamodb.ts";

/** SQS and S3 in this process, over the wire. What it does not enforce is asserted on the requests instead. */
export interface AwsStack {
  endpoint: string;
  server: FauxqsServer;
  s3: S3Client;
  sqs: SQSClient;
  /** A new FIFO queue; its URL. */
  fifoQueue(name: string): string;
  stop(): Promise<void>;
}

export const BUCKET = "outgoing-files";

export const startAwsStack = async (): Promise<AwsStack> => {
  const server = await startFauxqs({ port: 0, logger: false, host: "127.0.0.1" });
  const endpoint = `http://127.0.0.1:${server.port}`;
  const s3 = new S3Client({ ...CREDENTIALS, ...S3_OPTIONS, endpoint, forcePathStyle: true });
  const sqs = new SQSClient({ ...CREDENTIALS, endpoint });
  server.createBucket(BUCKET);
  return {
    endpoint,
    server,
    s3,
    sqs,
    fifoQueue(name) {
      server.createQueue(`${name}.fifo`, { attributes: { FifoQueue: "true" }, region: CREDENTIALS.region });
      // Its own URLs are named sqs.<region>.localhost, which Node does not resolve on Linux.
      return `${endpoint}/000000000000/${name}.fifo`;
    },
    async stop() {
      s3.destroy();
      sqs.destroy();
      await server.stop();
    },
  };
};
