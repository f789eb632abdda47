import type { MerchantId } from "../../kernel/ids.ts";
import { listKeys, stockDocumentKey } from "../../table/keys.ts";
import type { Condition, Item, Table, Value, Write } from "../../table/port.ts";
import type { DocumentKind, StockDocument } from "./document.ts";

/** As stored; null when nobody has made it. Strongly consistent. */
export async function readDocument(
  table: Table,
  merchant: MerchantId,
  kind: DocumentKind,
  documentId: string,
): Promise<StockDocument | null> {
  const item = await table.get(stockDocumentKey(merchant, kind, documentId));
  return item === null ? null : fromDocumentItem(item);
}

/** On the condition that nobody has written it since `before`. */
export function documentWrite(before: StockDocument | null, after: StockDocument): Write {
  const condition: Condition =
    before === null
      ? { kind: "absent", path: "pk" }
      : { kind: "compare", path: "version", op: "=", value: before.version };
  return { kind: "put", item: toDocumentItem(after), condition };
}

function toDocumentItem(document: StockDocument): Item {
  const { merchantId, kind, documentId, createdAt } = document;
  return {
    ...stockDocumentKey(merchantId, kind, documentId),
    ...listKeys(merchantId, "stock-documents", kind, createdAt, documentId),
    schemaVersion: 1,
    ...(document as unknown as Record<string, Value>),
  };
}

/** Throws on an item of another schema: only our own code writes it. */
export function fromDocumentItem(item: Item): StockDocument {
  const { pk, sk: _sk, listPk: _listPk, listSk: _listSk, schemaVersion, ...document } = item;
  if (schemaVersion !== 1) throw new Error(`${pk} is not a stock document of schema 1`);
  return document as unknown as StockDocument;
}
