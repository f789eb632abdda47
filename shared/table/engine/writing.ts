import { type Attributes, attributeOf, sameValue } from "./attribute.ts";
import { checkedCondition } from "./check-condition.ts";
import { checkedAttributes } from "./check-value.ts";
import { type ConditionNode, holds } from "./condition.ts";
import type { Entry } from "./entries.ts";
import { invalid } from "./errors.ts";
import { checkIndexKeys, type Place, placeOfItem, placeOfKey } from "./item-key.ts";
import type { Consumed, WriteAction } from "./requests.ts";
import { indexWriteUnits, kilobytes } from "./secondary-index.ts";
import { maxItemBytes } from "./size.ts";
import type { PlannedChange, TableData } from "./table-data.ts";
import { keyNames } from "./table-spec.ts";
import { checkUpdate, updated } from "./update.ts";

/** A write against the item it found: `change` is null when the condition refused it, or when it only checks. */
export type PlannedWrite = {
  readonly table: TableData;
  readonly place: Place;
  readonly entry: Entry | undefined;
  readonly holds: boolean;
  readonly change: PlannedChange | null;
};

/** Works the write out without doing it. Throws what DynamoDB refuses; a condition that does not hold is no error. */
export function planWrite(table: TableData, action: WriteAction): PlannedWrite {
  const condition = action.condition === undefined ? null : checkedCondition(action.condition);
  if (action.kind === "put") {
    const item = checkedAttributes(action.item);
    return planChange(table, placeOfItem(table.spec, item), condition, () => item, "Item size");
  }
  const { key, ...place } = placeOfKey(table.spec, action.key);
  if (action.kind === "delete") return planChange(table, place, condition, () => null, "Item size");
  if (action.kind === "check") {
    const entry = table.find(place);
    return { table, place, entry, holds: condition === null || holds(condition, attributesOf(entry)), change: null };
  }
  checkUpdate(action.update);
  const afterUpdate = (entry: Entry | undefined): Attributes => {
    const base = entry?.attributes ?? key;
    const item = updated(action.update, base);
    mustKeepKey(table, base, item);
    return item;
  };
  return planChange(table, place, condition, afterUpdate, "Item size to update");
}

function planChange(
  table: TableData,
  place: Place,
  condition: ConditionNode | null,
  make: (entry: Entry | undefined) => Attributes | null,
  sizeName: string,
): PlannedWrite {
  const entry = table.find(place);
  if (condition !== null && !holds(condition, attributesOf(entry))) {
    return { table, place, entry, holds: false, change: null };
  }
  const after = make(entry);
  if (after !== null) checkIndexKeys(table.spec, after);
  const change = table.plan(place, entry, after);
  if (change.size > maxItemBytes) throw invalid(`${sizeName} has exceeded the maximum allowed size`);
  return { table, place, entry, holds: true, change };
}

function attributesOf(entry: Entry | undefined): Attributes | null {
  return entry?.attributes ?? null;
}

function mustKeepKey(table: TableData, before: Attributes, after: Attributes): void {
  for (const name of keyNames(table.spec)) {
    const one = attributeOf(before, name);
    const other = attributeOf(after, name);
    if (one !== undefined && other !== undefined && sameValue(one, other)) continue;
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
    );
  }
}

/** A unit for every KB begun of the larger image, and the writes of the indexes. Transactions pay the table twice. */
export function writeConsumed({ table, entry, change }: PlannedWrite, factor: 1 | 2): Consumed {
  const indexUnits: Record<string, number> = {};
  for (const { index, change: indexChange } of change?.indexChanges ?? []) {
    indexUnits[index.spec.name] = indexWriteUnits(indexChange);
  }
  const units = kilobytes(Math.max(entry?.size ?? 0, change?.size ?? 0)) * factor;
  return { table: table.spec.name, kind: "write", units, indexUnits };
}
