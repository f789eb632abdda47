import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { orderFields, orderSample, schemaOf } from "../fields.ts";

export const summary = "A new order was taken in: header and lines are known.";

export const schema = /* @__PURE__ */ schemaOf(() => z.object(orderFields()));

export type OrderAccepted = DetailFrom<typeof schema>;

export const sample: OrderAccepted = /* @__PURE__ */ orderSample({ status: "received" });
