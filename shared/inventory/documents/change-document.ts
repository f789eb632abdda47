import type { MerchantId, WarehouseCode } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { warehouseKey } from "../../table/keys.ts";
import type { CancelReason, Key, Table, Write } from "../../table/port.ts";
import type { Stock } from "../stock.ts";
import { fromStockItem } from "../stock-store.ts";
import type { BookUnits } from "./book-units.ts";
import type { Decided, DocumentKind, PlaceMovement, Refusal, StockDocument } from "./document.ts";
import { documentWrite, readDocument } from "./document-store.ts";
import { placeMovementWrites } from "./document-writes.ts";

const TRIES = 5;
/** The table takes so many in one transaction. */
const MOST_WRITES = 100;

export type DocumentDeps = {
  readonly table: Table;
  readonly now: () => Date;
  /** Waits a little, longer for each further attempt, with some chance in it. */
  readonly pause: (attempt: number) => Promise<void>;
  /** Books lots and numbers of units that are tracked; without it nothing is. */
  readonly bookUnits?: BookUnits;
};

export type Done<D extends StockDocument> = {
  readonly document: D;
  /** It had been done before: nothing changed now. */
  readonly isRepeated: boolean;
  /** Positions where more is promised than is there, after this. */
  readonly short: readonly Pick<Stock, "sku" | "warehouse" | "available">[];
};

export type DocumentRequest<D extends StockDocument> = {
  readonly merchantId: MerchantId;
  readonly kind: DocumentKind;
  readonly documentId: string;
  /** Of our own; they must exist before anything is booked in them. */
  readonly warehouses: readonly WarehouseCode[];
  readonly decide: (current: D | null, now: string) => Decided<D> | Promise<Decided<D>>;
};

/**
 * Reads a document, decides, and writes it with all stock that it moves in one transaction; losing a race means deciding
 * again. The document's own memory (its state, its receipts) makes every call safe to repeat.
 */
export async function changeDocument<D extends StockDocument>(
  deps: DocumentDeps,
  request: DocumentRequest<D>,
): Promise<Result<Done<D>, Refusal>> {
  const { merchantId, kind, documentId } = request;
  const unknown = await unknownWarehouse(deps.table, request);
  if (unknown !== null) return fail(unknown);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const now = deps.now().toISOString();
    const current = (await readDocument(deps.table, merchantId, kind, documentId)) as D | null;
    const decided = await request.decide(current, now);
    if (!decided.ok) return decided;
    if (decided.value.kind === "repeated") return ok({ document: decided.value.document, isRepeated: true, short: [] });
    const booked = (await deps.bookUnits?.(merchantId, decided.value.movements, { now, documentId })) ?? ok(null);
    if (!booked.ok) return booked;
    const { movements, writes } = booked.value ?? { movements: decided.value.movements, writes: [] };
    const document = withSentLots(decided.value.document, movements);
    const stock = placeMovementWrites(merchantId, movements, now, documentId);
    const all = [documentWrite(current, document), ...stock, ...writes];
    if (all.length > MOST_WRITES)
      return fail({ code: "too_many_lines", says: "too many lots and units: make several" });
    const written = await deps.table.transact(all);
    if (written.ok) {
      const short = await shortPositions(
        deps.table,
        stock.map(({ key }) => key),
      );
      return ok({ document, isRepeated: false, short });
    }
    const missing = refusedBy(stock, written.error.reasons.slice(1, 1 + stock.length));
    if (missing !== null) return fail(missing);
    await deps.pause(attempt);
  }
  return fail({ code: "busy", says: "others keep writing the same stock: send it again" });
}

/** A transfer remembers which lots have left: they are what comes. */
function withSentLots<D extends StockDocument>(document: D, movements: readonly PlaceMovement[]): D {
  if (document.kind !== "transfer") return document;
  const sent = new Map(
    movements.flatMap(({ kind, sku, lots }) => (kind === "transferred_out" && lots ? [[sku, lots] as const] : [])),
  );
  if (sent.size === 0) return document;
  const lines = document.lines.map((line) => {
    const lots = sent.get(line.sku);
    return lots === undefined ? line : { ...line, lots };
  });
  return { ...document, lines };
}

/** What the first position says that did not take its movements; null when it was only a race. */
function refusedBy(stock: readonly Write[], reasons: readonly CancelReason[]): Refusal | null {
  const at = reasons.findIndex((reason) => reason.kind === "condition_failed");
  const [reason, write] = [reasons[at], stock[at]];
  if (reason?.kind !== "condition_failed" || write?.kind !== "update") return null;
  if (reason.old?.["countedAt"] !== undefined && write.changes.some(({ path }) => path === "countedAt"))
    return {
      code: "counted_since",
      says: `${reason.old["sku"]} was counted again at ${reason.old["countedAt"]}: count it anew`,
    };
  if (reason.old === null) return { code: "not_available", says: `there is no stock at ${write.key.sk}` };
  const { sku, warehouse, available } = fromStockItem(reason.old);
  return { code: "not_available", says: `${available} of ${sku} are available in ${warehouse}: the rest is promised` };
}

export async function shortPositions(table: Table, keys: readonly Key[]): Promise<Done<StockDocument>["short"]> {
  const stocks = keys.length === 0 ? [] : (await table.getMany(keys)).map(fromStockItem);
  return stocks
    .filter(({ available }) => available < 0)
    .map(({ sku, warehouse, available }) => ({ sku, warehouse, available }));
}

async function unknownWarehouse(
  table: Table,
  { merchantId, warehouses }: Pick<DocumentRequest<StockDocument>, "merchantId" | "warehouses">,
): Promise<Refusal | null> {
  for (const code of new Set(warehouses)) {
    if ((await table.get(warehouseKey(merchantId, code))) === null)
      return { code: "unknown_warehouse", says: `there is no warehouse "${code}"` };
  }
  return null;
}
