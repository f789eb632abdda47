import { type MerchantId, type Sku, warehouseCode } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { stockKey } from "../../table/keys.ts";
import { readNewestEntries } from "../ledger-store.ts";
import { fromStockItem } from "../stock-store.ts";
import { changeDocument, type DocumentDeps, type Done, shortPositions } from "./change-document.ts";
import { type CountedLot, countLots } from "./count-lots.ts";
import { decideAdjustment, type NewAdjustment } from "./decide-adjustment.ts";
import { decideClosing, decideInbound, decideReceipt, type NewInbound, type Receipt } from "./decide-inbound.ts";
import {
  type Count,
  decideApproval,
  decideCounts,
  decideStockTake,
  type NewStockTake,
  onHandAt,
} from "./decide-stock-take.ts";
import type { Adjustment, Inbound, Refusal, StockTake } from "./document.ts";
import { readDocument } from "./document-store.ts";

type Of<D extends Adjustment | Inbound | StockTake> = Promise<Result<Done<D>, Refusal>>;

/** Names an existing document. */
export type DocumentName<K extends string = string> = {
  readonly merchantId: MerchantId;
  readonly kind: K;
  readonly documentId: string;
};

export type InboundName = DocumentName<"purchase" | "transfer">;
export type TakeName = Omit<DocumentName, "kind">;

/** What was found of some skus at one instant. */
export type Counts = {
  readonly lines: readonly {
    readonly sku: Sku;
    readonly counted: number;
    /** All lots that were found, when they were told apart; only of a count just now. */
    readonly lots?: readonly CountedLot[] | undefined;
  }[];
  /** null: just now. */
  readonly at: string | null;
  readonly by: string;
};

/** How far back a count may lie: so many movements of its sku. */
const linesSearched = 2_000;

export type StockDocuments = ReturnType<typeof makeStockDocuments>;

/** What people do to stock, by document; each call may be repeated. */
export function makeStockDocuments(deps: DocumentDeps) {
  return {
    async adjust(wanted: NewAdjustment): Of<Adjustment> {
      const { merchantId, lines } = wanted;
      const done = await changeDocument<Adjustment>(deps, {
        ...wanted,
        kind: "adjustment",
        warehouses: lines.map(({ warehouse }) => warehouse),
        decide: (current, now) => decideAdjustment(current, wanted, now),
      });
      if (!done.ok || !done.value.isRepeated) return done;
      // Whoever asks again may have lost the first answer, and what it warned of.
      const places = new Map(
        lines.map(({ sku, warehouse }) => [`${sku}\n${warehouse}`, stockKey(merchantId, sku, warehouse)]),
      );
      return ok({ ...done.value, short: await shortPositions(deps.table, [...places.values()]) });
    },

    announce(wanted: NewInbound): Of<Inbound> {
      return changeDocument<Inbound>(deps, {
        ...wanted,
        warehouses: wanted.kind === "transfer" ? [warehouseCode(wanted.from), wanted.to] : [wanted.to],
        decide: (current, now) => decideInbound(current, wanted, now),
      });
    },

    receive(name: InboundName, receipt: Receipt): Of<Inbound> {
      return changeDocument<Inbound>(deps, {
        ...name,
        warehouses: [],
        decide: (current, now) => (current === null ? unknown(name) : decideReceipt(current, receipt, now)),
      });
    },

    close(name: InboundName): Of<Inbound> {
      return changeDocument<Inbound>(deps, {
        ...name,
        warehouses: [],
        decide: (current, now) => (current === null ? unknown(name) : decideClosing(current, now)),
      });
    },

    startTake(wanted: NewStockTake): Of<StockTake> {
      return changeDocument<StockTake>(deps, {
        ...wanted,
        kind: "stock_take",
        warehouses: [wanted.warehouse],
        decide: (current, now) => decideStockTake(current, wanted, now),
      });
    },

    async count(name: TakeName, counts: Counts): Of<StockTake> {
      const take = await readDocument(deps.table, name.merchantId, "stock_take", name.documentId);
      if (take?.kind !== "stock_take") return unknown({ ...name, kind: "stock take" });
      const found = await expectedBy(deps, take, counts);
      if (!found.ok) return found;
      return changeDocument<StockTake>(deps, {
        ...name,
        kind: "stock_take",
        warehouses: [],
        decide: (current, now) =>
          current === null ? unknown({ ...name, kind: "stock take" }) : decideCounts(current, found.value, now),
      });
    },

    approve(name: TakeName): Of<StockTake> {
      return changeDocument<StockTake>(deps, {
        ...name,
        kind: "stock_take",
        warehouses: [],
        decide: (current, now) =>
          current === null ? unknown({ ...name, kind: "stock take" }) : decideApproval(current, now),
      });
    },
  };
}

/** Each count beside what the hub had on hand at its instant. */
async function expectedBy(deps: DocumentDeps, take: StockTake, counts: Counts): Promise<Result<Count[], Refusal>> {
  const { merchantId, warehouse } = take;
  const found: Count[] = [];
  for (const { sku, counted, lots } of counts.lines) {
    const place = { merchantId, sku, warehouse };
    if (lots !== undefined) {
      const ofLots = await countLots(deps.table, place, { counted, lots, isNow: counts.at === null });
      if (!ofLots.ok) return ofLots;
      found.push({ sku, counted, at: deps.now().toISOString(), by: counts.by, ...ofLots.value });
      continue;
    }
    const item = await deps.table.get(stockKey(merchantId, sku, warehouse));
    const stock = item === null ? null : fromStockItem(item);
    const at = counts.at ?? deps.now().toISOString();
    const isNewest = counts.at === null || stock === null || stock.changedAt <= at;
    const entries = isNewest ? [] : await readNewestEntries(deps.table, place, linesSearched);
    const expected = counts.at === null ? ok(stock?.onHand ?? 0) : onHandAt(stock, entries, at);
    if (!expected.ok) return expected;
    found.push({ sku, counted, at, expected: expected.value, by: counts.by });
  }
  return ok(found);
}

function unknown({ kind, documentId }: Pick<DocumentName, "kind" | "documentId">): { ok: false; error: Refusal } {
  return fail({ code: "unknown_document", says: `there is no ${kind} ${documentId}` });
}
