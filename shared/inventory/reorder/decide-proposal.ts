import { msOf } from "../../kernel/time.ts";
import { stockOutAt } from "../alerts/usage.ts";
import type { Product } from "../products/product.ts";
import type { Stock } from "../stock.ts";

/** The purchase that the hub proposes for a sku. One is open at a time; it is settled when enough is on its way. */
export type Proposal = Pick<Product, "merchantId" | "sku" | "title" | "supplier" | "packSize" | "leadTimeDays"> & {
  readonly state: "open" | "settled";
  /** Whole packs. */
  readonly quantity: number;
  /** Of all of it, in minor units of the merchant's currency; null when nobody knows. */
  readonly costMinor: number | null;
  /** Units available and incoming, less those that orders wait for, when it was proposed. */
  readonly position: number;
  readonly reorderPoint: number;
  readonly unitsPerDay: number;
  readonly stockOutAt: string | null;
  /** The stock ends before goods ordered at that moment are here: orders may ship late. */
  readonly isLate: boolean;
  /** The sum of the versions of the sku's positions that it was decided on. */
  readonly stockVersion: number;
  readonly proposedAt: string;
  readonly settledAt: string | null;
  /** Counts its writes. */
  readonly revision: number;
};

export type ReorderFacts = {
  readonly product: Product;
  /** In all warehouses. */
  readonly positions: readonly Stock[];
  /** Units that orders wait for. */
  readonly waiting: number;
  readonly perDay: number;
  readonly now: string;
};

const dayMs = 86_400_000;

/** The proposal as it is to be now; null where nothing changes. Older stock than was decided on changes nothing. */
export function decideProposal(before: Proposal | null, facts: ReorderFacts): Proposal | null {
  const { product, positions, waiting, perDay, now } = facts;
  const sum = (of: (stock: Stock) => number): number => positions.reduce((total, stock) => total + of(stock), 0);
  const stockVersion = sum(({ version }) => version);
  if (before !== null && stockVersion <= before.stockVersion) return null;
  const available = sum((stock) => stock.available);
  const position = available + sum(({ incoming }) => incoming) - waiting;
  const isOpen = before?.state === "open";
  const revision = (before?.revision ?? 0) + 1;
  const { reorder } = product;
  const isEnough = reorder === null || position > reorder.point;
  if (isEnough) {
    if (before === null || !isOpen) return null;
    return { ...before, state: "settled", settledAt: now, stockVersion, revision };
  }
  if (isOpen) return null;
  const { merchantId, sku, title, supplier, packSize, leadTimeDays, costMinor } = product;
  const quantity = orderQuantity(reorder, position, packSize);
  const endsAt = stockOutAt(available - waiting, perDay, now);
  return {
    ...{ merchantId, sku, title, supplier, packSize, leadTimeDays, quantity, position, stockVersion, revision },
    state: "open",
    costMinor: costMinor === null ? null : costMinor * quantity,
    reorderPoint: reorder.point,
    unitsPerDay: perDay,
    stockOutAt: endsAt,
    isLate: endsAt !== null && leadTimeDays !== null && msOf(endsAt) < msOf(now) + leadTimeDays * dayMs,
    proposedAt: now,
    settledAt: null,
  };
}

/** As much as the merchant orders at a time, and enough to come above the reorder point, in whole packs. */
export function orderQuantity(
  { point, quantity }: NonNullable<Product["reorder"]>,
  position: number,
  packSize: number,
): number {
  const units = Math.max(quantity, point - position + 1, 1);
  return Math.ceil(units / packSize) * packSize;
}
