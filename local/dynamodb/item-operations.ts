import type { Attributes } from "../../shared/table/engine/attribute.ts";
import type { Engine } from "../../shared/table/engine/engine.ts";
import { invalid } from "../../shared/table/engine/errors.ts";
import type { DocumentPath } from "../../shared/table/engine/path.ts";
import { projected } from "../../shared/table/engine/projection.ts";
import type { GetRequest, WriteAction, WriteResult } from "../../shared/table/engine/requests.ts";
import type { UpdateNode } from "../../shared/table/engine/update.ts";
import type { JsonInput } from "../cloud/json-service.ts";
import { conditionalCheckFailed, type Operations } from "./answer.ts";
import { consumedOne } from "./consumed.ts";
import { conditionIn, projectionIn, updateIn } from "./expressions/parsed.ts";
import { bound, maybeText, mustKnow, oneOf, tableNameOf } from "./input.ts";
import { attributesFromWire, attributesToWire } from "./wire.ts";

const shared = [
  "TableName",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ReturnConsumedCapacity",
  "ReturnItemCollectionMetrics",
  "ReturnValuesOnConditionCheckFailure",
];

export function itemOperations(engine: Engine): Operations {
  /** Answers a write, or throws ConditionalCheckFailedException with the old item where it is asked for. */
  function answer(
    input: JsonInput,
    action: WriteAction,
    returned: (result: WriteResult) => Attributes | null,
  ): JsonInput {
    const wantsOld = oneOf(input, "ReturnValuesOnConditionCheckFailure", ["NONE", "ALL_OLD"], "NONE") === "ALL_OLD";
    const result = engine.write(action);
    if (result.kind === "refused") throw conditionalCheckFailed(wantsOld ? result.before : null);
    const attributes = returned(result);
    return {
      ...(attributes !== null && { Attributes: attributesToWire(attributes) }),
      ConsumedCapacity: consumedOne(input, result.consumed),
    };
  }

  return {
    GetItem(input) {
      mustKnow(input, ["TableName", "Key", "ConsistentRead", ...shared, "ProjectionExpression"]);
      const { item, consumed } = engine.get(toGet(input));
      return {
        ...(item !== null && { Item: attributesToWire(item) }),
        ConsumedCapacity: consumedOne(input, consumed),
      };
    },
    PutItem(input) {
      mustKnow(input, [...shared, "Item", "ConditionExpression", "ReturnValues"]);
      const wanted = oneOf(input, "ReturnValues", ["NONE", "ALL_OLD"], "NONE");
      return answer(input, toPut(input), ({ before }) => (wanted === "ALL_OLD" ? before : null));
    },
    DeleteItem(input) {
      mustKnow(input, [...shared, "Key", "ConditionExpression", "ReturnValues"]);
      const wanted = oneOf(input, "ReturnValues", ["NONE", "ALL_OLD"], "NONE");
      return answer(input, toDelete(input), ({ before }) => (wanted === "ALL_OLD" ? before : null));
    },
    UpdateItem(input) {
      mustKnow(input, [...shared, "Key", "UpdateExpression", "ConditionExpression", "ReturnValues"]);
      const values = ["NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"] as const;
      const wanted = oneOf(input, "ReturnValues", values, "NONE");
      const action = toUpdate(input);
      return answer(input, action, ({ before, after }) => {
        if (wanted === "NONE") return null;
        const image = wanted.endsWith("_OLD") ? before : after;
        return wanted.startsWith("ALL") || image === null ? image : projected(image, pathsOf(action.update));
      });
    },
  };
}

function pathsOf(update: UpdateNode): DocumentPath[] {
  return [...update.set, ...update.add, ...update.delete].map(({ path }) => path).concat(update.remove);
}

export function toGet(input: JsonInput): GetRequest {
  const { projection } = bound(input, { projection: projectionIn(input) });
  const consistent = input["ConsistentRead"] === true;
  return { table: tableNameOf(input), key: attributesFromWire(input["Key"]), projection, consistent };
}

type Action<K extends WriteAction["kind"]> = Extract<WriteAction, { readonly kind: K }>;

export function toPut(input: JsonInput): Action<"put"> {
  const { condition } = bound(input, { condition: conditionIn(input) });
  return { kind: "put", table: tableNameOf(input), item: attributesFromWire(input["Item"]), condition };
}

export function toDelete(input: JsonInput): Action<"delete"> {
  const { condition } = bound(input, { condition: conditionIn(input) });
  return { kind: "delete", table: tableNameOf(input), key: attributesFromWire(input["Key"]), condition };
}

export function toUpdate(input: JsonInput): Action<"update"> {
  const { update, condition } = bound(input, { update: updateIn(input), condition: conditionIn(input) });
  const key = attributesFromWire(input["Key"]);
  return { kind: "update", table: tableNameOf(input), key, update: update ?? noUpdate, condition };
}

export function toCheck(input: JsonInput): Action<"check"> {
  const { condition } = bound(input, { condition: conditionIn(input) });
  if (condition === undefined) {
    throw invalid(`The ConditionCheck of ${maybeText(input, "TableName")} needs a ConditionExpression`);
  }
  return { kind: "check", table: tableNameOf(input), key: attributesFromWire(input["Key"]), condition };
}

const noUpdate: UpdateNode = { set: [], remove: [], add: [], delete: [] };
