import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, schemaOf, sku, units, whole, words } from "../fields.ts";

export const summary = "Stock and incoming goods of a sku fell to its reorder point: somebody should order more.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    sku: sku(),
    title: words("What the article is called."),
    supplier: words("Who sells it; null when nobody has said."),
    quantity: units("Units to order: whole packs."),
    packSize: units("Units in a pack."),
    costMinor: z
      .nullable(count("What they cost, in minor units of the merchant's currency."))
      .check(z.describe("null when the cost price is not known.")),
    leadTimeDays: z.nullable(count("Days until the goods would be here.")),
    position: whole("Units available and incoming, of all warehouses, less those that orders wait for."),
    reorderPoint: count("At or below this a purchase is proposed."),
    unitsPerDay: z.nullable(z.number()).check(z.describe("Units a day that orders took lately.")),
    stockOutAt: words("When the stock ends at that rate; null when nobody can say."),
    isLate: z.boolean().check(z.describe("Stock ends before goods ordered now would be here: orders may ship late.")),
  }),
);

export type PurchaseProposed = DetailFrom<typeof schema>;

export const sample: PurchaseProposed = {
  sku: "TEA-250",
  title: "Longjing tea, 250 g",
  supplier: "West Lake Tea Co.",
  quantity: 240,
  packSize: 24,
  costMinor: 1_080_000,
  leadTimeDays: 7,
  position: 38,
  reorderPoint: 40,
  unitsPerDay: 8,
  stockOutAt: "2026-11-25T16:31:51.000Z",
  isLate: true,
};
