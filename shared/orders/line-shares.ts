import { splitByWeights } from "../kernel/money.ts";
import type { HeaderFacts, LineFacts, Refund } from "./facts.ts";
import { isCancelled } from "./open-quantities.ts";
import type { Order, Versioned } from "./order.ts";
import { sumByLine } from "./sum-by-line.ts";

/** An order whose header and lines are there. */
export type WholeOrder = Order & {
  readonly header: Versioned<HeaderFacts>;
  readonly lines: Versioned<readonly LineFacts[]>;
};

/**
 * What one line contributes to an amount, in minor units, signed: discounts are negative. `totalMinor` = items + discount +
 * shipping + fees + other + tax (unless it is inside the prices). The shares of an order add up to it in every part.
 */
export type LineShare = {
  /** "" for what belongs to no line. */
  readonly lineId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly itemsMinor: number;
  readonly discountMinor: number;
  readonly shippingMinor: number;
  readonly feesMinor: number;
  readonly taxMinor: number;
  readonly otherMinor: number;
  readonly totalMinor: number;
};

export type Worth = { readonly minor: number; readonly taxMinor: number };

/**
 * What the sale itself is worth: the total; of a cancelled order only as much as refunds take off again, so that sale and
 * refunds of a cancelled order sum to nothing, whether or not it had been paid, and whichever message came first.
 */
export function saleWorth(order: Order & { readonly header: Versioned<HeaderFacts> }): Worth {
  const { totalMinor, taxMinor } = order.header.facts.amounts;
  if (!isCancelled(order)) return { minor: totalMinor, taxMinor };
  const refunds = Object.values(order.refunds).map((refund) => refund.facts);
  return {
    minor: Math.min(
      totalMinor,
      sum(refunds, (refund) => refund.amountMinor),
    ),
    taxMinor: Math.min(
      taxMinor,
      sum(refunds, (refund) => refund.taxMinor),
    ),
  };
}

/**
 * The worth of the sale, line by line. A line keeps its own discount and tax; what the order has beyond those, its freight and
 * its fees are shared by what the lines cost, cent by cent (largest remainder, first of equals first). A cancelled order whose
 * money did not come back in full has sold nothing: its lines count no units.
 */
export function saleShares(order: WholeOrder): readonly LineShare[] {
  const worth = saleWorth(order);
  const { amounts } = order.header.facts;
  const lines = order.lines.facts;
  const taxOf = (tax: number): number => (amounts.taxesIncluded ? 0 : tax);
  if (lines.length === 0) return [wholly(worth, taxOf(worth.taxMinor))];
  const net = lines.map((line) => Math.max(0, line.unitPriceMinor * line.quantity - line.discountMinor));
  const taxed = lines.map((line) => Math.max(0, line.taxMinor));
  const taxWeights = taxed.some((tax) => tax > 0) ? taxed : net;
  if (worth.minor !== amounts.totalMinor) {
    const [taxes, rest] = [share(worth.taxMinor, taxWeights), share(worth.minor - taxOf(worth.taxMinor), net)];
    return lines.map(({ lineId, sku }, at) =>
      filled({ lineId, sku, taxMinor: taxes[at] ?? 0, otherMinor: rest[at] ?? 0 }, amounts.taxesIncluded),
    );
  }
  const ownTax = sum(lines, (line) => line.taxMinor);
  const taxes = share(worth.taxMinor - ownTax, taxWeights);
  const discounts = share(sum(lines, (line) => line.discountMinor) - amounts.discountMinor, net);
  const shipping = share(amounts.shippingMinor, net);
  const fees = share(amounts.feesMinor, net);
  const items = sum(lines, (line) => line.unitPriceMinor * line.quantity);
  const parts = items - amounts.discountMinor + amounts.shippingMinor + amounts.feesMinor + taxOf(worth.taxMinor);
  const others = share(worth.minor - parts, net);
  return lines.map((line, at) =>
    filled(
      {
        lineId: line.lineId,
        sku: line.sku,
        quantity: line.quantity,
        itemsMinor: line.unitPriceMinor * line.quantity,
        discountMinor: (discounts[at] ?? 0) - line.discountMinor,
        shippingMinor: shipping[at] ?? 0,
        feesMinor: fees[at] ?? 0,
        taxMinor: line.taxMinor + (taxes[at] ?? 0),
        otherMinor: others[at] ?? 0,
      },
      amounts.taxesIncluded,
    ),
  );
}

