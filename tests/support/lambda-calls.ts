import type { Context, DynamoDBRecord, DynamoDBStreamEvent, SQSEvent, SQSRecord } from "aws-lambda";
import { vi } from "vitest";

/** What Lambda hands to a handler besides the event. `remainingMs` is asked again and again, as in Lambda. */
export function lambdaContext(remainingMs: () => number = () => 30_000): Context {
  return {
    awsRequestId: "req-1",
    functionName: "a-function",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:a-function",
    memoryLimitInMB: "512",
    logGroupName: "group",
    logStreamName: "stream",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: remainingMs,
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

export function sqsEvent(bodies: readonly string[]): SQSEvent {
  return { Records: bodies.map((body, index) => sqsRecord(`m${index}`, body)) };
}

function sqsRecord(messageId: string, body: string): SQSRecord {
  return {
    messageId,
    receiptHandle: `handle-${messageId}`,
    body,
    attributes: {
      ApproximateReceiveCount: "2",
      SentTimestamp: "1700000000000",
      SenderId: "sender",
      ApproximateFirstReceiveTimestamp: "1700000000000",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:queue",
    awsRegion: "us-east-1",
  };
}

type Image = NonNullable<NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]>;

/** One record for each image, with sequence numbers 100, 101 … */
export function streamEvent(images: readonly { readonly old?: Image; readonly new?: Image }[]): DynamoDBStreamEvent {
  return {
    Records: images.map((image, index) => ({
      eventName: image.old === undefined ? "INSERT" : image.new === undefined ? "REMOVE" : "MODIFY",
      dynamodb: {
        SequenceNumber: String(100 + index),
        ApproximateCreationDateTime: 1_700_000_000,
        ...(image.old === undefined ? {} : { OldImage: image.old }),
        ...(image.new === undefined ? {} : { NewImage: image.new }),
      },
    })),
  };
}

/** Keeps the lines that code writes to the output, parsed; nothing is printed. Call it in `beforeEach`. */
export function capturedLines(): readonly Readonly<Record<string, unknown>>[] {
  const lines: Readonly<Record<string, unknown>>[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    for (const line of String(chunk).split("\n")) if (line.startsWith("{")) lines.push(JSON.parse(line));
    return true;
  });
  return lines;
}
