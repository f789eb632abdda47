import { type Attributes, attributeOf, sameValue, typeOf } from "./attribute.ts";
import { checkedCondition } from "./check-condition.ts";
import { checkedAttributes, checkedValue } from "./check-value.ts";
import { holds, orderOf } from "./condition.ts";
import { type Entry, firstWhere, type Partitions, partitionHash } from "./entries.ts";
import { invalid } from "./errors.ts";
import { emptyKey, placeOfItem } from "./item-key.ts";
import { checkProjection, projected } from "./projection.ts";
import type { Consumed, KeyRange, PageResult, QueryRequest, ScanRequest } from "./requests.ts";
import { valueSize } from "./size.ts";
import { compareText, sortText } from "./sort-text.ts";
import type { TableData } from "./table-data.ts";
import { type IndexSpec, type KeyAttribute, keyNames, pick } from "./table-spec.ts";

/** A page ends with the entry that brings it to 1 MB. */
const maxPageBytes = 1024 * 1024;

/** The table or the index a request reads. */
type Source = {
  readonly table: TableData;
  readonly index: IndexSpec | null;
  readonly entries: Partitions;
  readonly partition: KeyAttribute;
  readonly sort: KeyAttribute | null;
};

export function queryPage(table: TableData, request: QueryRequest, now: number): PageResult {
  const source = sourceOf(table, request, now);
  const value = keyValue(source.partition, request.partition);
  const range = request.range === undefined ? null : boundsOf(source.sort, request.range);
  const all = source.entries.get(sortText(value));
  let from = range === null ? 0 : firstWhere(all, range.isStarted);
  let to = range === null ? all.length : firstWhere(all, range.isOver);
  if (request.after !== undefined) {
    const start = startOf(source, request.after);
    const given = attributeOf(start.key, source.partition.name);
    if (given === undefined || !sameValue(given, value)) {
      throw invalid("The provided starting key is outside query boundaries based on provided conditions");
    }
    const isPast = (entry: Entry): boolean => positionAgainst(entry, start) > 0;
    const isAtOrPast = (entry: Entry): boolean => positionAgainst(entry, start) >= 0;
    if (request.descending) to = Math.min(to, firstWhere(all, isAtOrPast));
    else from = Math.max(from, firstWhere(all, isPast));
  }
  const wanted = all.slice(from, Math.max(from, to));
  return readPage(source, request, request.descending ? wanted.reverse() : wanted);
}

export function scanPage(table: TableData, request: ScanRequest, now: number): PageResult {
  const source = sourceOf(table, request, now);
  const { segment } = request;
  const start = request.after === undefined ? null : startOf(source, request.after);
  const order = source.entries.scanOrder();
  const mine = segment === undefined ? order : order.filter((p) => partitionHash(p) % segment.of === segment.number);
  const entries: Entry[] = [];
  let bytes = 0;
  const needed = request.limit ?? Number.POSITIVE_INFINITY;
  for (const partition of mine) {
    const place = start === null ? 1 : scanPosition(partition, start.partition);
    if (place < 0) continue;
    for (const entry of source.entries.get(partition)) {
      if (place === 0 && start !== null && positionAgainst(entry, start) <= 0) continue;
      entries.push(entry);
      bytes += entry.size;
    }
    if (entries.length > needed || bytes > maxPageBytes) break;
  }
  return readPage(source, request, entries);
}

function scanPosition(partition: string, other: string): number {
  return partitionHash(partition) - partitionHash(other) || compareText(partition, other);
}

