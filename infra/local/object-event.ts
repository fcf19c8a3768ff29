import type { S3Event } from "aws-lambda";

/** What S3 tells a function when an object came to be; the key as S3 writes it. */
export const objectCreated = (bucket: string, key: string): S3Event =>
  ({
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: "local",
        eventTime: new Date().toISOString(),
        eventName: "ObjectCreated:Put",
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "local",
          bucket: { name: bucket, ownerIdentity: { principalId: "local" }, arn: `arn:aws:s3:::${bucket}` },
          object: {
            key: encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/"),
            size: 0,
            eTag: "",
            sequencer: "0",
          },
        },
      },
    ],
  }) as unknown as S3Event;