/** What a refund takes off, line by line: as the channel says, and what it says of no line by what was refunded, or sold. */
export function refundShares(order: WholeOrder, refund: Refund): readonly LineShare[] {
  const skus = new Map(order.lines.facts.map((line) => [line.lineId, line.sku]));
  const isNamed = sum(refund.lines, (line) => line.amountMinor) > 0;
  const quantities = sumByLine(refund.lines);
  const named = [...quantities.keys()];
  const sold = order.lines.facts.map(({ lineId, totalMinor }) => ({ lineId, weight: Math.max(0, totalMinor) }));
  const whole = sold.length === 0 ? [{ lineId: "", weight: 1 }] : sold;
  const targets = isNamed ? named.map((lineId) => ({ lineId, weight: amountOf(refund, lineId) })) : whole;
  const weights = targets.map(({ weight }) => weight);
  const amounts = share(refund.amountMinor, weights);
  const taxes = share(refund.taxMinor, weights);
  const included = order.header.facts.amounts.taxesIncluded;
  const lines = targets.map(({ lineId }, at) => {
    const [amount, taxMinor] = [-(amounts[at] ?? 0), -(taxes[at] ?? 0)];
    const quantity = -(quantities.get(lineId) ?? 0);
    const itemsMinor = amount - (included ? 0 : taxMinor);
    return filled({ lineId, sku: skus.get(lineId) ?? "", quantity, itemsMinor, taxMinor }, included);
  });
  const rest = named.filter((lineId) => targets.every((target) => target.lineId !== lineId));
  const unpriced = rest.map((lineId) =>
    filled({ lineId, sku: skus.get(lineId) ?? "", quantity: -(quantities.get(lineId) ?? 0) }, included),
  );
  return [...lines, ...unpriced];
}

/** `after` less `before`, line by line; what did not change is left out. A line that became another sku is two. */
export function shareChanges(before: readonly LineShare[], after: readonly LineShare[]): readonly LineShare[] {
  const changes = new Map<string, LineShare>();
  const add = (share: LineShare, sign: 1 | -1): void => {
    const key = `${share.lineId}\n${share.sku}`;
    changes.set(key, added(changes.get(key), share, sign));
  };
  for (const share of before) add(share, -1);
  for (const share of after) add(share, 1);
  return [...changes.values()].filter((share) => shareNumbers.some((name) => share[name] !== 0));
}

export const shareNumbers = [
  "quantity",
  "itemsMinor",
  "discountMinor",
  "shippingMinor",
  "feesMinor",
  "taxMinor",
  "otherMinor",
  "totalMinor",
] as const satisfies readonly (keyof LineShare)[];

function added(held: LineShare | undefined, share: LineShare, sign: 1 | -1): LineShare {
  const number = (name: (typeof shareNumbers)[number]): number => (held?.[name] ?? 0) + sign * share[name];
  return {
    lineId: share.lineId,
    sku: share.sku,
    quantity: number("quantity"),
    itemsMinor: number("itemsMinor"),
    discountMinor: number("discountMinor"),
    shippingMinor: number("shippingMinor"),
    feesMinor: number("feesMinor"),
    taxMinor: number("taxMinor"),
    otherMinor: number("otherMinor"),
    totalMinor: number("totalMinor"),
  };
}

function filled(parts: Partial<LineShare> & Pick<LineShare, "lineId" | "sku">, isTaxIncluded: boolean): LineShare {
  const zeros = { quantity: 0, itemsMinor: 0, discountMinor: 0, shippingMinor: 0, feesMinor: 0, taxMinor: 0 };
  const share = { ...zeros, otherMinor: 0, ...parts };
  const { itemsMinor, discountMinor, shippingMinor, feesMinor, otherMinor, taxMinor } = share;
  const net = itemsMinor + discountMinor + shippingMinor + feesMinor + otherMinor;
  return withoutMinusZero({ ...share, totalMinor: net + (isTaxIncluded ? 0 : taxMinor) });
}

function wholly({ minor, taxMinor }: Worth, taxBeside: number): LineShare {
  return filled({ lineId: "", sku: "", taxMinor, otherMinor: minor - taxBeside }, taxBeside === 0);
}

function amountOf(refund: Refund, lineId: string): number {
  return Math.max(
    0,
    sum(
      refund.lines.filter((line) => line.lineId === lineId),
      (line) => line.amountMinor,
    ),
  );
}

/** Most orders have one line, and most lines nothing to share. */
function share(minor: number, weights: readonly number[]): readonly number[] {
  if (minor === 0) return [];
  return weights.length === 1 ? [minor] : splitByWeights(minor, weights);
}

function withoutMinusZero(share: LineShare): LineShare {
  return shareNumbers.some((name) => Object.is(share[name], -0)) ? added(undefined, share, 1) : share;
}

function sum<T>(entries: readonly T[], amount: (entry: T) => number): number {
  return entries.reduce((so, entry) => so + amount(entry), 0);
}
