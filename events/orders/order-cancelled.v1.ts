import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { orderFields, orderSample, schemaOf, words } from "../fields.ts";

export const summary = "An order was cancelled; what was allocated to it is free again.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    ...orderFields(),
    reason: words("The channel's word for why; null when it gave none."),
  }),
);

export type OrderCancelled = DetailFrom<typeof schema>;

export const sample: OrderCancelled = /* @__PURE__ */ orderSample({ status: "cancelled", reason: "customer" });
