import { prices } from "./price-list.ts";

/**
 * The cost model the hub is measured against: an order hub on the same services as it is usually written. Line items,
 * dedupe and audit entries are items of their own, two indexes project everything and are keyed by the status, every
 * event of an order is published, and a log line tells each step.
 */
export type Design = {
  /** KB of the order's item, and of what each index keeps of it. */
  readonly orderKb: number;
  readonly indexKb: number;
  readonly indexes: number;
  readonly lineItems: number;
  readonly dedupeItems: number;
  readonly auditItems: number;
  readonly eventsPublished: number;
  readonly logKb: number;
};

export const usualDesign: Design = {
  ...{ orderKb: 2, indexKb: 2, indexes: 2, lineItems: 1, dedupeItems: 1, auditItems: 1 },
  ...{ eventsPublished: 1, logKb: 2 },
};

export type Load = {
  readonly eventsPerOrder: number;
  readonly linesPerOrder: number;
  /** Messages a worker takes at once. */
  readonly batchSize: number;
};

/** What the model leaves to the reader; solved from the two totals it publishes for the usual design. */
const assumed = { computeUsdPerEvent: 0.25, readsPerEvent: 1, readsPerOrder: 2.9 };

export type ModelCost = { readonly writeUnits: number; readonly usdPerMillion: number };

/**
 * Write units of one order's life, and USD for a million orders: one transaction to create, one for each further event,
 * the shipment of each line. Payloads are below 64 KB, so that each is one billed request.
 */
export function modelCost(design: Design, { eventsPerOrder: e, linesPerOrder, batchSize }: Load): ModelCost {
  const { orderKb, indexKb, indexes, lineItems, dedupeItems, auditItems } = design;
  const create = 2 * (orderKb + lineItems * linesPerOrder + dedupeItems + auditItems + linesPerOrder);
  const update = 2 * (orderKb + dedupeItems + auditItems) + 2 * indexes * indexKb;
  const writeUnits = create + indexes * indexKb + (e - 1) * update + 2 * linesPerOrder;
  const readUnits = assumed.readsPerOrder + e * assumed.readsPerEvent;
  const perEvent =
    prices.httpApiRequest +
    prices.lambdaRequest * (1 + 1 / batchSize) +
    prices.sqsRequest * (1 + 2 / batchSize) +
    assumed.computeUsdPerEvent +
    prices.eventPublished * design.eventsPublished +
    design.logKb * prices.logsGb;
  return { writeUnits, usdPerMillion: e * perEvent + writeUnits * prices.writeUnit + readUnits * prices.readUnit };
}
