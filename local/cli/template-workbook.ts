import type { ImportKind, Locale } from "../../shared/imports/import-kind.ts";
import { type Field, type FieldKind, sheetSchemas } from "../../shared/imports/sheet-schemas.ts";
import type { Cell, Column } from "../../shared/sheets/sheet.ts";
import { writeWorkbook } from "../../shared/sheets/write-workbook.ts";

/** Two rows that import as they stand, so that every column shows what it wants. */
const exampleRows: Readonly<Record<ImportKind, readonly Readonly<Record<string, string>>[]>> = {
  stock: [
    { sku: "TEA-LJ-50", warehouse: "SHA", on_hand: "120", safety_stock: "5", low_stock_threshold: "20", incoming: "0" },
    { sku: "TEA-LJ-50", warehouse: "CAN", on_hand: "80" },
  ],
  orders: [
    {
      order_no: "2891234567890123456",
      placed_at: "2026-11-21 18:30",
      sku: "TEA-LJ-50",
      title: "龙井 50 克",
      quantity: "2",
      unit_price: "88.00",
      discount: "10.00",
      shipping_fee: "12.00",
      currency: "CNY",
      is_paid: "yes",
      shop: "example-shop",
      recipient: "沈雨桐",
      phone: "13700002468",
      country: "CN",
      region: "浙江省",
      city: "杭州市",
      district: "西湖区",
      address: "听泉路 66 号",
      postal_code: "310013",
    },
    {
      order_no: "2891234567890123456",
      placed_at: "2026-11-21 18:30",
      sku: "MUG-WHITE",
      title: "白瓷杯",
      quantity: "1",
      unit_price: "59.00",
      shipping_fee: "12.00",
      currency: "CNY",
      is_paid: "yes",
      shop: "example-shop",
    },
  ],
  "order-updates": [
    {
      order_no: "2891234567890123456",
      carrier: "SF",
      tracking_no: "SF1234567890123",
      sku: "TEA-LJ-50",
      quantity: "2",
      warehouse: "SHA",
      shipped_at: "2026-11-21 20:10",
    },
    { order_no: "2891234567890123457", carrier: "YTO", tracking_no: "YT1234567890123" },
  ],
};

const wanted: Readonly<Record<FieldKind, Readonly<Record<Locale, string>>>> = {
  id: { en: "text; keep the column formatted as text", zh: "文本；请将该列设为文本格式" },
  text: { en: "text", zh: "文本" },
  count: { en: "a whole number, 0 or more", zh: "整数，0 或更大" },
  amount: { en: "digits with a point, e.g. 19.99", zh: "数字，小数点，例如 19.99" },
  time: { en: "2026-11-21 18:30, in the merchant's own time zone", zh: "2026-11-21 18:30（商家所在时区）" },
  yes_no: { en: "yes or no", zh: "是 或 否" },
};

/** The sheet to fill in, and a second one (not read by the hub) that explains its columns. */
export function templateWorkbook(kind: ImportKind, locale: Locale): Uint8Array {
  const fields = sheetSchemas[kind];
  const columns = fields.map(
    (field): Column => ({ name: headingOf(field, locale), kind: "text", width: field.kind === "id" ? 24 : 18 }),
  );
  const rows = exampleRows[kind].map((row) => fields.map((field): Cell => exampleCell(field, row, locale)));
  return writeWorkbook([{ name: kind, columns, rows }, explanation(fields, locale)]);
}

function exampleCell(field: Field, row: Readonly<Record<string, string>>, locale: Locale): Cell {
  const value = row[field.name] ?? null;
  return locale === "zh" && field.kind === "yes_no" && value === "yes" ? "是" : value;
}

/** Our own name, or the first Chinese one. */
function headingOf(field: Field, locale: Locale): string {
  if (locale === "en") return field.name;
  return field.aliases.find((alias) => /\p{Script=Han}/u.test(alias)) ?? field.name;
}

function explanation(fields: readonly Field[], locale: Locale): Parameters<typeof writeWorkbook>[0][number] {
  const titles =
    locale === "zh" ? ["列", "必填", "内容", "也可写作"] : ["column", "required", "what to write", "also understood"];
  const widths = [22, 10, 44, 60];
  const yes = locale === "zh" ? "是" : "yes";
  return {
    name: locale === "zh" ? "说明" : "columns",
    columns: titles.map((name, at): Column => ({ name, kind: "text", width: widths[at] ?? 20 })),
    rows: fields.map((field) => [
      headingOf(field, locale),
      field.isRequired ? yes : "",
      wanted[field.kind][locale],
      [field.name, ...field.aliases].filter((name) => name !== headingOf(field, locale)).join(", "),
    ]),
  };
}
