import type { Attributes } from "../../shared/table/engine/attribute.ts";
import type { Commit, Engine } from "../../shared/table/engine/engine.ts";
import { EngineError, tableNotFound } from "../../shared/table/engine/errors.ts";
import type { ChangeRecord } from "../../shared/table/engine/stream-log.ts";
import { keyNames } from "../../shared/table/engine/table-spec.ts";
import type { Store, StoreChange } from "../cloud/service.ts";
import type { TableDefinition } from "./table-definition.ts";
import { attributesFromWire, attributesToWire } from "./wire.ts";

/** The tables, their items and streams, as they survive a restart. */
export type KeptTables = {
  definition(name: string): TableDefinition;
  names(): readonly string[];
  create(definition: TableDefinition): void;
  /** Keeps the items of a table that is already there, and takes over what may change of its definition. */
  ensure(definition: TableDefinition): void;
  delete(name: string): void;
};

type Contents = { readonly items: readonly Attributes[]; readonly records: readonly ChangeRecord[] };

const nothing: Contents = { items: [], records: [] };
const definitions = "dynamodb/tables";
const itemsOf = (table: string): string => `dynamodb/${table}/items`;
const streamOf = (table: string): string => `dynamodb/${table}/stream`;

export function makeKeptTables(engine: Engine, store: Store): KeptTables {
  const known = new Map<string, TableDefinition>();
  for (const [name, text] of store.load(definitions)) {
    const records = [...store.load(streamOf(name))].sort(([a], [b]) => (a < b ? -1 : 1));
    bring(JSON.parse(textOf(text)), {
      items: store.load(itemsOf(name)).map(([, item]) => attributesFromWire(JSON.parse(textOf(item)))),
      records: records.map(([, record]) => recordFromText(textOf(record))),
    });
  }

  function bring(definition: TableDefinition, { items, records }: Contents): void {
    const { name } = definition.spec;
    known.set(name, definition);
    engine.createTable(definition.spec);
    engine.load(name, items, records);
  }

  function keep(definition: TableDefinition): void {
    store.write([{ space: definitions, key: definition.spec.name, value: JSON.stringify(definition) }]);
  }

  /** Under another definition the same items stand in other indexes. */
  function replace(definition: TableDefinition): void {
    const { name } = definition.spec;
    const { rows, log } = engine.table(name);
    const items = rows.scanOrder().flatMap((partition) => rows.get(partition).map(({ attributes }) => attributes));
    const records = log.after(null, Number.POSITIVE_INFINITY);
    keep(definition);
    engine.deleteTable(name);
    bring(definition, { items, records });
  }

  function definitionOf(name: string): TableDefinition {
    const found = known.get(name);
    if (found === undefined) throw tableNotFound(name);
    return found;
  }

  return {
    definition: definitionOf,
    names: () => [...known.keys()].sort(),
    create(definition) {
      const { name } = definition.spec;
      if (known.has(name)) throw new EngineError("ResourceInUseException", `Table already exists: ${name}`);
      keep(definition);
      bring(definition, nothing);
    },
    ensure(definition) {
      const old = known.get(definition.spec.name);
      if (old === undefined) {
        keep(definition);
        bring(definition, nothing);
        return;
      }
      if (JSON.stringify(keyNames(old.spec)) !== JSON.stringify(keyNames(definition.spec))) {
        throw new Error(`table ${old.spec.name} is kept with other keys than the template gives it`);
      }
      const changed = { ...definition, createdAt: old.createdAt };
      if (JSON.stringify(old) !== JSON.stringify(changed)) replace(changed);
    },
    delete(name) {
      definitionOf(name);
      const gone = [itemsOf(name), streamOf(name)].flatMap((space) =>
        store.load(space).map(([key]): StoreChange => ({ space, key, value: null })),
      );
      store.write([{ space: definitions, key: name, value: null }, ...gone]);
      known.delete(name);
      engine.deleteTable(name);
    },
  };
}

/** What the store must write for a commit: items and stream records together, so that neither is ever alone. */
export function storeChanges({ changes, records, trimmed }: Commit): StoreChange[] {
  return [
    ...changes.map(({ table, id, after }) => ({
      space: itemsOf(table),
      key: id,
      value: after === null ? null : JSON.stringify(attributesToWire(after)),
    })),
    ...records.map(({ table, record }) => ({
      space: streamOf(table),
      key: record.sequence,
      value: recordToText(record),
    })),
    ...trimmed.map(({ table, sequence }) => ({ space: streamOf(table), key: sequence, value: null })),
  ];
}

function recordToText(record: ChangeRecord): string {
  const { keys, oldImage, newImage } = record;
  return JSON.stringify({
    ...record,
    keys: attributesToWire(keys),
    oldImage: oldImage && attributesToWire(oldImage),
    newImage: newImage && attributesToWire(newImage),
  });
}

function recordFromText(text: string): ChangeRecord {
  const record = JSON.parse(text) as ChangeRecord;
  return {
    ...record,
    keys: attributesFromWire(record.keys),
    oldImage: record.oldImage && attributesFromWire(record.oldImage),
    newImage: record.newImage && attributesFromWire(record.newImage),
  };
}

function textOf(value: string | Uint8Array): string {
  return typeof value === "string" ? value : Buffer.from(value).toString("utf8");
}