function sourceOf(table: TableData, request: QueryRequest | ScanRequest, now: number): Source {
  if (request.projection !== undefined) checkProjection(request.projection);
  if (request.limit !== undefined && !(Number.isInteger(request.limit) && request.limit > 0)) {
    throw invalid(
      `1 validation error detected: Value '${request.limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  }
  if (request.index === undefined) {
    return { table, index: null, entries: table.rows, partition: table.spec.partition, sort: table.spec.sort };
  }
  const index = table.indexes.get(request.index);
  if (index === undefined) throw invalid(`The table does not have the specified index: ${request.index}`);
  if (request.consistent === true) {
    throw invalid("Consistent reads are not supported on global secondary indexes");
  }
  const { partition, sort } = index.spec;
  return { table, index: index.spec, entries: index.at(now), partition, sort };
}

function keyValue(key: KeyAttribute, given: Attributes[string]): Attributes[string] {
  const value = checkedValue(given);
  if (typeOf(value) !== key.type) {
    throw invalid("One or more parameter values were invalid: Condition parameter type does not match schema type");
  }
  if (valueSize(value) === 0) throw invalid(emptyKey(key.name, key.type));
  return value;
}

type Bounds = { readonly isStarted: (entry: Entry) => boolean; readonly isOver: (entry: Entry) => boolean };

function boundsOf(sort: KeyAttribute | null, range: KeyRange): Bounds {
  if (sort === null) throw invalid("Query key condition not supported");
  if (range.op === "between") {
    const low = keyValue(sort, range.low);
    const high = keyValue(sort, range.high);
    if ((orderOf(low, high) ?? 0) > 0) {
      throw invalid(
        "Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound",
      );
    }
    return { isStarted: (entry) => compareText(entry.sort, sortText(low)) >= 0, isOver: isAfter(sortText(high)) };
  }
  if (range.op === "beginsWith") {
    if (sort.type === "N") {
      throw invalid(
        "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N",
      );
    }
    const prefix = sortText(keyValue(sort, range.prefix));
    return {
      isStarted: (entry) => compareText(entry.sort, prefix) >= 0,
      isOver: (entry) => compareText(entry.sort, prefix) > 0 && !entry.sort.startsWith(prefix),
    };
  }
  const text = sortText(keyValue(sort, range.value));
  const isFrom = (entry: Entry): boolean => compareText(entry.sort, text) >= 0;
  switch (range.op) {
    case "=":
      return { isStarted: isFrom, isOver: isAfter(text) };
    case "<":
      return { isStarted: always, isOver: isFrom };
    case "<=":
      return { isStarted: always, isOver: isAfter(text) };
    case ">":
      return { isStarted: isAfter(text), isOver: never };
    default:
      return { isStarted: isFrom, isOver: never };
  }
}

const always = (): boolean => true;
const never = (): boolean => false;

function isAfter(text: string): (entry: Entry) => boolean {
  return (entry) => compareText(entry.sort, text) > 0;
}

type Start = { readonly key: Attributes; readonly partition: string; readonly sort: string; readonly id: string };

/** Where a page starts: the keys of the table and of the index, and nothing else. */
function startOf({ table, index, partition, sort }: Source, after: Attributes): Start {
  const names = new Set([...keyNames(table.spec), ...(index === null ? [] : keyNames(index))]);
  const key = checkedAttributes(after);
  const wrong = Object.keys(key).length !== names.size || [...names].some((name) => !Object.hasOwn(key, name));
  if (wrong) throw invalid("The provided starting key is invalid");
  const place = placeOfItem(table.spec, key);
  const partitionValue = attributeOf(key, partition.name);
  const sortValue = sort === null ? undefined : attributeOf(key, sort.name);
  if (partitionValue === undefined || typeOf(partitionValue) !== partition.type) {
    throw invalid("The provided starting key is invalid");
  }
  if (sort !== null && (sortValue === undefined || typeOf(sortValue) !== sort.type)) {
    throw invalid("The provided starting key is invalid");
  }
  const texts = { partition: sortText(partitionValue), sort: sortValue === undefined ? "" : sortText(sortValue) };
  return { key, ...texts, id: place.id };
}

function positionAgainst(entry: Entry, start: Start): number {
  return compareText(entry.sort, start.sort) || compareText(entry.id, start.id);
}

function readPage(source: Source, request: QueryRequest | ScanRequest, entries: readonly Entry[]): PageResult {
  const filter = request.filter === undefined ? null : checkedCondition(request.filter);
  const limit = request.limit ?? Number.POSITIVE_INFINITY;
  const items: Attributes[] = [];
  let scanned = 0;
  let bytes = 0;
  let last: Entry | null = null;
  for (const entry of entries) {
    scanned += 1;
    bytes += entry.size;
    if (filter === null || holds(filter, entry.attributes)) items.push(projected(entry.attributes, request.projection));
    if (scanned < limit && bytes < maxPageBytes) continue;
    last = entry;
    break;
  }
  const units = readUnits(bytes, request.consistent === true);
  return { items, scanned, last: last && keysOf(source, last), consumed: consumedBy(source, units) };
}

function keysOf({ table, index }: Source, entry: Entry): Attributes {
  return pick(entry.attributes, [...keyNames(table.spec), ...(index === null ? [] : keyNames(index))]);
}

function consumedBy({ table, index }: Source, units: number): Consumed {
  const onIndex = index !== null;
  return {
    table: table.spec.name,
    kind: "read",
    units: onIndex ? 0 : units,
    indexUnits: onIndex ? { [index.name]: units } : {},
  };
}

/** A unit for every 4 KB begun, at least one; half of it where a slightly old answer will do. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);
}
