import type { Locale } from "../../kernel/locale.ts";
import { columnWords } from "./column-words.ts";
import { reportTitles } from "./report-titles.ts";

/** The words of workbooks in one language. */
export type SheetWords = {
  /** Of a column of this report; its name where there is no word for it. */
  readonly heading: (column: string) => string;
  /** What the report is called. */
  readonly title: string;
  readonly summary: SummaryWords;
};

export type SummaryWords = {
  /** The name of the last sheet; at most 31 characters, none of `[]:*?/\'`. */
  readonly sheet: string;
  readonly columns: readonly [what: string, value: string, amount: string];
  readonly report: string;
  readonly definition: string;
  readonly merchant: string;
  readonly day: string;
  readonly version: string;
  /** `{zone}` is where the times are of. */
  readonly from: string;
  readonly to: string;
  readonly rows: string;
  readonly column: string;
  readonly sums: Readonly<Record<"sales" | "refunds" | "cancellations" | "adjustments" | "net", string>>;
};

const summaries: Readonly<Record<Locale, SummaryWords>> = {
  en: {
    sheet: "summary",
    columns: ["what", "value", "amount"],
    report: "report",
    definition: "definition",
    merchant: "merchant",
    day: "business day",
    version: "version",
    from: "from ({zone})",
    to: "to, not included ({zone})",
    rows: "rows",
    column: "column",
    sums: {
      sales: "sales",
      refunds: "refunds",
      cancellations: "cancellations",
      adjustments: "adjustments",
      net: "net",
    },
  },
  zh: {
    sheet: "汇总",
    columns: ["项目", "内容", "金额"],
    report: "报表",
    definition: "定义",
    merchant: "商家",
    day: "营业日",
    version: "版本",
    from: "起（{zone}）",
    to: "止，不含（{zone}）",
    rows: "行数",
    column: "列",
    sums: { sales: "销售", refunds: "退款", cancellations: "取消", adjustments: "更正", net: "净额" },
  },
};

export function sheetWords(report: string, locale: Locale): SheetWords {
  const summary = summaries[locale];
  if (locale === "en") return { heading: (column) => column, title: report, summary };
  const heading = (column: string): string => columnWords[`${report}.${column}`] ?? columnWords[column] ?? column;
  return { heading, title: reportTitles[report] ?? report, summary };
}
