import type { SQSBatchResponse, SQSRecord } from "aws-lambda";

/**
 * Works FIFO records one after another. At the first record of a group that is not done, that one and all later ones
 * of its group are given back; other groups go on
 * (docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 * `work` answers undefined when a record is done, else why its group is held; of a held group it is told that.
 */
export const inOrder = async <Held>(
  records: SQSRecord[],
  work: (record: SQSRecord, held: Held | undefined) => Promise<Held | undefined>,
): Promise<SQSBatchResponse> => {
  const groups = new Map<string, Held>();
  const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
  for (const record of records) {
    const group = record.attributes.MessageGroupId ?? "";
    const held = await work(record, groups.get(group));
    if (held === undefined) continue;
    groups.set(group, held);
    batchItemFailures.push({ itemIdentifier: record.messageId });
  }
  return { batchItemFailures };
};
