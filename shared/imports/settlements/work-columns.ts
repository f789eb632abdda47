import { type Field, field } from "../sheet-field.ts";

/** The workbook that finance works through: what stands in a settlement, and two columns to fill in. */
export const settlementWorkColumns: readonly Field[] = [
  field("settlement", "id", "required", "结算编号"),
  field("line", "text", "required", "明细编号"),
  field("close", "yes_no", "required", "关闭", "closed", "是否关闭"),
  field("note", "text", "optional", "备注", "处理说明"),
  field("class", "text", "optional", "分类"),
  field("confidence", "count", "optional", "置信度"),
  field("why", "text", "optional", "原因"),
  field("before", "text", "optional", "此前"),
  field("day", "day", "optional", "日期"),
  field("order_no", "text", "optional", "订单号"),
  field("sku", "text", "optional", "SKU"),
  field("kind", "text", "optional", "款项类型"),
  field("fee_kind", "text", "optional", "费用项目"),
  field("text", "text", "optional", "说明"),
  field("currency", "text", "optional", "币种"),
  field("amount", "amount", "optional", "金额"),
  field("expected", "amount", "optional", "应收"),
  field("difference", "amount", "optional", "差额"),
];
