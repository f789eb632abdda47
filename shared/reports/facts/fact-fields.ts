import type { FactKind, Facts } from "./fact.ts";

const head = ["id", "day", "originalDay", "at"] as const;
const order = [
  "orderId",
  "orderNo",
  "channel",
  "shop",
  "country",
  "region",
  "tags",
  "customer",
  "customerTags",
] as const;
const converted = ["currency", "rateId", "reportingMinor"] as const;
const parts = [
  "itemsMinor",
  "discountMinor",
  "shippingMinor",
  "feesMinor",
  "taxMinor",
  "taxIncluded",
  "otherMinor",
  "totalMinor",
] as const;

/** The places of a fact's fields in its line. New fields go to the end of a list; a shorter line lacks them. */
export const factFields: { readonly [Kind in FactKind]: readonly (keyof Facts[Kind])[] } = {
  entries: [...head, ...order, ...converted, ...parts, "kind", "lineCount", "payment", "reason"],
  lines: [
    ...head,
    ...order,
    ...converted,
    ...parts,
    "entryId",
    "kind",
    "lineId",
    "sku",
    "title",
    "variant",
    "category",
    "warehouse",
    "quantity",
    "unitPriceMinor",
    "unitCostMinor",
  ],
  payments: [...head, ...order, ...converted, "method", "amountMinor"],
  fees: [
    ...head,
    ...converted,
    "channel",
    "shop",
    "orderId",
    "orderNo",
    "sku",
    "feeKind",
    "settlementId",
    "note",
    "amountMinor",
  ],
  shipments: [
    ...head,
    ...order,
    "kind",
    "shipmentId",
    "warehouse",
    "carrier",
    "trackingNo",
    "units",
    "lines",
    "placedAt",
    "confirmedAt",
    "freightMinor",
  ],
  movements: [...head, "sku", "warehouse", "category", "kind", "quantity", "onHandChange", "onHandAfter", "cause"],
  stock: [
    ...head,
    "sku",
    "warehouse",
    "title",
    "category",
    "onHand",
    "allocated",
    "available",
    "damaged",
    "onHold",
    "incoming",
    "safetyStock",
    "lowStockThreshold",
    "unitCostMinor",
    "version",
  ],
  purchases: [
    ...head,
    "sku",
    "title",
    "category",
    "supplier",
    "quantity",
    "packSize",
    "leadTimeDays",
    "costMinor",
    "position",
    "reorderPoint",
    "unitsPerDay",
    "stockOutAt",
    "isLate",
  ],
  exceptions: [...head, "kind", "subject", "count", "note"],
};

export const factKinds = Object.keys(factFields) as readonly FactKind[];

/** One line of JSON: the fields in their places, without their names. */
export function encodeFact<Kind extends FactKind>(kind: Kind, fact: Facts[Kind]): string {
  return JSON.stringify(factFields[kind].map((field) => fact[field]));
}

/**
 * A fact of each kind without its values, from which others are copied: objects that are filled field by field turn into tables
 * of fields, which are slower and larger. What is read from text does not.
 */
const blanks = Object.fromEntries(
  factKinds.map((kind) => [
    kind,
    JSON.parse(`{${factFields[kind].map((field) => `"${field}":null`).join(",")}}`) as Record<PropertyKey, unknown>,
  ]),
) as Readonly<Record<FactKind, Readonly<Record<PropertyKey, unknown>>>>;

export function decodeFact<Kind extends FactKind>(kind: Kind, line: string): Facts[Kind] {
  const values = JSON.parse(line) as readonly unknown[];
  const fact: Record<PropertyKey, unknown> = { ...blanks[kind] };
  const fields = factFields[kind];
  for (let at = 0; at < fields.length; at += 1) fact[fields[at] as PropertyKey] = values[at] ?? null;
  return fact as Facts[Kind];
}
