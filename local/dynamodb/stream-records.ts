import { createHash } from "node:crypto";
import { type ChangeRecord, streamRetentionMs } from "../../shared/table/engine/stream-log.ts";
import type { TableData } from "../../shared/table/engine/table-data.ts";
import { arns, region } from "../hub/arns.ts";
import type { StreamView } from "./table-definition.ts";
import { attributesToWire, type WireAttributes } from "./wire.ts";

/** One record as Lambda receives it in `event.Records`. */
export type StreamRecord = {
  readonly eventID: string;
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly eventVersion: "1.1";
  readonly eventSource: "aws:dynamodb";
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: WireAttributes;
    readonly NewImage?: WireAttributes;
    readonly OldImage?: WireAttributes;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: StreamView;
  };
  /** Present where the table's time to live deleted the item. */
  readonly userIdentity?: { readonly type: "Service"; readonly principalId: "dynamodb.amazonaws.com" };
  readonly eventSourceARN: string;
};

export function toStreamRecord(table: string, view: StreamView, record: ChangeRecord): StreamRecord {
  const { oldImage, newImage, sequence, name, keys } = record;
  const showsNew = newImage !== null && (view === "NEW_IMAGE" || view === "NEW_AND_OLD_IMAGES");
  const showsOld = oldImage !== null && (view === "OLD_IMAGE" || view === "NEW_AND_OLD_IMAGES");
  return {
    eventID: createHash("md5").update(`${table}\n${sequence}`).digest("hex"),
    eventName: name,
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(record.at / 1000),
      Keys: attributesToWire(keys),
      ...(showsNew && { NewImage: attributesToWire(newImage) }),
      ...(showsOld && { OldImage: attributesToWire(oldImage) }),
      SequenceNumber: sequence,
      SizeBytes: record.sizeBytes,
      StreamViewType: view,
    },
    ...(record.isExpiry && { userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" } }),
    eventSourceARN: arns.tableStream(table),
  };
}

/** Records after `sequence` that are not older than the stream keeps them. */
export function recordsAfter(
  { log }: TableData,
  sequence: string | null,
  limit: number,
  now: number,
): readonly ChangeRecord[] {
  return log.after(sequence, limit).filter((record) => record.at > now - streamRetentionMs);
}
