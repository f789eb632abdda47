import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { orderFields, orderSample, schemaOf, text } from "../fields.ts";

export const summary = "An order must not ship until a person has dealt with its holds.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    ...orderFields(),
    holds: z.array(
      z.object({
        reason: text("Why: address_incomplete, amounts_do_not_add_up, sku_missing … More may come."),
        note: text("What to mend and where, for an operator; never personal data."),
      }),
    ),
  }),
);

export type OrderHeld = DetailFrom<typeof schema>;

export const sample: OrderHeld = /* @__PURE__ */ orderSample({
  status: "on_hold",
  holds: [{ reason: "sku_missing", note: "line 2 has no sku; set it in the shop" }],
});
