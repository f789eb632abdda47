import type { HeaderFacts, IncomingOrder, LineFacts } from "../../../shared/orders/facts.ts";
import { aHeader, aLine, anAddress, aPayment, aRefund, aStatus } from "../../support/builders.ts";
import type { Random } from "./random.ts";

/** What the world outside does to the hub in one history. */
export type CoreInput =
  | { readonly kind: "message"; readonly no: number; readonly order: IncomingOrder }
  /** The sender says the same again. */
  | { readonly kind: "repeat"; readonly no: number }
  | { readonly kind: "close day" };

const started = Date.parse("2026-11-21T06:00:00.000Z");
const unitPriceMinor = 10_000;
const address = anAddress();
const paid = aPayment();
const pending = aPayment({ state: "pending", paidAt: null });
const usual = aStatus();
const cancelled = aStatus({ cancelledAt: "2026-11-21T09:00:00.000Z", cancelReason: "customer" });
const lineIds = ["l1", "l2"] as const;

export const coreSkus = ["SKU-l1", "SKU-l2"] as const;

/**
 * The life of one order of two articles as its channel tells it: what was bought and paid, then changes, parcels, refunds or
 * the end of it. Some messages share a moment.
 */
export function orderLife(
  random: Random,
  channelOrderId: string,
  articles: readonly string[],
): readonly IncomingOrder[] {
  const quantities = lineIds.map(() => 1 + random.below(3));
  const lines = (removed: readonly number[]): readonly LineFacts[] =>
    lineIds.map((lineId, at) => lineOf(lineId, articles[at] ?? "", quantities[at] ?? 1, removed[at] ?? 0));
  const header = headerOf(quantities.reduce((sum, quantity) => sum + quantity * unitPriceMinor, 0));
  const messages: IncomingOrder[] = [];
  const say = (facts: Omit<IncomingOrder, "channelOrderId" | "clock">): void => {
    const at = started + 60_000 * (random.chance(0.15) ? messages.length - 1 : messages.length);
    messages.push({ channelOrderId, clock: { at, tie: String(messages.length) }, ...facts });
  };
  say({ header, lines: lines([0, 0]), payment: random.chance(0.7) ? paid : pending, address, status: usual });
  for (let more = random.pick([0, 1, 1, 1, 2, 3]); more > 0; more -= 1) {
    const line = random.below(2);
    const lineId = lineIds[line] ?? "l1";
    const quantity = 1 + random.below(quantities[line] ?? 1);
    switch (random.below(6)) {
      case 0:
        say({ payment: paid });
        break;
      case 1:
        say({ status: cancelled });
        break;
      case 2:
        say({ lines: lines(line === 0 ? [quantity, 0] : [0, quantity]) });
        break;
      case 3:
        say({ payment: paid, refunds: [aRefund({ lines: [{ lineId, quantity, amountMinor: 5_000 }] })] });
        break;
      default: {
        const parcel = { at: "2026-11-21T08:00:00.000Z", state: "success", carrier: null, trackingNo: null } as const;
        say({ fulfilments: [{ ...parcel, fulfilmentId: `f${messages.length}`, lines: [{ lineId, quantity }] }] });
      }
    }
  }
  return messages;
}

// Facts are never changed, so that all histories may be told with the same.
const knownLines = new Map<string, LineFacts>();
const knownHeaders = new Map<number, HeaderFacts>();

function lineOf(lineId: string, sku: string, quantity: number, removedQuantity: number): LineFacts {
  const name = `${lineId} ${quantity} ${removedQuantity} ${sku}`;
  const line = knownLines.get(name) ?? aLine({ lineId, sku, quantity, removedQuantity });
  knownLines.set(name, line);
  return line;
}

function headerOf(itemsMinor: number): HeaderFacts {
  const known = knownHeaders.get(itemsMinor);
  if (known !== undefined) return known;
  const header = aHeader({ amounts: { ...aHeader().amounts, itemsMinor, totalMinor: itemsMinor } });
  knownHeaders.set(itemsMinor, header);
  return header;
}

/** One order, what its channel says twice, and perhaps the end of its day. Sent in any order. */
export function coreInputs(random: Random): {
  readonly inputs: readonly CoreInput[];
  readonly onHand: readonly number[];
} {
  const messages = orderLife(random, "1001", coreSkus);
  const inputs: CoreInput[] = messages.map((order, no) => ({ kind: "message", no, order }));
  if (random.chance(0.3)) inputs.push({ kind: "repeat", no: random.below(messages.length) });
  if (random.chance(0.2)) inputs.push({ kind: "close day" });
  return { inputs, onHand: coreSkus.map(() => random.below(5)) };
}
