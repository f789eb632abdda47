import { arns } from "../hub/arns.ts";
import type { StreamRecord } from "../hub/services.ts";
import type { StreamMapping } from "./function.ts";

/** What Lambda tells the on-failure destination of a stream mapping: where the records stand, not the records. */
export function discardedBatch(
  spec: StreamMapping,
  records: readonly StreamRecord[],
  why: { readonly condition: string; readonly attempts: number; readonly now: number },
): Readonly<Record<string, unknown>> {
  const first = records[0];
  const last = records.at(-1);
  return {
    requestContext: {
      requestId: crypto.randomUUID(),
      functionArn: arns.function(spec.functionName),
      condition: why.condition,
      approximateInvokeCount: why.attempts,
    },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
    version: "1.0",
    timestamp: new Date(why.now).toISOString(),
    DDBStreamBatchInfo: {
      shardId: "shardId-00000000000000000000-local",
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first?.at ?? why.now).toISOString(),
      approximateArrivalOfLastRecord: new Date(last?.at ?? why.now).toISOString(),
      batchSize: records.length,
      streamArn: spec.sourceArn,
    },
  };
}
