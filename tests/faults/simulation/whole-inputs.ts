import type { IncomingOrder } from "../../../shared/orders/facts.ts";
import { orderLife } from "./core-inputs.ts";
import type { Random } from "./random.ts";

export const articles = ["TEA", "CUP", "POT"] as const;
export const warehouses = ["SHA", "CAN"] as const;

/** What a shop sends to the door. `said` is what the plain channel reads. */
export type Webhook = {
  readonly kind: "webhook";
  /** The sender's own id: the same for what it sends again. */
  readonly id: string;
  readonly said: { readonly order: IncomingOrder } | { readonly problem: string } | { readonly bug: string };
  readonly isForged: boolean;
  /** Sent when the day is closed and sealed. */
  readonly isLate?: boolean;
};

/** What people and the clock do. */
export type OfficeJob =
  | {
      readonly kind: "count";
      readonly key: string;
      readonly sku: string;
      readonly warehouse: string;
      readonly onHand: number;
      readonly safetyStock: number;
    }
  | { readonly kind: "ship"; readonly key: string; readonly channelOrderId: string; readonly warehouse: string }
  | { readonly kind: "unship"; readonly key: string; readonly channelOrderId: string }
  | { readonly kind: "night" };

export type WholeInput = Webhook | OfficeJob;

export type WholeStart = { readonly sku: string; readonly warehouse: string; readonly onHand: number };

/** Of each webhook, where a night is among the inputs. */
const LATE_CHANCE = 0.2;

/** A few orders of a few articles in two warehouses, and everything that happens around them. */
export function wholeInputs(random: Random): { readonly inputs: readonly WholeInput[]; readonly start: WholeStart[] } {
  const start = articles.flatMap((sku) => warehouses.map((warehouse) => ({ sku, warehouse, onHand: random.below(5) })));
  const inputs: WholeInput[] = [];
  const orders = 1 + random.below(4);
  for (let no = 0; no < orders; no += 1) {
    const channelOrderId = String(1001 + no);
    const life = orderLife(random, channelOrderId, [random.pick(articles), random.pick(articles)]);
    for (const [at, order] of life.entries()) {
      const webhook: Webhook = { kind: "webhook", id: `w${no}.${at}`, said: { order }, isForged: false };
      inputs.push(webhook);
      if (random.chance(0.2)) inputs.push(webhook);
    }
    const place = { channelOrderId, warehouse: random.pick(warehouses) };
    if (random.chance(0.3)) inputs.push({ kind: "ship", key: `p${no}`, ...place });
    if (random.chance(0.15)) inputs.push({ kind: "unship", key: `p${no}`, channelOrderId });
  }
  for (let counts = random.below(4); counts > 0; counts -= 1) {
    const place = { sku: random.pick(articles), warehouse: random.pick(warehouses) };
    inputs.push({ kind: "count", key: `c${counts}`, ...place, onHand: random.below(8), safetyStock: random.below(2) });
  }
  const [first] = inputs;
  if (first?.kind === "webhook" && random.chance(0.1)) inputs.push({ ...first, id: "forged", isForged: true });
  if (random.chance(0.1)) inputs.push(strange("parked", { problem: "a status nobody has heard of" }));
  if (random.chance(0.1)) inputs.push(strange("poison", { bug: "reading it fails" }));
  if (!random.chance(0.15)) return { inputs, start };
  const come = (input: WholeInput): WholeInput =>
    input.kind === "webhook" && random.chance(LATE_CHANCE) ? { ...input, isLate: true } : input;
  return { inputs: [...inputs.map(come), { kind: "night" }], start };
}

function strange(id: string, said: Webhook["said"]): Webhook {
  return { kind: "webhook", id, said, isForged: false };
}
