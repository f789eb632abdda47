import type { LineFact } from "../facts/fact.ts";

/** The rate of what bears no tax. */
export const NO_TAX = "0.0";

/** `rate`: per cent with one digit; "" where there is tax on nothing. `baseMinor`: what it is taken of, without tax. */
export type TaxRate = { readonly rate: string; readonly baseMinor: number };

/** In per mille: laws state most rates in whole per cents, some in halves. */
const steps = [10, 5, 1] as const;

/**
 * At what rate a line was taxed, because channels tell amounts of tax and not always their rates: the roundest one by which its
 * tax comes out to less than one minor unit, of all of the line or, where only goods are taxed, of the goods after discount.
 * Where there is none such, what the tax is of all of the line.
 */
export function taxRate(line: Amounts): TaxRate {
  const { taxMinor } = line;
  const wholeMinor = line.totalMinor - taxMinor;
  if (taxMinor === 0) return { rate: NO_TAX, baseMinor: wholeMinor };
  const goodsMinor = line.itemsMinor + line.discountMinor - (line.taxIncluded ? taxMinor : 0);
  for (const step of steps) {
    for (const baseMinor of [wholeMinor, goodsMinor]) {
      if (baseMinor === 0) continue;
      const perMille = step * Math.round((1_000 * taxMinor) / baseMinor / step);
      if (perMille > 0 && Math.abs((baseMinor * perMille) / 1_000 - taxMinor) < 1)
        return { rate: (perMille / 10).toFixed(1), baseMinor };
    }
  }
  const rate = wholeMinor === 0 ? "" : (Math.round((1_000 * taxMinor) / wholeMinor) / 10).toFixed(1);
  return { rate, baseMinor: wholeMinor };
}

type Amounts = Pick<LineFact, "itemsMinor" | "discountMinor" | "taxMinor" | "taxIncluded" | "totalMinor">;
