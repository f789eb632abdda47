import type { Engine } from "../../shared/table/engine/engine.ts";
import { invalid } from "../../shared/table/engine/errors.ts";
import type { DocumentPath } from "../../shared/table/engine/path.ts";
import type { PageResult } from "../../shared/table/engine/requests.ts";
import type { IndexSpec, TableSpec } from "../../shared/table/engine/table-spec.ts";
import { keyNames } from "../../shared/table/engine/table-spec.ts";
import type { JsonInput } from "../cloud/json-service.ts";
import type { Operations } from "./answer.ts";
import { consumedOne } from "./consumed.ts";
import { toKeyCondition } from "./expressions/key-condition.ts";
import { filterIn, keyConditionIn, projectionIn } from "./expressions/parsed.ts";
import { bound, maybeNumber, maybeText, mustKnow, oneOf, tableNameOf, textParameter } from "./input.ts";
import { attributesFromWire, attributesToWire } from "./wire.ts";

const shared = [
  "TableName",
  "IndexName",
  "Select",
  "Limit",
  "ConsistentRead",
  "ExclusiveStartKey",
  "FilterExpression",
  "ProjectionExpression",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ReturnConsumedCapacity",
];

export function pageOperations(engine: Engine): Operations {
  function pageOf(input: JsonInput, projection: readonly DocumentPath[] | undefined) {
    const table = tableNameOf(input);
    const { spec } = engine.table(table);
    const index = maybeText(input, "IndexName");
    mustHaveIndex(spec, index);
    checkSelect(
      input,
      spec,
      spec.indexes.find(({ name }) => name === index),
      projection,
    );
    const start = input["ExclusiveStartKey"] ?? undefined;
    return {
      table,
      index,
      consistent: input["ConsistentRead"] === true,
      limit: maybeNumber(input, "Limit"),
      after: start === undefined ? undefined : attributesFromWire(start),
      projection,
    };
  }

  return {
    Query(input) {
      mustKnow(input, [...shared, "KeyConditionExpression", "ScanIndexForward"]);
      textParameter(input, "KeyConditionExpression");
      const { keys, filter, projection } = bound(input, {
        keys: keyConditionIn(input),
        filter: filterIn(input),
        projection: projectionIn(input),
      });
      if (keys === undefined) throw invalid("KeyConditionExpression must be given");
      const page = pageOf(input, projection);
      const { spec } = engine.table(page.table);
      const source = spec.indexes.find(({ name }) => name === page.index) ?? spec;
      const names = { partition: source.partition.name, sort: source.sort?.name ?? null };
      const condition = toKeyCondition(keys, names);
      const descending = input["ScanIndexForward"] === false;
      return answer(input, engine.query({ ...page, ...condition, filter, descending }));
    },
    Scan(input) {
      mustKnow(input, [...shared, "Segment", "TotalSegments"]);
      const { filter, projection } = bound(input, { filter: filterIn(input), projection: projectionIn(input) });
      return answer(input, engine.scan({ ...pageOf(input, projection), filter, segment: segmentOf(input) }));
    },
  };
}

function mustHaveIndex(spec: TableSpec, index: string | undefined): void {
  if (index === undefined || spec.indexes.some(({ name }) => name === index)) return;
  throw invalid(`The table does not have the specified index: ${index}`);
}

function segmentOf(input: JsonInput): { readonly number: number; readonly of: number } | undefined {
  const number = maybeNumber(input, "Segment");
  const of = maybeNumber(input, "TotalSegments");
  if (number === undefined && of === undefined) return undefined;
  if (number === undefined || of === undefined || of < 1 || number < 0 || number >= of) {
    throw invalid("Segment and TotalSegments must be given together, Segment from 0 to less than TotalSegments");
  }
  return { number, of };
}

function checkSelect(
  input: JsonInput,
  table: TableSpec,
  index: IndexSpec | undefined,
  projection: readonly DocumentPath[] | undefined,
): void {
  const all = ["ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT"] as const;
  const select = input["Select"] === undefined ? null : oneOf(input, "Select", all, "ALL_ATTRIBUTES");
  if (projection !== undefined && select !== null && select !== "SPECIFIC_ATTRIBUTES") {
    throw invalid(`Cannot specify the ProjectionExpression when choosing to get ${select}`);
  }
  if (index === undefined || index.projection.kind === "all") return;
  if (select === "ALL_ATTRIBUTES") {
    throw invalid(
      `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  }
  const included = index.projection.kind === "include" ? index.projection.names : [];
  const held = [...keyNames(table), ...keyNames(index), ...included];
  const missing = (projection ?? []).map(([name]) => name).filter((name) => !held.includes(name));
  if (missing.length > 0) {
    throw invalid(
      `One or more parameter values were invalid: Global secondary index ${index.name} does not project [${missing.join(", ")}]`,
    );
  }
}

function answer(input: JsonInput, { items, scanned, last, consumed }: PageResult): JsonInput {
  return {
    ...(input["Select"] !== "COUNT" && { Items: items.map(attributesToWire) }),
    Count: items.length,
    ScannedCount: scanned,
    ...(last !== null && { LastEvaluatedKey: attributesToWire(last) }),
    ConsumedCapacity: consumedOne(input, consumed),
  };
}
