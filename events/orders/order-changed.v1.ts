import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { orderFields, orderSample, schemaOf } from "../fields.ts";

export const summary = "Facts of a known order changed: lines, payment, address, refunds or the channel's status.";

export const schema = /* @__PURE__ */ schemaOf(() => z.object(orderFields()));

export type OrderChanged = DetailFrom<typeof schema>;

export const sample: OrderChanged = /* @__PURE__ */ orderSample({ status: "approved" });
