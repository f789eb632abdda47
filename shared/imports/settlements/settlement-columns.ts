import { type Field, field } from "../sheet-field.ts";

/** 结算明细: one row for each amount. The columns of the generic template; platforms' own files have theirs. */
export const settlementColumns: readonly Field[] = [
  field(
    "settlement_id",
    "id",
    "required",
    "结算单号",
    "账单号",
    "打款单号",
    "结算批次",
    "payout id",
    "settlement",
    "payout",
  ),
  field(
    "posted_at",
    "time",
    "required",
    "入账时间",
    "结算时间",
    "发生时间",
    "账单时间",
    "posted",
    "posted date",
    "date",
  ),
  field("kind", "choice", "required", "类型", "款项类型", "业务类型", "type", "line type"),
  field("amount", "amount", "required", "金额", "结算金额", "入账金额", "net amount", "value"),
  field("currency", "text", "optional", "币种", "currency code"),
  field("order_no", "id", "optional", "订单号", "订单编号", "商户订单号", "order number", "order id", "order"),
  field("sku", "id", "optional", "SKU", "商家编码", "货号", "商品编码", "item sku"),
  field("fee_kind", "text", "optional", "费用项目", "费用类型", "费用名称", "fee", "fee type"),
  field("line_id", "id", "optional", "流水号", "明细号", "交易流水号", "transaction id", "line"),
  field("reference", "id", "optional", "子订单号", "包裹号", "item id", "shipment id"),
  field("shop", "text", "optional", "店铺", "店铺编号", "shop id", "store"),
  field("text", "text", "optional", "备注", "说明", "描述", "description", "note", "memo"),
];
