import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { day, schemaOf, sku, text, warehouse, whole } from "../fields.ts";

export const summary =
  "A lot will soon be too old to be sold, or now is. Each is said once for each lot and warehouse.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    sku: sku(),
    warehouse: warehouse(),
    lot: text("The maker's code of the lot."),
    expiresOn: day("The first day on which it is no good any more, in the merchant's zone."),
    onHand: whole("Units of it that are there."),
    state: text(
      "`soon`; `expired`: no longer for sale; `unreadable`: `expiresOn` is no day of any calendar, and the lot not for sale until it is entered anew.",
    ),
    daysLeft: whole("Days from today to its expiry; below zero when that has passed, 0 when it is no day."),
  }),
);

export type StockExpiring = DetailFrom<typeof schema>;

export const sample: StockExpiring = {
  sku: "TEA-250",
  warehouse: "SHA",
  lot: "L2611",
  expiresOn: "2026-12-31",
  onHand: 40,
  state: "soon",
  daysLeft: 39,
};
