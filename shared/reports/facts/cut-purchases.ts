import { fromProposalItem } from "../../inventory/reorder/proposal-store.ts";
import { businessDay } from "../../kernel/business-day.ts";
import { compareText } from "../../kernel/compare-text.ts";
import type { MerchantId } from "../../kernel/ids.ts";
import { allShards, listPk } from "../../table/keys.ts";
import { type Item, queryAll, type Table } from "../../table/port.ts";
import type { Cutting } from "./cutting.ts";

/**
 * The proposals that were open when the day ended, in one batch (there are at most as many as articles are reordered): those
 * that still are, and those that were settled later. What was settled and proposed anew since is not seen. With `after`
 * there is nothing left to be read.
 */
export async function* proposalsAtEnd(
  table: Table,
  merchant: MerchantId,
  endsAt: string,
  after: string | null,
): AsyncGenerator<readonly Item[]> {
  if (after !== null) return;
  const lists = await Promise.all(
    allShards.flatMap((shard) => [
      queryAll(table, { index: "byList", pk: listPk(merchant, "proposals", "open", shard) }),
      queryAll(table, {
        index: "byList",
        pk: listPk(merchant, "proposals", "settled", shard),
        sk: { kind: "after", value: endsAt },
      }),
    ]),
  );
  const keys = new Map(lists.flat().map(({ pk, sk }) => [pk, { pk, sk }]));
  const items = await table.getMany([...keys.values()]);
  const open = items.filter((item) => wasOpen(item, endsAt)).toSorted((a, b) => compareText(a.pk, b.pk));
  if (open.length > 0) yield open;
}

function wasOpen(item: Item, endsAt: string): boolean {
  const { proposedAt, settledAt } = fromProposalItem(item);
  return proposedAt < endsAt && (settledAt === null || settledAt >= endsAt);
}

export async function cutPurchases({ sink, look, day, merchant }: Cutting, items: readonly Item[]): Promise<void> {
  const proposals = items.map(fromProposalItem);
  const { categoryOf } = await look.products(proposals.map(({ sku }) => sku));
  for (const proposal of proposals) {
    const {
      sku,
      title,
      quantity,
      packSize,
      leadTimeDays,
      costMinor,
      position,
      reorderPoint,
      proposedAt: at,
    } = proposal;
    sink.add("purchases", {
      ...{ id: `purchase:${sku}`, day, originalDay: businessDay(at, merchant.zone, merchant.cutoffMinutes), at },
      ...{ sku, title, category: categoryOf(sku), supplier: proposal.supplier ?? "" },
      ...{ quantity, packSize, leadTimeDays, costMinor, position, reorderPoint },
      unitsPerDay: Math.round(proposal.unitsPerDay * 100) / 100,
      stockOutAt: proposal.stockOutAt,
      isLate: proposal.isLate,
    });
  }
}
