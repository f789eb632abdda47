import type { Locale } from "../kernel/locale.ts";
import { goodsReasons } from "./goods-reasons.ts";
import { networkReasons } from "./network-reasons.ts";
import { settlementReasons } from "./settlements/settlement-reasons.ts";

/** Why a row was not applied. The code is stable; people read the text in their own language. */
export type RowReason = {
  readonly code: ReasonCode;
  /** Our name of the column, e.g. `quantity`; null when the whole row is meant. */
  readonly column: string | null;
  /** What stood there. */
  readonly found: string;
  /** The other row of the file that it is about. */
  readonly row?: number;
};

type Texts = Readonly<Record<Locale, string>>;

/** `{found}` is what stood in the cell. Each text says what is wrong and how to mend it. */
const reasons = {
  ...networkReasons,
  ...settlementReasons,
  required: {
    en: "This cell is empty; it must be filled.",
    zh: "此单元格为空，必须填写。",
  },
  id_as_number: {
    en: "The spreadsheet has turned this number into {found} and lost digits. Format the column as text, enter it again, and upload the row.",
    zh: "表格软件已把编号变成 {found}，位数已丢失。请把该列设为文本格式，重新填写后再上传此行。",
  },
  id_as_date: {
    en: "The spreadsheet has turned this code into a date ({found}). Format the column as text and enter it again.",
    zh: "表格软件已把编码变成日期（{found}）。请把该列设为文本格式后重新填写。",
  },
  id_digits_lost: {
    en: "Every long number of this column ends in zeros after its 15th digit ({found}): a spreadsheet has rounded them. Take the file from the platform again and do not open it in Excel before uploading.",
    zh: "本列的长编号在第 15 位之后全为零（{found}），已被表格软件舍入。请从平台重新导出，上传前不要用 Excel 打开。",
  },
  id_zeros_lost: {
    en: "Other codes of this column begin with zeros and this one is a shorter number ({found}): its zeros are lost. Format the column as text and enter it again.",
    zh: "本列其他编码以零开头，而此处是较短的数字（{found}），前导零已丢失。请把该列设为文本格式后重新填写。",
  },
  postal_code_cut: {
    en: "{found} is too short for a postal code of its country: leading zeros are lost. Format the column as text and enter it again.",
    zh: "{found} 短于该国邮编位数，前导零已丢失。请把该列设为文本格式后重新填写。",
  },
  garbled_text: {
    en: 'The characters of "{found}" were lost when the file was saved in another encoding. Save it as .xlsx or "CSV UTF-8" from the original and upload it again.',
    zh: "“{found}”因编码错误已成乱码。请从原文件另存为 .xlsx 或“CSV UTF-8”后重新上传。",
  },
  decimal_comma: {
    en: "{found} has a comma where the point belongs, or where thousands begin: the file does not say which. Write it with a point, e.g. 19.99.",
    zh: "{found} 中的逗号无法判断是小数点还是千位分隔符，请用小数点填写，例如 19.99。",
  },
  too_long: {
    en: "{found} has more than 100 characters. Shorten it.",
    zh: "{found} 超过 100 个字符，请缩短。",
  },
  not_a_count: {
    en: '"{found}" is not a whole number of units. Write digits only, e.g. 12.',
    zh: "“{found}”不是整数数量，请只填数字，例如 12。",
  },
  negative_count: {
    en: "{found} is below zero. Write 0 or more.",
    zh: "{found} 小于零，请填写 0 或更大的数。",
  },
  zero_quantity: {
    en: "An order line needs at least 1 unit.",
    zh: "订单行数量至少为 1。",
  },
  too_large: {
    en: "{found} is more than the hub accepts here (1,000,000,000). Check the digits.",
    zh: "{found} 超出上限（1,000,000,000），请核对位数。",
  },
  not_an_amount: {
    en: '"{found}" is not an amount. Write digits with a point, e.g. 19.99, without a currency sign.',
    zh: "“{found}”不是金额，请用小数点填写，例如 19.99，不要带货币符号。",
  },
  too_precise: {
    en: "{found} has more digits after the point than this currency has.",
    zh: "{found} 的小数位数超过该币种允许的位数。",
  },
  negative_amount: {
    en: "{found} is below zero. Write discounts as positive amounts.",
    zh: "{found} 小于零。优惠请填写正数。",
  },
  discount_too_large: {
    en: "The discount {found} is more than price × quantity of this row.",
    zh: "优惠 {found} 大于本行单价 × 数量。",
  },
  unknown_currency: {
    en: '"{found}" is not a currency code. Write an ISO 4217 code, e.g. CNY or USD.',
    zh: "“{found}”不是币种代码，请填写 ISO 4217 代码，例如 CNY 或 USD。",
  },
  not_a_time: {
    en: '"{found}" is not a date and time. Write it as 2026-11-21 18:30 (year, month, day).',
    zh: "“{found}”不是日期时间，请写成 2026-11-21 18:30（年-月-日）。",
  },
  ambiguous_date: {
    en: '"{found}" can be read in two ways (day or month first). Write it as 2026-11-21 18:30.',
    zh: "“{found}”可能有两种读法（日/月顺序不明），请写成 2026-11-21 18:30。",
  },
  time_in_future: {
    en: "{found} lies in the future. Check the year and the day.",
    zh: "{found} 是未来的时间，请核对年份和日期。",
  },
  not_yes_or_no: {
    en: '"{found}" is neither yes nor no.',
    zh: "“{found}”既不是“是”也不是“否”。",
  },
  error_value: {
    en: "The cell shows the error {found}. Mend the formula or write the value itself.",
    zh: "单元格显示错误 {found}，请修正公式或直接填写数值。",
  },
  formula_without_value: {
    en: "The formula was never calculated. Open the file in a spreadsheet program, save it, and upload it again.",
    zh: "公式没有保存计算结果。请在表格软件中打开并保存后重新上传。",
  },
  unknown_warehouse: {
    en: 'There is no warehouse "{found}". Use the code of one of your warehouses.',
    zh: "没有名为“{found}”的仓库，请填写已有仓库的编码。",
  },
  repeated_row: {
    en: "An earlier row of this file is about the same thing ({found}). Keep one of them.",
    zh: "本文件前面已有相同的行（{found}），请只保留一行。",
  },
  order_has_bad_row: {
    en: "Another row of this order cannot be used ({found}); an order is taken whole or not at all.",
    zh: "该订单的另一行有误（{found}）；订单只能整单导入。",
  },
  rows_disagree: {
    en: "The rows of this order disagree about {found}. Write the same in each of them.",
    zh: "同一订单各行的 {found} 不一致，请填写相同内容。",
  },
  unknown_status: {
    en: 'The hub does not know the status "{found}" of this platform, and does not guess whether the order may ship. Tell us the word, or use the template.',
    zh: "系统不认识该平台的状态“{found}”，无法判断订单能否发货。请联系我们补充，或改用模板导入。",
  },
  joined_articles: {
    en: "Several articles share this cell ({found}) and the file does not say how many of each. Export one row per item.",
    zh: "多个商品合并在一个单元格（{found}），无法得知各自数量。请按商品明细逐行导出。",
  },
  unknown_item: {
    en: 'The order item "{found}" cannot be taken apart. Export one row per item, or items with name, sku, quantity and total.',
    zh: "无法解析订单商品“{found}”。请按商品逐行导出，或导出包含名称、SKU、数量、金额的明细。",
  },
  unknown_order: {
    en: 'The hub has no order with the number "{found}". Write the number as the platform shows it, or the hub\'s own id.',
    zh: "系统中没有订单号“{found}”。请填写平台显示的订单号或系统订单编号。",
  },
  several_orders: {
    en: 'Several shops have an order "{found}". Name the shop in the column shop, or write the hub\'s own id.',
    zh: "多个店铺都有订单“{found}”，请在店铺列注明店铺，或填写系统订单编号。",
  },
  order_not_shippable: {
    en: "This order must not ship: {found}.",
    zh: "该订单不能发货：{found}。",
  },
  nothing_allocated: {
    en: "Nothing of this order is allocated from {found}, so nothing can leave it.",
    zh: "该订单没有从 {found} 分配的库存，无法发货。",
  },
  more_than_allocated: {
    en: "{found}: more than is allocated to this order from the warehouse.",
    zh: "{found}：超出该仓库为此订单分配的数量。",
  },
  sku_not_in_order: {
    en: 'The order has no line with the sku "{found}".',
    zh: "订单中没有商品编码“{found}”。",
  },
  warehouse_needed: {
    en: "The goods of this order lie in several warehouses ({found}). Say in the column warehouse which one this parcel left.",
    zh: "该订单的货品分布在多个仓库（{found}），请在仓库列注明此包裹的发货仓。",
  },
  other_parcel: {
    en: "A parcel with the number {found} stands in this order with other goods. Check the number.",
    zh: "该订单已有运单号 {found}，但包裹内货品不同，请核对单号。",
  },
  parcel_has_bad_row: {
    en: "Another row of this parcel cannot be used ({found}); a parcel is taken whole or not at all.",
    zh: "该包裹的另一行有误（{found}）；包裹只能整体导入。",
  },
  parcel_rows_disagree: {
    en: "The rows of this parcel disagree about {found}. Write each article once, and the same carrier and warehouse in each row.",
    zh: "同一包裹各行的 {found} 不一致。每个商品只写一行，各行的快递和仓库须相同。",
  },
  known_from_shop: {
    en: "A connected shop has told the hub of this order already ({found}); it is not taken a second time.",
    zh: "已接入的店铺已传来此订单（{found}），不会重复导入。",
  },
  ...goodsReasons,
  not_applied: {
    en: "The hub could not take this row ({found}). Nothing of it was stored; upload it again later.",
    zh: "系统未能处理此行（{found}），未保存任何内容，请稍后重新上传。",
  },
} as const satisfies Readonly<Record<string, Texts>>;

export type ReasonCode = keyof typeof reasons;

export const reasonCodes = Object.keys(reasons) as readonly ReasonCode[];

/** Of a cell; a receipt quotes no more of it. */
export const LONGEST_TOLD = 80;

export function reasonText(reason: RowReason, locale: Locale): string {
  return reasons[reason.code][locale].replace("{found}", () => foundText(reason, locale));
}

function foundText({ found, row }: RowReason, locale: Locale): string {
  const told = found.slice(0, LONGEST_TOLD);
  if (row === undefined) return told;
  const [place, comma] = locale === "zh" ? [`第 ${row} 行`, "，"] : [`row ${row}`, ", "];
  return told === "" ? place : `${told}${comma}${place}`;
}
