import * as z from "zod/mini";
import { type MerchantId, shortHash } from "../../kernel/ids.ts";
import { mappingKey, mappingsPk } from "../../table/import-keys.ts";
import { sortKeys } from "../../table/keys.ts";
import type { Item, Table } from "../../table/port.ts";
import { queryAll } from "../../table/port.ts";
import { type ImportKind, importKinds } from "../import-kind.ts";

/** What a merchant has said once about the headings of a kind of file; later files with the same headings are read so. */
export type SavedMapping = {
  readonly merchantId: MerchantId;
  readonly kind: ImportKind;
  /** Of the headings, see `headerSetOf`. */
  readonly headerSet: string;
  /** As the file has them. */
  readonly headings: readonly string[];
  /** Heading → our field; an empty field: the column is not read, whatever its heading would mean. */
  readonly fields: Readonly<Record<string, string>>;
  readonly savedAt: string;
  readonly savedBy: string;
};

const mappingSchema = z.object({
  merchantId: z.string(),
  kind: z.enum(importKinds),
  headerSet: z.string(),
  headings: z.array(z.string()),
  fields: z.record(z.string(), z.string()),
  savedAt: z.string(),
  savedBy: z.string(),
});

export async function saveMapping(table: Table, mapping: SavedMapping): Promise<void> {
  await table.put({ ...mappingKey(mapping.merchantId, mapping.kind, mapping.headerSet), schemaVersion: 1, ...mapping });
}

/** false: there was none. */
export async function deleteMapping(
  table: Table,
  merchant: MerchantId,
  kind: ImportKind,
  headerSet: string,
): Promise<boolean> {
  const deleted = await table.delete(mappingKey(merchant, kind, headerSet), { kind: "exists", path: "pk" });
  return deleted.ok;
}

/** All of a merchant, or those of one kind; some dozens at most. */
export async function readMappings(
  table: Table,
  merchant: MerchantId,
  kind: ImportKind | null,
): Promise<readonly SavedMapping[]> {
  const prefix = `${sortKeys.mapping}${kind === null ? "" : `${kind}#`}`;
  const items = await queryAll(table, { pk: mappingsPk(merchant), sk: { kind: "beginsWith", prefix } });
  return items.map(fromMappingItem);
}

/** Names what a mapping says: rows that it reads are other rows than those that another one reads from the same bytes. */
export function mappingVersion({ fields }: SavedMapping): string {
  return shortHash(JSON.stringify(Object.entries(fields).toSorted())).slice(0, 8);
}

/** Throws on an item that is no mapping: only our own code writes it. */
function fromMappingItem(item: Item): SavedMapping {
  const mapping = mappingSchema.parse(item);
  return { ...mapping, merchantId: mapping.merchantId as MerchantId };
}
