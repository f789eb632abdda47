import type { Engine } from "../../shared/table/engine/engine.ts";
import { EngineError, invalid } from "../../shared/table/engine/errors.ts";
import { isRecord, type JsonInput } from "../cloud/json-service.ts";
import type { Clock } from "../cloud/service.ts";
import { arns } from "../hub/arns.ts";
import type { Operations } from "./answer.ts";
import { maybeNumber, maybeText, mustKnow, oneOf, textParameter } from "./input.ts";
import type { KeptTables } from "./kept-tables.ts";
import { recordsAfter, type StreamRecord, toStreamRecord } from "./stream-records.ts";
import { keySchema, type TableDefinition } from "./table-definition.ts";

const shardId = "shardId-00000000000000000000-00000001";
const firstSequence = "100000000000000000001";

type Position = { readonly table: string; readonly after: string | null };

/** DynamoDB Streams: each table's stream is one shard that never closes. */
export function streamOperations(engine: Engine, tables: KeptTables, clock: Clock): Operations {
  function streamed(
    name: string,
  ): TableDefinition & { readonly streamView: NonNullable<TableDefinition["streamView"]> } {
    const definition = tables.names().includes(name) ? tables.definition(name) : null;
    if (definition === null || definition.streamView === null) {
      throw new EngineError("ResourceNotFoundException", `Requested resource not found: Stream of ${name} not found`);
    }
    return { ...definition, streamView: definition.streamView };
  }

  return {
    ListStreams(input) {
      mustKnow(input, ["TableName", "Limit", "ExclusiveStartStreamArn"]);
      const only = maybeText(input, "TableName");
      const names = tables.names().filter((name) => tables.definition(name).streamView !== null);
      const Streams = names
        .filter((name) => only === undefined || only === name)
        .map((name) => ({ StreamArn: arns.tableStream(name), TableName: name, StreamLabel: labelOf(name) }));
      return { Streams };
    },
    DescribeStream(input) {
      mustKnow(input, ["StreamArn", "Limit", "ExclusiveStartShardId"]);
      const { spec, streamView, createdAt } = streamed(tableOfStream(textParameter(input, "StreamArn")));
      return {
        StreamDescription: {
          StreamArn: arns.tableStream(spec.name),
          StreamLabel: labelOf(spec.name),
          StreamStatus: "ENABLED",
          StreamViewType: streamView,
          CreationRequestDateTime: createdAt / 1000,
          TableName: spec.name,
          KeySchema: keySchema(spec),
          Shards: [{ ShardId: shardId, SequenceNumberRange: { StartingSequenceNumber: firstSequence } }],
        },
      };
    },
    GetShardIterator(input) {
      mustKnow(input, ["StreamArn", "ShardId", "ShardIteratorType", "SequenceNumber"]);
      const { name } = streamed(tableOfStream(textParameter(input, "StreamArn"))).spec;
      if (textParameter(input, "ShardId") !== shardId) {
        throw new EngineError("ResourceNotFoundException", "Requested resource not found: Shard does not exist");
      }
      const after = startOf(input, engine.table(name).log.latest());
      return { ShardIterator: toIterator({ table: name, after }) };
    },
    GetRecords(input) {
      mustKnow(input, ["ShardIterator", "Limit"]);
      const { table, after } = fromIterator(textParameter(input, "ShardIterator"));
      const { streamView } = streamed(table);
      const limit = Math.min(maybeNumber(input, "Limit") ?? 1000, 1000);
      const records = recordsAfter(engine.table(table), after, limit, clock.now());
      const next = records.at(-1)?.sequence ?? after;
      return {
        Records: records.map((record) => shown(toStreamRecord(table, streamView, record))),
        NextShardIterator: toIterator({ table, after: next }),
      };
    },
  };
}

function tableOfStream(arn: string): string {
  return /:table\/([^/]+)\/stream\//.exec(arn)?.[1] ?? "";
}

function labelOf(table: string): string {
  return arns.tableStream(table).split("/").at(-1) ?? "";
}

function startOf(input: JsonInput, latest: string | null): string | null {
  const types = ["TRIM_HORIZON", "LATEST", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"] as const;
  textParameter(input, "ShardIteratorType");
  const type = oneOf(input, "ShardIteratorType", types, "TRIM_HORIZON");
  if (type === "TRIM_HORIZON") return null;
  if (type === "LATEST") return latest;
  const sequence = textParameter(input, "SequenceNumber");
  if (!/^\d{21}$/.test(sequence)) throw invalid(`Invalid SequenceNumber: ${sequence}`);
  return type === "AFTER_SEQUENCE_NUMBER" ? sequence : String(BigInt(sequence) - 1n);
}

function toIterator(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/** The table an iterator reads, or an empty name for a text that is none. */
export function tableOfIterator(text: string): string {
  try {
    return fromIterator(text).table;
  } catch (error) {
    if (error instanceof EngineError) return "";
    throw error;
  }
}

function fromIterator(text: string): Position {
  const position = parsed(Buffer.from(text, "base64url").toString("utf8"));
  if (isRecord(position) && typeof position["table"] === "string") {
    const after = position["after"];
    return { table: position["table"], after: typeof after === "string" ? after : null };
  }
  throw invalid("Invalid ShardIterator");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

/** The Streams API spells the identity's fields otherwise than Lambda's event does, and leaves out the stream's ARN. */
function shown({ eventSourceARN: _, userIdentity, ...record }: StreamRecord): JsonInput {
  if (userIdentity === undefined) return record;
  return { ...record, userIdentity: { Type: userIdentity.type, PrincipalId: userIdentity.principalId } };
}
