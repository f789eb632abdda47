import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { AwsSettings } from "./aws-settings.ts";

/** What a merchant's people were told about low stock, each notice with the id of its event. */
export type ToldAlert = { readonly eventId: string; readonly sku: string; readonly warehouse: string };

export type Listener = { told(): Promise<readonly ToldAlert[]>; close(): void };

/** Subscribes a queue to the hub's notices, as a merchant's own system would. */
export async function listenForAlerts(topicArn: string, settings: AwsSettings): Promise<Listener> {
  const sqs = new SQSClient(settings);
  const sns = new SNSClient(settings);
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: `demo-notices-${process.pid}` }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: "sqs",
      Endpoint: Attributes?.["QueueArn"],
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  return {
    async told() {
      const found: ToldAlert[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        if (Messages.length === 0) return found;
        found.push(...Messages.flatMap(({ Body = "" }) => toldOf(Body)));
        const Entries = Messages.map(({ ReceiptHandle }, at) => ({
          Id: String(at),
          ReceiptHandle: ReceiptHandle ?? "",
        }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
    },
    close() {
      sqs.destroy();
      sns.destroy();
    },
  };
}

/** The topic carries the bus event, and that our envelope; and other notices beside those of stock. */
function toldOf(body: string): readonly ToldAlert[] {
  const { detail, ...event } = JSON.parse(body) as {
    readonly "detail-type": string;
    readonly detail: { readonly id: string; readonly detail: { readonly sku: string; readonly warehouse: string } };
  };
  if (event["detail-type"] !== "stock.low.v1") return [];
  return [{ eventId: detail.id, sku: detail.detail.sku, warehouse: detail.detail.warehouse }];
}
