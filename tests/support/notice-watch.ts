import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { LocalJson } from "../../local/hub/local-json.ts";

/** An event as the notices topic carries it to a merchant's own queue. */
export type Notice = { readonly id: string; readonly type: string; readonly detail: Readonly<Record<string, unknown>> };

export type NoticeWatch = {
  /** Everything told since the watch began, in order of arrival. */
  told(): Promise<readonly Notice[]>;
};

/** Subscribes a queue to the hub's notices, as a merchant's own system would. */
export async function watchNotices(local: LocalJson, topicArn: string): Promise<NoticeWatch> {
  const { region, accessKeyId, secretAccessKey, endpoints } = local;
  const credentials = { accessKeyId, secretAccessKey };
  const sqs = new SQSClient({ region, credentials, endpoint: endpoints.sqs });
  const sns = new SNSClient({ region, credentials, endpoint: endpoints.s3 });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "notice-watch" }));
  const wanted = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] });
  const Endpoint = (await sqs.send(wanted)).Attributes?.QueueArn;
  const Attributes = { RawMessageDelivery: "true" };
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint, Attributes }));
  const all: Notice[] = [];
  return {
    async told() {
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        if (Messages.length === 0) return all;
        for (const { Body = "{}" } of Messages) all.push((JSON.parse(Body) as { detail: Notice }).detail);
        const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
    },
  };
}
