export type FieldKind =
  | "id"
  | "text"
  | "count"
  | "amount"
  | "time"
  | "yes_no"
  | "day"
  | "change"
  | "decimal"
  | "weight"
  | "length"
  | "list"
  | "choice";

export type Field = {
  /** Our name of the column: what the templates use and what receipts point to. */
  readonly name: string;
  readonly kind: FieldKind;
  readonly isRequired: boolean;
  /** Other headings it is known by, compared without case, spaces and punctuation. */
  readonly aliases: readonly string[];
};

export function field(name: string, kind: FieldKind, need: "required" | "optional", ...aliases: string[]): Field {
  return { name, kind, isRequired: need === "required", aliases };
}
