import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { LocalJson } from "../../local/hub/local-json.ts";

/** An event of the hub as a subscriber gets it. */
export type SeenEvent = {
  readonly id: string;
  readonly type: string;
  readonly merchantId: string;
  readonly subject: string;
  readonly subjectVersion: number;
};

export type BusWatch = {
  /** Everything published since the watch began, in order of arrival; what the bus delivered twice stands here twice. */
  seen(): Promise<readonly SeenEvent[]>;
};

/** Subscribes to the hub's bus as another system would: a rule of its own, and a queue of its own behind it. */
export async function watchBus(local: LocalJson): Promise<BusWatch> {
  const { region, accessKeyId, secretAccessKey, endpoints, bus } = local;
  const credentials = { accessKeyId, secretAccessKey };
  const sqs = new SQSClient({ region, credentials, endpoint: endpoints.sqs });
  const events = new EventBridgeClient({ region, credentials, endpoint: endpoints.events });

  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "watch" }));
  const wanted = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] });
  const queueArn = (await sqs.send(wanted)).Attributes?.QueueArn;
  const letIn = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn,
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [letIn] });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  const EventPattern = JSON.stringify({ source: ["orderhub"] });
  await events.send(new PutRuleCommand({ Name: "watch", EventBusName: bus, EventPattern }));
  const Targets = [{ Id: "queue", Arn: queueArn }];
  await events.send(new PutTargetsCommand({ Rule: "watch", EventBusName: bus, Targets }));

  const all: SeenEvent[] = [];
  return {
    async seen() {
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        if (Messages.length === 0) return all;
        for (const { Body = "{}" } of Messages) all.push((JSON.parse(Body) as { detail: SeenEvent }).detail);
        const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
    },
  };
}
