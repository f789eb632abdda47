import type { MerchantId, Sku, WarehouseCode } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { balanceBefore, type LedgerEntry } from "../ledger.ts";
import {
  type Decided,
  type LotSaid,
  type PlaceMovement,
  type Refusal,
  refusedLines,
  type StockTake,
  type TakeLine,
} from "./document.ts";

export type NewStockTake = {
  readonly merchantId: MerchantId;
  readonly documentId: string;
  readonly warehouse: WarehouseCode;
  readonly skus: readonly Sku[];
  readonly by: string;
};

/** What somebody found, and what the hub had on hand at the instant of counting. */
export type Count = {
  readonly sku: Sku;
  readonly counted: number;
  readonly at: string;
  readonly expected: number;
  readonly by: string;
  readonly lots?: readonly LotSaid[] | undefined;
};

/** Lists what is to be counted. Nothing stands still for it: orders go on. */
export function decideStockTake(current: StockTake | null, wanted: NewStockTake, now: string): Decided<StockTake> {
  const { skus, ...rest } = wanted;
  if (current !== null) {
    const isSame =
      current.warehouse === wanted.warehouse && current.lines.map(({ sku }) => sku).join("#") === skus.join("#");
    if (isSame) return ok({ kind: "repeated", document: current });
    return fail({ code: "other_content", says: `stock take ${wanted.documentId} was made before, for other skus` });
  }
  const lines = skus.map((sku): TakeLine => ({ sku, count: null }));
  const refused = refusedLines(lines);
  if (refused !== null) return fail(refused);
  const document: StockTake = {
    ...rest,
    kind: "stock_take",
    state: "open",
    lines,
    version: 1,
    createdAt: now,
    changedAt: now,
  };
  return ok({ kind: "changed", document, movements: [] });
}

/** Notes counts; a sku that is counted again has its newer count. Stock changes at the approval only. */
export function decideCounts(current: StockTake, counts: readonly Count[], now: string): Decided<StockTake> {
  if (current.state !== "open") return fail(notOpen(current));
  const bySku = new Map(counts.map(({ sku, ...count }) => [sku, count]));
  const listed = new Set(current.lines.map(({ sku }) => sku));
  const strange = counts.find(({ sku }) => !listed.has(sku));
  if (strange !== undefined)
    return fail({ code: "not_on_the_list", says: `${strange.sku} is not on the list of ${current.documentId}` });
  const lines = current.lines.map((line): TakeLine => ({ ...line, count: bySku.get(line.sku) ?? line.count }));
  const isSame = JSON.stringify(lines) === JSON.stringify(current.lines);
  if (isSame) return ok({ kind: "repeated", document: current });
  return ok({ kind: "changed", document: changed(current, { lines }, now), movements: [] });
}

/**
 * Books the variances: what was counted against what was there at the instant of counting. They are differences, so sales,
 * receipts and other counts since that instant stand. Skus that nobody counted stay as they are.
 */
export function decideApproval(current: StockTake, now: string): Decided<StockTake> {
  if (current.state === "approved") return ok({ kind: "repeated", document: current });
  const { warehouse } = current;
  const movements = current.lines.flatMap(({ sku, count }): PlaceMovement[] =>
    count === null
      ? []
      : [
          {
            ...{ sku, warehouse, kind: "counted", quantity: count.counted - count.expected, countedAt: count.at },
            ...(count.lots === undefined ? {} : { lots: count.lots }),
          },
        ],
  );
  return ok({ kind: "changed", document: changed(current, { state: "approved" }, now), movements });
}

/**
 * What was on hand at `instant`, from the numbers now and the ledger's newest lines. Refused when those lines do not reach
 * as far, on either side.
 */
export function onHandAt(
  now: { readonly onHand: number; readonly version: number; readonly changedAt: string } | null,
  entries: readonly LedgerEntry[],
  instant: string,
): Result<number, Refusal> {
  if (now === null) return ok(0);
  if (now.changedAt <= instant) return ok(now.onHand);
  if (entries.at(-1)?.version !== now.version)
    return fail({ code: "busy", says: "the newest movements are still being written down: send the count again" });
  const before = entries.findLast(({ at }) => at <= instant);
  if (before !== undefined) return ok(before.after.onHand);
  const [first] = entries;
  if (first === undefined || first.version > 1)
    return fail({ code: "too_long_ago", says: `too much has moved since ${instant}: count again` });
  return ok(balanceBefore(first).onHand);
}

function notOpen({ documentId, state }: StockTake): Refusal {
  return { code: "not_open", says: `stock take ${documentId} is ${state}` };
}

function changed(current: StockTake, over: Partial<StockTake>, now: string): StockTake {
  return { ...current, ...over, version: current.version + 1, changedAt: now };
}
