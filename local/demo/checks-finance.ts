import { currencyExponent } from "../../shared/kernel/currency.ts";
import { decimalFromMinor } from "../../shared/kernel/money.ts";
import { type Check, noneOf, same } from "./check.ts";
import type { DayRecord } from "./day-record.ts";
import { minorOf } from "./figures.ts";
import { costMinorOf, REPORTING_CURRENCY, rateOf } from "./finance-files.ts";
import { type CsvRow, reportedMinor, rowsOfReport } from "./report-rows.ts";
import { sumOf } from "./sale.ts";
import { sentEntries, sentUnits } from "./sent-entries.ts";

/** Amounts in the merchant's currency and what is earned, made again from orders, rates and cost prices as they were uploaded. */
export function financeChecks(record: Pick<DayRecord, "day" | "date" | "reports">): readonly Check[] {
  const [sales, lines, profits, exceptions] = (["sales", "order-lines", "channel-profit", "exceptions"] as const).map(
    (name) => rowsOfReport(record, name),
  );
  if (sales === undefined || lines === undefined || profits === undefined || exceptions === undefined) return [];
  const entries = sentEntries(record.day, record.date);
  const inYuan = decimalFromMinor(
    sumOf(entries, ({ minor, currency, of }) => turned(minor, currency, rateOf(currency, of, record.date))),
    REPORTING_CURRENCY,
  );
  const unpriced = [...sales, ...lines].filter(
    (row) => row["reporting_total"] === "" || row["rate_source"] === "no rate",
  );
  const unknown = shopsWithoutSku(lines);
  return [
    same("net sales by currency = what the shops sent, order by order", textOf(entries), reportedText(sales)),
    noneOf(
      `every amount has its rate and stands in ${REPORTING_CURRENCY} too`,
      [...unpriced, ...exceptions.filter(({ kind }) => kind === "missing_rate")].map((row) => row["entry_id"] ?? ""),
      `${sales.length} entries, ${lines.length} lines`,
    ),
    same(`net sales in ${REPORTING_CURRENCY} = the orders at the rates of the file`, inYuan, reported(sales)),
    same("the lines of the orders come to the same", inYuan, reported(lines)),
    costCheck(record, lines, profits),
    noneOf(
      "profit of each shop = revenue − cost + fees − freight, open only where an article has no sku",
      profits.filter((row) => !isWhole(row, unknown)).map((row) => `${row["connection"]}: ${row["profit"]}`),
      profits.map((row) => `${row["connection"]} ${row["profit_percent"] || "?"} %`).join(", "),
    ),
  ];
}

/** In integers, and not as the hub does it. */
function turned(minor: number, currency: string, rate: string): number {
  const [whole = "0", places = ""] = rate.split(".");
  const digits = (currencyExponent(REPORTING_CURRENCY) ?? 0) - (currencyExponent(currency) ?? 0) - places.length;
  const product = Math.abs(minor) * Number(`${whole}${places}`);
  if (!Number.isSafeInteger(product)) throw new Error(`${minor} ${currency} at ${rate} is beyond what can be counted`);
  const unit = 10 ** Math.abs(digits);
  const size = digits >= 0 ? product * unit : Math.floor((product + unit / 2) / unit);
  return minor < 0 ? 0 - size : size;
}

/** Units by shop, as the lines have them, at the cost prices of the file. */
function costCheck({ day }: Pick<DayRecord, "day">, lines: readonly CsvRow[], profits: readonly CsvRow[]): Check {
  const unknown = shopsWithoutSku(lines);
  const costs = new Map<string, number>();
  for (const { connection = "", sku = "", quantity } of lines) {
    const minor = sku === "" ? 0 : costMinorOf(sku) * Number(quantity);
    costs.set(connection, (costs.get(connection) ?? 0) + minor);
  }
  const wrong = profits.flatMap(({ period, connection = "", cost_of_goods: said = "" }) => {
    const own = unknown.has(connection) ? "" : decimalFromMinor(costs.get(connection) ?? 0, REPORTING_CURRENCY);
    return period !== "day" || said === own ? [] : [`${connection}: ${said} instead of ${own}`];
  });
  const sold = sumOf(
    lines.filter(({ kind }) => kind === "sale"),
    ({ quantity }) => Number(quantity),
  );
  const sent = sentUnits(day);
  const others = sold === sent ? [] : [`${sold} units in the lines, ${sent} in the orders`];
  const all = [...costs.values()].reduce((sum, minor) => sum + minor, 0);
  const found = `${decimalFromMinor(all, REPORTING_CURRENCY)} for ${sold} units sold`;
  return noneOf("what the goods cost = units × the cost prices of the file, by shop", [...wrong, ...others], found);
}

/** They sold something that no cost can be stated of: what they earn is left open, and never taken for more. */
function shopsWithoutSku(lines: readonly CsvRow[]): ReadonlySet<string> {
  const some = lines.filter(({ sku, quantity }) => sku === "" && Number(quantity) !== 0);
  return new Set(some.map(({ connection = "" }) => connection));
}

function isWhole(row: CsvRow, unknown: ReadonlySet<string>): boolean {
  if (unknown.has(row["connection"] ?? "")) return row["profit"] === "";

  const [revenue, cost, fees, freight, profit] = (
    ["revenue_without_tax", "cost_of_goods", "channel_fees", "planned_freight", "profit"] as const
  ).map((name) => (row[name] ? minorOf(row[name], REPORTING_CURRENCY) : Number.NaN));
  return (revenue ?? 0) - (cost ?? 0) + (fees ?? 0) - (freight ?? 0) === profit;
}

function reported(rows: readonly CsvRow[]): string {
  const minor = reportedMinor(rows);
  return Number.isNaN(minor) ? "unknown" : decimalFromMinor(minor, REPORTING_CURRENCY);
}

function textOf(entries: readonly { readonly currency: string; readonly minor: number }[]): string {
  return [...Map.groupBy(entries, ({ currency }) => currency)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([currency, some]) =>
        `${decimalFromMinor(
          sumOf(some, ({ minor }) => minor),
          currency,
        )} ${currency}`,
    )
    .join(", ");
}

function reportedText(sales: readonly CsvRow[]): string {
  return textOf(sales.map(({ currency = "", total = "" }) => ({ currency, minor: minorOf(total, currency) })));
}
