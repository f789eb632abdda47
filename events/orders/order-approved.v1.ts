import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { orderFields, orderSample, schemaOf } from "../fields.ts";

export const summary = "Nothing stands in the way of shipping: the order may be routed.";

export const schema = /* @__PURE__ */ schemaOf(() => z.object(orderFields()));

export type OrderApproved = DetailFrom<typeof schema>;

export const sample: OrderApproved = /* @__PURE__ */ orderSample({ status: "approved" });
