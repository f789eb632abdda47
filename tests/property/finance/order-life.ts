import { currencyExponent } from "../../../shared/kernel/currency.ts";
import { instantFromMs } from "../../../shared/kernel/time.ts";
import type { HeaderFacts, IncomingOrder, LineFacts, Refund } from "../../../shared/orders/facts.ts";
import { aHeader, aLine, anAddress, aPayment, aRefund, aStatus } from "../../support/builders.ts";

export type Said = { readonly at: number; readonly message: Omit<IncomingOrder, "clock"> };

const HOUR = 3_600_000;

/** What a shop says of one order, from its placing on: paid, shipped, edited, refunded, cancelled, some days apart. */
export function lifeOf(id: string, placedMs: number, currency: string, random: () => number): readonly Said[] {
  const said: Said[] = [];
  const later = (hours: number): number => Math.floor(placedMs + random() * hours * HOUR);
  const say = (at: number, message: Omit<IncomingOrder, "clock" | "channelOrderId">): void => {
    said.push({ at, message: { channelOrderId: id, ...message } });
  };
  const lines = linesOf(random, currency);
  const header = headerOf(id, placedMs, currency, lines, random);
  const isPaid = random() < 0.7;
  const pending = aPayment({ state: "pending", paidAt: null });
  const paid = (at: number) => aPayment({ paidAt: instantFromMs(at) });
  const whole = { header, lines, address: anAddress(), status: aStatus() };
  say(placedMs, { ...whole, payment: isPaid ? paid(placedMs) : pending });
  if (!isPaid && random() < 0.7) {
    const at = later(60);
    say(at, { payment: paid(at) });
  }
  if (random() < 0.4) {
    const at = later(72);
    const of = lines.slice(0, 1 + Math.floor(random() * lines.length));
    const shipped = of.map(({ lineId, quantity }) => ({ lineId, quantity }));
    const parcel = { fulfilmentId: `f${id}`, at: instantFromMs(at), state: "success" as const, carrier: "SF" };
    say(at, { fulfilments: [{ ...parcel, trackingNo: `T${id}`, lines: shipped }] });
  }
  if (random() < 0.25) {
    const edited = linesOf(random, currency);
    say(later(80), { lines: edited, header: headerOf(id, placedMs, currency, edited, random) });
  }
  if (random() < 0.3) {
    const at = later(90);
    const share = Math.floor(random() * header.amounts.totalMinor);
    say(at, { refunds: [refundOf(`r${id}`, at, share, lines, random)] });
    if (random() < 0.3) say(later(90), { refunds: [refundOf(`r${id}`, at, Math.floor(share / 2), lines, random)] });
  }
  if (random() < 0.15) {
    const at = later(90);
    say(at, { status: aStatus({ cancelledAt: instantFromMs(at), cancelReason: "buyer" }) });
  }
  return said;
}

function refundOf(
  refundId: string,
  at: number,
  amountMinor: number,
  lines: readonly LineFacts[],
  random: () => number,
): Refund {
  const taxMinor = Math.floor(amountMinor * 0.1);
  const [first] = lines;
  const named = random() < 0.5 && first !== undefined;
  const of = named ? [{ lineId: first.lineId, quantity: 1, amountMinor: Math.floor(amountMinor / 2) }] : [];
  return aRefund({ refundId, at: instantFromMs(at), amountMinor, taxMinor, lines: of });
}

function linesOf(random: () => number, currency: string): readonly LineFacts[] {
  const scale = 10 ** (currencyExponent(currency) ?? 2);
  return Array.from({ length: 1 + Math.floor(random() * 4) }, (_, at) => {
    const quantity = 1 + Math.floor(random() * 3);
    const unitPriceMinor = Math.floor(random() * 200 * scale);
    const discountMinor = random() < 0.3 ? Math.floor(random() * unitPriceMinor * 0.3) : 0;
    const taxMinor = random() < 0.6 ? Math.floor((unitPriceMinor * quantity - discountMinor) * 0.19) : 0;
    const totalMinor = unitPriceMinor * quantity - discountMinor + taxMinor;
    return aLine({ lineId: `l${at}`, sku: `SKU-${at}`, quantity, unitPriceMinor, discountMinor, taxMinor, totalMinor });
  });
}

function headerOf(
  id: string,
  placedMs: number,
  currency: string,
  lines: readonly LineFacts[],
  random: () => number,
): HeaderFacts {
  const sum = (of: (line: LineFacts) => number): number => lines.reduce((so, line) => so + of(line), 0);
  const itemsMinor = sum((line) => line.unitPriceMinor * line.quantity);
  const discountMinor =
    sum((line) => line.discountMinor) + (random() < 0.3 ? Math.floor(random() * itemsMinor * 0.1) : 0);
  const shippingMinor = random() < 0.5 ? Math.floor(random() * 999) : 0;
  const feesMinor = random() < 0.2 ? Math.floor(random() * 99) : 0;
  const taxMinor = sum((line) => line.taxMinor) + (shippingMinor > 0 ? Math.floor(shippingMinor * 0.19) : 0);
  const discrepancyMinor = random() < 0.05 ? 1 : 0;
  const totalMinor = itemsMinor - discountMinor + shippingMinor + feesMinor + taxMinor + discrepancyMinor;
  const amounts = { itemsMinor, discountMinor, shippingMinor, feesMinor, taxMinor, taxesIncluded: false, totalMinor };
  return aHeader({ channelOrderNo: `#${id}`, currency, placedAt: instantFromMs(placedMs), amounts, discrepancyMinor });
}
