import type { Engine } from "../../shared/table/engine/engine.ts";
import { cancelled, invalid } from "../../shared/table/engine/errors.ts";
import type { WriteAction } from "../../shared/table/engine/requests.ts";
import { checkCount } from "../../shared/table/engine/transaction.ts";
import { isRecord, type JsonInput } from "../cloud/json-service.ts";
import type { Operations } from "./answer.ts";
import { consumedList } from "./consumed.ts";
import { listParameter, maybeText, mustKnow, oneOf, recordParameter, textParameter } from "./input.ts";
import { toCheck, toDelete, toGet, toPut, toUpdate } from "./item-operations.ts";
import { attributesToWire } from "./wire.ts";

type Wish = { readonly action: WriteAction; readonly wantsOld: boolean };

export function transactionOperations(engine: Engine): Operations {
  return {
    TransactWriteItems(input) {
      mustKnow(input, ["TransactItems", "ClientRequestToken", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics"]);
      const items = listParameter(input, "TransactItems");
      checkCount(items.length);
      const wishes = items.map(toWish);
      const token = tokenOf(input, items);
      const result = engine.transactWrite(
        wishes.map(({ action }) => action),
        ...(token === null ? [] : [token]),
      );
      if (result.kind === "cancelled") {
        throw cancelled(
          result.reasons.map(({ item, ...reason }, at) =>
            wishes[at]?.wantsOld && item ? { ...reason, item } : reason,
          ),
        );
      }
      return { ConsumedCapacity: consumedList(input, result.consumed) };
    },
    TransactGetItems(input) {
      mustKnow(input, ["TransactItems", "ReturnConsumedCapacity"]);
      const gets = listParameter(input, "TransactItems").map((item) => toGet(recordParameter(item, "Get")));
      const { results, consumed } = engine.transactGet(gets);
      const Responses = results.map(({ item }) => (item === null ? {} : { Item: attributesToWire(item) }));
      return { Responses, ConsumedCapacity: consumedList(input, consumed) };
    },
  };
}

const readers: Readonly<Record<string, (input: JsonInput) => WriteAction>> = {
  Put: toPut,
  Update(input) {
    textParameter(input, "UpdateExpression");
    return toUpdate(input);
  },
  Delete: toDelete,
  ConditionCheck: toCheck,
};

function toWish(item: JsonInput): Wish {
  const kinds = Object.keys(item).filter((kind) => item[kind] !== undefined);
  const [kind] = kinds;
  const wanted = kind === undefined ? undefined : item[kind];
  const read = kind === undefined ? undefined : readers[kind];
  if (kinds.length !== 1 || read === undefined || !isRecord(wanted)) {
    throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  const old = oneOf(wanted, "ReturnValuesOnConditionCheckFailure", ["NONE", "ALL_OLD"], "NONE");
  return { action: read(wanted), wantsOld: old === "ALL_OLD" };
}

function tokenOf(input: JsonInput, items: readonly JsonInput[]) {
  const token = maybeText(input, "ClientRequestToken");
  if (token === undefined) return null;
  if (token.length < 1 || token.length > 36) {
    throw invalid(
      `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36`,
    );
  }
  return { token, fingerprint: JSON.stringify(items) };
}
