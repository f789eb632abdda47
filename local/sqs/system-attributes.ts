import type { Message } from "./message.ts";
import { sequenceNumber } from "./sending.ts";

/** What a receiver may learn about a message, under SQS's names; times in epoch ms as text. */
export function systemAttributes(message: Message): Readonly<Record<string, string>> {
  const { kept } = message;
  const all: Record<string, string | undefined> = {
    SenderId: kept.senderId,
    SentTimestamp: String(kept.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    AWSTraceHeader: kept.traceHeader,
    MessageGroupId: kept.groupId,
    MessageDeduplicationId: kept.dedupId,
    SequenceNumber: kept.dedupId === undefined ? undefined : sequenceNumber(kept.sequence),
    DeadLetterQueueSourceArn: kept.deadLetterSource,
  };
  const known = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(known);
}
