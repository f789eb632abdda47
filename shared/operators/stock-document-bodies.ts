import * as z from "zod/mini";
import { sku, warehouseCode } from "../kernel/ids.ts";
import { expiry, lot, serial } from "./lot-names.ts";

/** Ids become keys of the table and causes in the ledger. */
const documentId = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/));
const name = z.string().check(z.minLength(1), z.maxLength(255));
const article = z.pipe(name, z.transform(sku));
const place = z.pipe(name, z.transform(warehouseCode));
const words = z.string().check(z.minLength(1), z.maxLength(500));
const moment = z.nullable(z.string().check(z.regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?Z)?$/)));
const most = 1_000_000_000;
const units = z.int().check(z.gte(1), z.lte(most));
const count = z.int().check(z.gte(0), z.lte(most));
const change = z.int().check(z.gte(-most), z.lte(most));
const isNothing = ({ quantity, lots }: { readonly quantity: number; readonly lots?: unknown }): boolean =>
  quantity === 0 && lots === undefined;
const linesOf = <T extends z.core.$ZodType>(line: T) => z.array(line).check(z.minLength(1), z.maxLength(1_000));

const position = { sku: article, warehouse: place };

/** Lots that the units of a line belong to; null: of no known lot. They add up to the line's quantity. */
const lotsOf = <T extends z.core.$ZodType>(quantity: T) =>
  z.optional(
    z
      .array(z.object({ lot: z.nullable(lot), quantity, expiresOn: z._default(z.nullable(expiry), null) }))
      .check(z.minLength(1), z.maxLength(200)),
  );
const serials = z.optional(z.array(serial).check(z.minLength(1), z.maxLength(90)));

export const adjustmentBody = z.object({
  documentId,
  reason: words,
  lines: linesOf(
    z.union([
      z
        .object({
          ...{ ...position, kind: z.enum(["adjusted", "damaged", "held"]), quantity: change },
          ...{ lots: lotsOf(change), serials },
        })
        .check(z.refine((line) => !isNothing(line), "nothing changes: only lots may be exchanged for each other")),
      z.object({ ...position, kind: z.literal("returned"), quantity: units, lots: lotsOf(units), serials }),
    ]),
  ),
});

const announced = linesOf(z.object({ sku: article, quantity: units }));

export const purchaseBody = z.object({
  documentId,
  supplier: words,
  warehouse: place,
  expectedAt: z._default(moment, null),
  lines: announced,
});

export const transferBody = z.object({
  documentId,
  from: place,
  to: place,
  expectedAt: z._default(moment, null),
  lines: linesOf(z.object({ sku: article, quantity: units, lots: lotsOf(units), serials })),
});

export const receiptBody = z.object({
  receiptId: documentId,
  lines: linesOf(
    z
      .object({ sku: article, quantity: count, damaged: z._default(count, 0), lots: lotsOf(units), serials })
      .check(z.refine(({ quantity, damaged }) => damaged <= quantity, "damaged units are among the quantity")),
  ),
});

export const takeBody = z.object({ documentId, warehouse: place, skus: linesOf(article) });

const instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));

export const countsBody = z.object({
  /** When the goods were counted; null or absent: just now. */
  at: z._default(z.nullable(instant), null),
  lines: linesOf(
    z.object({
      sku: article,
      counted: count,
      /** All that were found, when they were told apart. */
      lots: z.optional(
        z
          .array(z.object({ lot: z.nullable(lot), counted: count, expiresOn: z._default(z.nullable(expiry), null) }))
          .check(z.maxLength(200)),
      ),
    }),
  ),
});
