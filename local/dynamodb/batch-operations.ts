import type { Engine } from "../../shared/table/engine/engine.ts";
import { invalid } from "../../shared/table/engine/errors.ts";
import type { GetRequest, WriteAction } from "../../shared/table/engine/requests.ts";
import { isRecord, type JsonInput } from "../cloud/json-service.ts";
import type { Operations } from "./answer.ts";
import { consumedList } from "./consumed.ts";
import { listParameter, mustKnow, recordParameter } from "./input.ts";
import { toGet } from "./item-operations.ts";
import { attributesFromWire, attributesToWire } from "./wire.ts";

export function batchOperations(engine: Engine): Operations {
  return {
    BatchGetItem(input) {
      mustKnow(input, ["RequestItems", "ReturnConsumedCapacity"]);
      const tables = Object.entries(recordParameter(input, "RequestItems"));
      const origins = new Map<GetRequest, { readonly table: string; readonly key: JsonInput }>();
      for (const [table, wanted] of tables) {
        if (!isRecord(wanted)) throw invalid("RequestItems must hold maps");
        for (const key of listParameter(wanted, "Keys")) {
          const { Keys: _, ...rest } = wanted;
          origins.set(toGet({ ...rest, TableName: table, Key: key }), { table, key });
        }
      }
      const requests = [...origins.keys()];
      checkCount(requests.length, 100, "BatchGetItem");
      const keys = [...origins.values()].map(({ table, key }) => `${table}\n${sortedText(key)}`);
      if (new Set(keys).size < keys.length) throw invalid("Provided list of item keys contains duplicates");
      const { items, unprocessed, consumed } = engine.batchGet(requests);
      const left = unprocessed.flatMap((request) => origins.get(request) ?? []);
      return {
        Responses: Object.fromEntries(
          tables.map(([table]) => [
            table,
            items.filter((one) => one.table === table).map(({ item }) => attributesToWire(item)),
          ]),
        ),
        UnprocessedKeys: Object.fromEntries(
          [...Map.groupBy(left, ({ table }) => table)].map(([table, some]) => {
            const wanted = recordParameter(recordParameter(input, "RequestItems"), table);
            return [table, { ...wanted, Keys: some.map(({ key }) => key) }];
          }),
        ),
        ConsumedCapacity: consumedList(input, consumed),
      };
    },
    BatchWriteItem(input) {
      mustKnow(input, ["RequestItems", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics"]);
      const origins = new Map<WriteAction, { readonly table: string; readonly request: JsonInput }>();
      for (const table of Object.keys(recordParameter(input, "RequestItems"))) {
        for (const request of listParameter(recordParameter(input, "RequestItems"), table)) {
          origins.set(toAction(table, request), { table, request });
        }
      }
      const actions = [...origins.keys()];
      checkCount(actions.length, 25, "BatchWriteItem");
      const { unprocessed, consumed } = engine.batchWrite(actions);
      const left = unprocessed.flatMap((action) => origins.get(action) ?? []);
      return {
        UnprocessedItems: Object.fromEntries(
          [...Map.groupBy(left, ({ table }) => table)].map(([table, some]) => [
            table,
            some.map(({ request }) => request),
          ]),
        ),
        ConsumedCapacity: consumedList(input, consumed),
      };
    },
  };
}

function toAction(table: string, request: JsonInput): WriteAction {
  if (isRecord(request["PutRequest"])) {
    return { kind: "put", table, item: attributesFromWire(request["PutRequest"]["Item"]) };
  }
  if (isRecord(request["DeleteRequest"])) {
    return { kind: "delete", table, key: attributesFromWire(request["DeleteRequest"]["Key"]) };
  }
  throw invalid("Supplied AttributeValue has neither PutRequest nor DeleteRequest");
}

function checkCount(count: number, most: number, operation: string): void {
  if (count > most) throw invalid(`Too many items requested for the ${operation} call`);
  if (count === 0) {
    throw invalid(
      "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
}

function sortedText(key: JsonInput): string {
  return JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)));
}
