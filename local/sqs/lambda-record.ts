import { type Message, md5, md5OfAttributes } from "./message.ts";
import { systemAttributes } from "./system-attributes.ts";

/** One record of the event a Lambda function gets from a queue. */
export type LambdaRecord = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, LambdaAttribute>>;
  readonly md5OfBody: string;
  readonly md5OfMessageAttributes?: string;
  readonly eventSource: "aws:sqs";
  readonly eventSourceARN: string;
  readonly awsRegion: string;
};

export type LambdaAttribute = {
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: string;
  readonly stringListValues: readonly string[];
  readonly binaryListValues: readonly string[];
};

export function toLambdaRecord(message: Message, queueArn: string, region: string): LambdaRecord {
  const { kept } = message;
  const digest = md5OfAttributes(kept.attributes);
  return {
    messageId: kept.id,
    receiptHandle: message.handle ?? "",
    body: kept.body,
    attributes: systemAttributes(message),
    messageAttributes: lambdaAttributes(message),
    md5OfBody: md5(kept.body),
    ...(digest === undefined ? {} : { md5OfMessageAttributes: digest }),
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

function lambdaAttributes(message: Message): Record<string, LambdaAttribute> {
  const entries = Object.entries(message.kept.attributes).map(([name, attribute]) => {
    const text = attribute.StringValue === undefined ? {} : { stringValue: attribute.StringValue };
    const binary = attribute.BinaryValue === undefined ? {} : { binaryValue: attribute.BinaryValue };
    return [name, { dataType: attribute.DataType, ...text, ...binary, stringListValues: [], binaryListValues: [] }];
  });
  return Object.fromEntries(entries);
}
