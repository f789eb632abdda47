import type { LineFacts } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";
import { lineIdOf } from "./line-id.ts";

/** `shipped` counts the units that left, by line. */
export function readLines(
  detail: JsonReader,
  shipped: ReadonlyMap<string, number>,
  needsShipping: boolean,
): readonly LineFacts[] {
  const rows = new Map<string, number>();
  return detail.list("product_infos").map((at) => {
    const named = lineIdOf(at);
    const row = (rows.get(named) ?? 0) + 1;
    rows.set(named, row);
    const quantity = at.count("sku_cnt");
    const unitPriceMinor = at.minor("sale_price");
    const gross = at.exact("sale_price", unitPriceMinor * quantity);
    const totalMinor = at.has("real_price") ? at.minor("real_price") : gross;
    const finished = at.countOrNull("finish_aftersale_sku_cnt") ?? 0;
    const left = row === 1 ? (shipped.get(named) ?? 0) : 0;
    return {
      lineId: row === 1 ? named : `${named}-${row}`,
      sku: (at.textOrNull("sku_code") ?? at.textOrNull("out_sku_id"))?.trim() ?? "",
      title: at.textOrNull("title") ?? "",
      variant: variantOf(at),
      quantity,
      removedQuantity: Math.max(0, Math.min(finished, quantity - left)),
      unitPriceMinor,
      discountMinor: at.exact("real_price", gross - totalMinor),
      taxMinor: 0,
      totalMinor,
      needsShipping,
      weightGrams: null,
    };
  });
}

/** "四川成都, 玻璃" */
function variantOf(at: JsonReader): string | null {
  const values = at.entries("sku_attrs").flatMap((attribute) => attribute.textOrNull("attr_value") ?? []);
  return values.length === 0 ? null : values.join(", ");
}
