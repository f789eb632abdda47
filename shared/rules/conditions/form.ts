import * as z from "zod/mini";

/**
 * A condition as a form shows it: rows of field, question and value, grouped by all, any and not. It says less than the
 * text can, and all of it can be said in text.
 */
export type Form =
  | { readonly all: readonly Form[] }
  | { readonly any: readonly Form[] }
  | { readonly not: Form }
  /** Some line, or every line, for which the inner form holds; its fields are those of a line. */
  | { readonly someLine: Form }
  | { readonly everyLine: Form }
  | FormRow;

export type FormRow = { readonly field: string; readonly op: FormOp; readonly value: FormValue };

export type FormValue = string | number | boolean | readonly string[] | readonly number[];

export const formOps = [
  "is",
  "is_not",
  "is_one_of",
  "is_none_of",
  "less_than",
  "at_most",
  "more_than",
  "at_least",
  /** A list of texts has this entry, or one of these. */
  "has",
  "has_any",
  /** A text has this part. */
  "contains",
  "starts_with",
  "ends_with",
  /** A sku pattern: "TEA-*". */
  "matches",
  /** Of `destination` only: a region, or any of several. */
  "in_region",
] as const;
export type FormOp = (typeof formOps)[number];

export const formSchema: z.ZodMiniType<Form> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(formSchema).check(z.maxLength(50)) }),
    z.strictObject({ any: z.array(formSchema).check(z.maxLength(50)) }),
    z.strictObject({ not: formSchema }),
    z.strictObject({ someLine: formSchema }),
    z.strictObject({ everyLine: formSchema }),
    z.strictObject({
      field: z.string(),
      op: z.enum(formOps),
      value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.array(z.number())]),
    }),
  ]),
);
