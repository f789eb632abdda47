import { decimalFromMinor } from "../../kernel/money.ts";
import type { Cell, Column, Sheet } from "../../sheets/sheet.ts";
import { writeWorkbook } from "../../sheets/write-workbook.ts";
import type { Alert } from "../alert-store.ts";
import type { Proposal } from "../reorder/decide-proposal.ts";

type Words = Readonly<Record<"en" | "zh", string>>;
type WorkbookColumn<T> = {
  readonly title: Words;
  readonly kind: Column["kind"];
  readonly width: number;
  readonly of: (row: T, currency: string) => Cell;
};

function column<T>(
  en: string,
  zh: string,
  kind: Column["kind"],
  width: number,
  of: WorkbookColumn<T>["of"],
): WorkbookColumn<T> {
  return { title: { en, zh }, kind, width, of };
}

const proposalColumns: readonly WorkbookColumn<Proposal>[] = [
  column("sku", "商家编码", "text", 24, ({ sku }) => sku),
  column("title", "商品名称", "text", 30, ({ title }) => title),
  column("supplier", "供应商", "text", 24, ({ supplier }) => supplier),
  column("quantity", "采购数量", "integer", 12, ({ quantity }) => quantity),
  column("packs", "箱数", "integer", 10, ({ quantity, packSize }) => quantity / packSize),
  column("pack_size", "装箱数", "integer", 10, ({ packSize }) => packSize),
  column("cost", "采购金额", "decimal", 14, ({ costMinor }, currency) =>
    costMinor === null ? null : decimalFromMinor(costMinor, currency),
  ),
  column("position", "可用加在途", "integer", 12, ({ position }) => position),
  column("reorder_point", "再订货点", "integer", 12, ({ reorderPoint }) => reorderPoint),
  column("units_per_day", "日均销量", "text", 12, ({ unitsPerDay }) => unitsPerDay.toFixed(2)),
  column("stock_out_at", "预计断货时间", "text", 24, ({ stockOutAt }) => stockOutAt),
  column("lead_time_days", "到货天数", "integer", 12, ({ leadTimeDays }) => leadTimeDays),
  column("may_ship_late", "可能延迟发货", "text", 14, ({ isLate }) => (isLate ? "yes" : null)),
  column("proposed_at", "建议时间", "text", 24, ({ proposedAt }) => proposedAt),
];

const alertColumns: readonly WorkbookColumn<Alert>[] = [
  column("sku", "商家编码", "text", 24, ({ sku }) => sku),
  column("warehouse", "仓库", "text", 14, ({ warehouse }) => warehouse ?? "*"),
  column("available", "可用库存", "integer", 12, ({ available }) => available),
  column("threshold", "预警值", "integer", 12, ({ threshold }) => threshold),
  column("units_per_day", "日均销量", "text", 12, ({ unitsPerDay }) => unitsPerDay?.toFixed(2) ?? null),
  column("stock_out_at", "预计断货时间", "text", 24, ({ stockOutAt }) => stockOutAt),
  column("opened_at", "预警时间", "text", 24, ({ openedAt }) => openedAt),
];

export type DigestSheets = {
  readonly alerts: readonly Alert[];
  readonly proposals: readonly Proposal[];
  /** Of the cost. */
  readonly currency: string;
  readonly locale: "en" | "zh";
};

/** Purchases to be made and stock that is low, a sheet each. Deterministic. */
export function digestWorkbook({ alerts, proposals, currency, locale }: DigestSheets): Uint8Array {
  const names = locale === "zh" ? ["采购建议", "低库存预警"] : ["purchases", "low stock"];
  return writeWorkbook([
    toSheet(names[0] ?? "", proposalColumns, proposals, { currency, locale }),
    toSheet(names[1] ?? "", alertColumns, alerts, { currency, locale }),
  ]);
}

function toSheet<T>(
  name: string,
  columns: readonly WorkbookColumn<T>[],
  rows: readonly T[],
  { currency, locale }: Pick<DigestSheets, "currency" | "locale">,
): Sheet {
  return {
    name,
    columns: columns.map(({ title, kind, width }) => ({ name: title.en, title: title[locale], kind, width })),
    rows: rows.map((row) => columns.map(({ of }) => of(row, currency))),
  };
}
