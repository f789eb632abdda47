import type { Locale } from "./import-kind.ts";
import { networkReasons } from "./network-reasons.ts";

/** Why a row was not applied. The code is stable; people read the text in their own language. */
export type RowReason = {
  readonly code: ReasonCode;
  /** Our name of the column, e.g. `quantity`; null when the whole row is meant. */
  readonly column: string | null;
  /** What stood there. */
  readonly found: string;
};

type Texts = Readonly<Record<Locale, string>>;

/** `{found}` is what stood in the cell. Each text says what is wrong and how to mend it. */
const reasons = {
  ...networkReasons,
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
  known_from_shop: {
    en: "A connected shop has told the hub of this order already ({found}); it is not taken a second time.",
    zh: "已接入的店铺已传来此订单（{found}），不会重复导入。",
  },
  text_too_long: {
    en: "This text is too long ({found}). Shorten it.",
    zh: "文字过长（{found}），请缩短。",
  },
  too_many_values: {
    en: "This cell holds more values than one article may have ({found}). Leave the important ones.",
    zh: "此单元格的值过多（{found}），请只保留必要的。",
  },
  unknown_choice: {
    en: '"{found}" is none of the words of this column. Choose one from the drop-down list of the template.',
    zh: "“{found}”不在本列可选范围内，请从模板的下拉列表中选择。",
  },
  unit_needed: {
    en: '"{found}" has no unit that the hub knows. Write it beside the number or in the heading, e.g. 250 g, 0.25 kg, 30 cm.',
    zh: "“{found}”没有可识别的单位，请写在数字后或列标题中，例如 250 g、0.25 kg、30 cm。",
  },
  not_a_measure: {
    en: '"{found}" is not a weight or length. Write a number and its unit, e.g. 250 g or 30 cm.',
    zh: "“{found}”不是重量或长度，请写数字和单位，例如 250 g 或 30 cm。",
  },
  too_many_days: {
    en: "{found} days are more than the hub counts with (1,000). Check the number.",
    zh: "{found} 天超出上限（1,000 天），请核对。",
  },
  bad_components: {
    en: '"{found}" is not a list of parts. Write each sku once with its number, parted by semicolons: TEA-1*2; MUG-1. At most 20.',
    zh: "“{found}”不是有效的组成清单。每个商品编码写一次并注明数量，用分号分隔，例如 TEA-1*2; MUG-1，最多 20 项。",
  },
  own_component: {
    en: "{found} cannot be a part of itself.",
    zh: "{found} 不能作为自身的组成部分。",
  },
  nested_bundle: {
    en: "{found} is a bundle itself: name what it consists of instead.",
    zh: "{found} 本身是组合商品，请直接列出其组成商品。",
  },
  own_variant: {
    en: "{found} cannot be a variant of itself.",
    zh: "{found} 不能是自身的规格变体。",
  },
  unknown_product: {
    en: 'There is no product "{found}" yet. Fill its title to make one.',
    zh: "尚无商品“{found}”，请填写商品名称以新建。",
  },
  bundle_has_bad_row: {
    en: "Another row of this bundle cannot be used ({found}); a bundle is taken whole or not at all.",
    zh: "该组合商品的另一行有误（{found}）；组合商品只能整体导入。",
  },
  unknown_shop: {
    en: '"{found}" is neither one of your connected shops nor a channel. Write the id of the shop, or leave the cell empty for numbers of your own.',
    zh: "“{found}”既不是已接入的店铺也不是渠道。请填写店铺编号；自有客户编号请留空。",
  },
  not_an_email: {
    en: '"{found}" is not an e-mail address.',
    zh: "“{found}”不是有效的电子邮箱。",
  },
  not_a_phone: {
    en: '"{found}" is not a telephone number.',
    zh: "“{found}”不是有效的电话号码。",
  },
  unknown_country: {
    en: '"{found}" is not a country code. Write two letters, e.g. CN or US.',
    zh: "“{found}”不是国家代码，请填写两位字母，例如 CN 或 US。",
  },
  customer_erased: {
    en: "This customer was erased on {found} at their own wish; nothing of the row was stored. An operator can take them back.",
    zh: "该客户已于 {found} 应其要求删除，本行未保存。如需恢复，请由管理员操作。",
  },
  price_needed: {
    en: "The row has neither a sale price nor a cost price.",
    zh: "本行既没有售价也没有成本价。",
  },
  ends_before_start: {
    en: "The last day {found} lies before the first one.",
    zh: "结束日期 {found} 早于开始日期。",
  },
  same_currency: {
    en: "Both currencies are {found}; a rate is between two.",
    zh: "两个币种都是 {found}，汇率应为两种货币之间。",
  },
  not_a_rate: {
    en: '"{found}" is not an exchange rate. Write how many units of the second currency one unit of the first is, e.g. 7.1234.',
    zh: "“{found}”不是汇率，请填写一单位原币折合的目标币种数量，例如 7.1234。",
  },
  not_a_change: {
    en: '"{found}" is not a change. Write how many units came or went, e.g. 5 or -3.',
    zh: "“{found}”不是增减数量，请填写增加或减少的件数，例如 5 或 -3。",
  },
  zero_change: {
    en: "A change of 0 units changes nothing. Delete the row or write the number.",
    zh: "增减数量为 0，没有变化。请删除该行或填写数量。",
  },
  returned_below_zero: {
    en: "Goods that came back are a number above 0, not {found}.",
    zh: "退回数量应大于 0，而不是 {found}。",
  },
  document_has_bad_row: {
    en: "Another row of this document cannot be used ({found}); a document is booked whole or not at all.",
    zh: "该单据的另一行有误（{found}）；单据只能整单入账。",
  },
  document_disagrees: {
    en: "The rows of this document disagree about {found}. Write the same in each of them.",
    zh: "同一单据各行的 {found} 不一致，请填写相同内容。",
  },
  bad_document_no: {
    en: '"{found}" is not a document number: at most 64 letters, digits, dots, hyphens and underscores.',
    zh: "“{found}”不是有效单号：最多 64 位，仅限字母、数字、点、连字符和下划线。",
  },
  other_document: {
    en: "The document {found} was booked before with other lines. Give the new change a number of its own.",
    zh: "单据 {found} 已入账且内容不同，请为新的调整使用新单号。",
  },
  document_too_long: {
    en: "A document holds at most 90 lines, this one has {found}. Give the rest another number.",
    zh: "一张单据最多 90 行，当前为 {found} 行，请拆分为多个单号。",
  },
  not_applied: {
    en: "The hub could not take this row ({found}). Nothing of it was stored; upload it again later.",
    zh: "系统未能处理此行（{found}），未保存任何内容，请稍后重新上传。",
  },
} as const satisfies Readonly<Record<string, Texts>>;

export type ReasonCode = keyof typeof reasons;

export const reasonCodes = Object.keys(reasons) as readonly ReasonCode[];

export function reasonText(reason: RowReason, locale: Locale): string {
  return reasons[reason.code][locale].replace("{found}", reason.found.slice(0, 80));
}
