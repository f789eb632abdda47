import type { Rate } from "../routing/costs/carrier.ts";
import type { RawCell } from "../sheets/rows.ts";
import { type Read, readAmount } from "./read-cell.ts";
import { readWeight } from "./read-measure.ts";
import type { RowReader } from "./row-reader.ts";

/** What a row asks for a parcel: a first and a further weight, or one price up to a weight. Null with a reason noted. */
export function readRate(reader: RowReader, currency: string): Rate | null {
  // Freight templates give weights in kilograms where nothing else is said.
  const weight =
    (column: string) =>
    (cell: RawCell): Read<number> =>
      readWeight(cell, reader.headingOf(column), "kg");
  const amount = (cell: RawCell): Read<number> => readAmount(cell, currency);
  const stepWeight = reader.optional("step_weight", weight("step_weight"));
  const stepPrice = reader.optional("step_price", amount);
  const upToWeight = reader.optional("up_to_weight", weight("up_to_weight"));
  const upToPrice = reader.optional("up_to_price", amount);
  if (upToWeight === null && upToPrice === null) {
    const firstGrams = reader.required("first_weight", weight("first_weight"));
    const firstMinor = reader.required("first_price", amount);
    if (firstGrams === null || firstMinor === null) return null;
    // Without a further weight the price holds for any: a step that costs nothing.
    return {
      kind: "first_and_steps",
      firstGrams,
      firstMinor,
      stepGrams: stepWeight ?? firstGrams,
      stepMinor: stepPrice ?? 0,
    };
  }
  const others = {
    first_weight: reader.optional("first_weight", weight("first_weight")),
    first_price: reader.optional("first_price", amount),
    step_weight: stepWeight,
    step_price: stepPrice,
  };
  const [other] = Object.entries(others).find(([, value]) => value !== null) ?? [];
  if (other !== undefined) reader.refuse("two_rates", other, other);
  const upToGrams = upToWeight ?? reader.required("up_to_weight", weight("up_to_weight"));
  const minor = upToPrice ?? reader.required("up_to_price", amount);
  return upToGrams === null || minor === null ? null : { kind: "brackets", rows: [{ upToGrams, minor }] };
}
