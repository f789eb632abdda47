import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, schemaOf, sku, text, warehouse, whole } from "../fields.ts";

export const summary =
  "The proof of stock found numbers that neither orders nor movements explain, and set them right. Somebody wrote past the hub.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    sku: sku(),
    warehouse: warehouse(),
    proofId: text("The proof that found it; also the cause of the correction in the ledger of movements."),
    numbers: z
      .array(
        z.object({
          name: text("onHand, allocated, available, damaged, onHold, incoming; `lots`: the sum of the lots."),
          expected: whole("What orders and movements lead to; the number is this now."),
          found: whole("What stood there."),
        }),
      )
      .check(z.describe("The wrong numbers; empty when only the ledger had lost something.")),
    unrecordedWrites: count("Spans of writes that had never reached the ledger and were added to it."),
  }),
);

export type StockDrifted = DetailFrom<typeof schema>;

export const sample: StockDrifted = {
  sku: "TEA-250",
  warehouse: "SHA",
  proofId: "prf_2026-11-22T17:31:00.000Z",
  numbers: [{ name: "onHand", expected: 47, found: 50 }],
  unrecordedWrites: 0,
};
