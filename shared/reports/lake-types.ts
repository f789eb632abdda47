import type { ColumnKind } from "../sheets/sheet.ts";
import { DECIMAL_PRECISION, DECIMAL_SCALE } from "./formats/parquet/column-chunk.ts";

/** What SQL calls the types that Parquet files have. */
export const lakeTypes: Readonly<Record<ColumnKind, string>> = {
  text: "string",
  instant: "string",
  integer: "bigint",
  decimal: `decimal(${DECIMAL_PRECISION},${DECIMAL_SCALE})`,
  day: "date",
};

/** `order_lines`: a name as SQL takes it. */
export function lakeName(name: string): string {
  return name.replaceAll("-", "_");
}

/** How Athena works out the folders of the days by itself, so that none has to be registered. */
export function dayProjection(from: string, locationOfDay: string): Readonly<Record<string, string>> {
  return {
    "projection.enabled": "true",
    "projection.sealed_day.type": "date",
    "projection.sealed_day.format": "yyyy-MM-dd",
    "projection.sealed_day.range": `${from},NOW+1DAY`,
    "storage.location.template": locationOfDay,
  };
}
