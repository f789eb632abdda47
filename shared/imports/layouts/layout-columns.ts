import { cellText, type RawRow } from "../../sheets/rows.ts";
import type { Columns } from "../find-columns.ts";
import { headingKey } from "../sheet-schemas.ts";
import type { Layout } from "./layout.ts";

/** Where the fields of a recognised file stand. A heading that stands twice counts where it comes first. */
export function layoutColumns(layout: Layout, headerRow: RawRow): Columns {
  const headings = headerRow.cells.map(cellText);
  const places = new Map<string, number>();
  for (const [at, heading] of headings.entries()) {
    const key = headingKey(heading);
    if (key !== "" && !places.has(key)) places.set(key, at);
  }
  const { orders, stock, products, settlement, customers } = layout;
  const wanted = Object.entries((orders ?? products ?? settlement ?? customers)?.columns ?? stock ?? {});
  const found = wanted.map(([field, names]): readonly [string, readonly number[]] => [
    field,
    (names ?? []).flatMap((name) => places.get(headingKey(name)) ?? []),
  ]);
  const here = found.filter(([, at]) => at.length > 0);
  return {
    headerRow: headerRow.number,
    headings,
    at: new Map(here.map(([field, [first = 0]]) => [field, first])),
    also: new Map(here.map(([field, [, ...others]]) => [field, others])),
  };
}

/** Headings under which nothing is read: they are kept in the receipt and named in its summary. */
export function unusedHeadings({ headings, at, also }: Columns): readonly string[] {
  const used = new Set([...at.values(), ...[...(also?.values() ?? [])].flat()]);
  return headings.filter((heading, index) => heading.trim() !== "" && !used.has(index));
}
