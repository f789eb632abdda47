import { settlementWorkColumns } from "../../shared/imports/settlements/work-columns.ts";
import { classTexts } from "../../shared/reconciliation/explain.ts";
import type { DifferenceClass } from "../../shared/reconciliation/settlement.ts";
import type { Cell, Column } from "../../shared/sheets/sheet.ts";
import type { WorkbookSheet } from "../../shared/sheets/write-workbook.ts";

/** As the API answers; amounts are decimal text. */
export type SettlementAnswer = {
  readonly id: string;
  readonly settlementId: string;
  readonly shop: string;
  readonly currency: string;
  readonly from: string;
  readonly to: string;
  readonly explained: {
    readonly payout: string;
    readonly expected: string;
    readonly difference: string;
    readonly classes: readonly {
      readonly class: DifferenceClass;
      readonly lines: number;
      readonly amount: string;
      readonly difference: string;
    }[];
  } | null;
  readonly matched: { readonly asked: string; readonly looked: number; readonly changed: number } | null;
};

type ToldAnswer = { readonly class: DifferenceClass; readonly difference: string } | null;

export type SettlementLineAnswer = {
  readonly line: string;
  readonly class: DifferenceClass;
  readonly confidence: number;
  readonly orderNo: string;
  readonly day: string;
  readonly sku: string;
  readonly kind: string;
  readonly feeKind: string;
  readonly text: string;
  readonly amount: string;
  readonly expected: string;
  readonly difference: string;
  readonly why: { readonly en: string; readonly zh: string };
  readonly closing: { readonly note: string } | null;
  /** What it was before it was matched again; oldest first. */
  readonly changes: readonly { readonly at: string; readonly from: ToldAnswer; readonly to: ToldAnswer }[];
};

type Language = "en" | "zh";

const kinds: Readonly<Record<string, Column["kind"]>> = {
  ...{ amount: "decimal", expected: "decimal", difference: "decimal", confidence: "integer", day: "day" },
};

/** The lines to be worked through: what was found, and the columns "close" and "note" to be filled in. */
export function settlementWorkbook(
  { id, currency }: SettlementAnswer,
  lines: readonly SettlementLineAnswer[],
  language: Language,
): WorkbookSheet {
  const columns = settlementWorkColumns.map(({ name, aliases }): Column => {
    const title = language === "zh" ? (aliases[0] ?? name) : name;
    const choices = language === "zh" ? ["是", "否"] : ["yes", "no"];
    return { name, title, kind: kinds[name] ?? "text", ...(name === "close" ? { choices } : {}) };
  });
  const rows = lines.map((each) => {
    const cells = cellsOf(each, language);
    return columns.map(
      ({ name }): Cell => (name === "settlement" ? id : name === "currency" ? currency : (cells[name] ?? "")),
    );
  });
  return { name: "settlement", columns, rows };
}

function cellsOf(each: SettlementLineAnswer, language: Language): Readonly<Record<string, Cell>> {
  const yes = language === "zh" ? "是" : "yes";
  return {
    ...{ line: each.line, day: each.day, order_no: each.orderNo, sku: each.sku, kind: each.kind },
    ...{ fee_kind: each.feeKind, text: each.text, confidence: each.confidence },
    ...{ amount: each.amount, expected: each.expected, difference: each.difference },
    class: classTexts[each.class][language],
    why: each.why[language],
    before: historyOf(each, language),
    close: each.closing === null ? "" : yes,
    note: each.closing?.note ?? "",
  };
}

/** `2026-11-25 missing order (200.00)`: what it was until then; one for each change, newest first. */
export function historyOf({ changes }: Pick<SettlementLineAnswer, "changes">, language: Language): string {
  return changes
    .toReversed()
    .flatMap(({ at, from }) =>
      from === null ? [] : `${at.slice(0, 10)} ${classTexts[from.class][language]} (${from.difference})`,
    )
    .join("; ");
}
