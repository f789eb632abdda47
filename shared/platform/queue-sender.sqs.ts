import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { inChunks } from "../kernel/in-chunks.ts";
import { clientOptions, once } from "./client-options.ts";
import type { QueueMessage, QueueSender } from "./ports.ts";

const sqs = once(() => new SQSClient(clientOptions));

const entriesPerCall = 10;
/** SQS takes 1 MiB per call, all entries together. */
const bytesPerCall = 1_000_000;
const rounds = 4;

export function sqsSender(queueUrl: string): QueueSender {
  return {
    send: async (messages) => {
      const bytesOf = (message: QueueMessage): number => Buffer.byteLength(message.body);
      for (const chunk of inChunks(messages, entriesPerCall, { bytes: bytesPerCall, bytesOf })) {
        await sendAll(queueUrl, chunk);
      }
    },
  };
}

/** Sends again what the service refused, without waiting: it names single entries only for passing troubles of its own. */
async function sendAll(queueUrl: string, messages: readonly QueueMessage[]): Promise<void> {
  let left = messages;
  for (let round = 1; left.length > 0; round += 1) {
    const Entries = left.map((message, index) => ({
      Id: String(index),
      MessageBody: message.body,
      DelaySeconds: message.delaySeconds,
      MessageGroupId: message.groupId,
    }));
    const answer = await sqs().send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    const refused = answer.Failed ?? [];
    const ours = refused.find((entry) => entry.SenderFault === true);
    if (ours !== undefined) throw new Error(`the queue will never take this message: ${ours.Code}`);
    if (refused.length > 0 && round === rounds) {
      throw new Error(`the queue refused ${refused.length} messages ${rounds} times: ${refused[0]?.Code}`);
    }
    const again = new Set(refused.map((entry) => Number(entry.Id)));
    left = left.filter((_, index) => again.has(index));
  }
}
