import type { Consumed } from "../../shared/table/engine/requests.ts";
import type { JsonInput } from "../cloud/json-service.ts";
import { oneOf } from "./input.ts";

/** The `ConsumedCapacity` of an answer, as far as the request asks for it: one entry for each table. */
export function consumedList(input: JsonInput, consumed: readonly Consumed[]): readonly JsonInput[] | undefined {
  const wanted = oneOf(input, "ReturnConsumedCapacity", ["NONE", "TOTAL", "INDEXES"], "NONE");
  if (wanted === "NONE") return undefined;
  const tables = Map.groupBy(consumed, (one) => one.table);
  return [...tables].map(([TableName, ofTable]) => ({
    TableName,
    CapacityUnits: ofTable.reduce((sum, one) => sum + totalUnits(one), 0),
    ...(wanted === "INDEXES" && details(ofTable)),
  }));
}

export function consumedOne(input: JsonInput, consumed: Consumed): JsonInput | undefined {
  return consumedList(input, [consumed])?.[0];
}

export function totalUnits({ units, indexUnits }: Consumed): number {
  return Object.values(indexUnits).reduce((sum, one) => sum + one, units);
}

function details(consumed: readonly Consumed[]): JsonInput {
  const indexes = new Map<string, number>();
  for (const [name, units] of consumed.flatMap((one) => Object.entries(one.indexUnits))) {
    indexes.set(name, (indexes.get(name) ?? 0) + units);
  }
  return {
    Table: { CapacityUnits: consumed.reduce((sum, one) => sum + one.units, 0) },
    ...(indexes.size > 0 && {
      GlobalSecondaryIndexes: Object.fromEntries([...indexes].map(([name, units]) => [name, { CapacityUnits: units }])),
    }),
  };
}
