import { customerColumns } from "./customer-columns.ts";
import { adjustmentColumns, priceColumns, productColumns, rateColumns } from "./goods-columns.ts";
import type { ImportKind } from "./import-kind.ts";
import { carrierRateColumns, warehouseColumns } from "./network-columns.ts";
import { settlementColumns } from "./settlements/settlement-columns.ts";
import { settlementWorkColumns } from "./settlements/work-columns.ts";
import { type Field, field } from "./sheet-field.ts";

export type { Field, FieldKind } from "./sheet-field.ts";

/** The columns of each kind of file, in the order of its template. Chinese headings are those of the usual exports. */
export const sheetSchemas: Readonly<Record<ImportKind, readonly Field[]>> = {
  stock: [
    field("sku", "id", "required", "SKU", "商家编码", "货号", "商品编码", "规格编码", "item code", "article"),
    field("warehouse", "id", "required", "仓库", "仓库编码", "仓库名称", "location", "warehouse code"),
    field(
      "on_hand",
      "count",
      "required",
      "现货",
      "库存",
      "库存数量",
      "实物库存",
      "数量",
      "quantity",
      "on hand",
      "stock",
      "盘点数",
    ),
    field("safety_stock", "count", "optional", "安全库存", "safety stock"),
    field("low_stock_threshold", "count", "optional", "预警值", "库存预警", "low stock threshold", "alert at"),
    field("incoming", "count", "optional", "在途", "在途数量", "incoming"),
  ],
  orders: [
    field("order_no", "id", "required", "订单号", "订单编号", "原始单号", "线上单号", "order number", "order id"),
    field("placed_at", "time", "required", "下单时间", "订单创建时间", "创建时间", "order date", "created at", "date"),
    field("sku", "id", "required", "SKU", "商家编码", "货号", "商品编码", "规格编码", "item sku"),
    field("title", "text", "optional", "商品名称", "商品标题", "宝贝标题", "品名", "product", "item name"),
    field("quantity", "count", "required", "数量", "商品数量", "购买数量", "qty"),
    field("unit_price", "amount", "required", "单价", "商品单价", "价格", "price"),
    field("discount", "amount", "optional", "优惠", "优惠金额", "discount"),
    field("shipping_fee", "amount", "optional", "运费", "邮费", "shipping"),
    field("currency", "text", "optional", "币种", "currency"),
    field("is_paid", "yes_no", "optional", "已付款", "是否付款", "paid"),
    field("shop", "text", "optional", "店铺", "店铺名称", "shop name", "store"),
    field("recipient", "text", "optional", "收货人", "收货人姓名", "收件人", "name", "recipient name"),
    field("phone", "id", "optional", "手机", "联系手机", "联系电话", "电话", "phone number", "mobile"),
    field("country", "text", "optional", "国家", "country code"),
    field("region", "text", "optional", "省", "省份", "收货省", "province", "state"),
    field("city", "text", "optional", "市", "城市", "收货市", "town"),
    field("district", "text", "optional", "区", "区县", "收货区", "county"),
    field("address", "text", "optional", "地址", "收货地址", "详细地址", "street", "address line 1"),
    field("postal_code", "id", "optional", "邮编", "zip", "zip code", "postcode"),
    field("note", "text", "optional", "备注", "买家留言", "订单备注", "remark", "comment"),
  ],
  "order-updates": [
    field(
      "order_no",
      "id",
      "required",
      "订单号",
      "订单编号",
      "原始单号",
      "线上单号",
      "主订单编号",
      "order number",
      "order id",
    ),
    field("carrier", "text", "required", "快递公司", "物流公司", "承运商", "carrier name", "shipping carrier"),
    field("tracking_no", "id", "required", "快递单号", "运单号", "物流单号", "tracking number", "tracking id"),
    field("sku", "id", "optional", "SKU", "商家编码", "货号", "商品编码", "规格编码", "item sku"),
    field("quantity", "count", "optional", "数量", "发货数量", "qty", "quantity shipped"),
    field("warehouse", "id", "optional", "仓库", "发货仓", "仓库编码", "warehouse code"),
    field("shipped_at", "time", "optional", "发货时间", "shipped date", "ship date"),
    field("shop", "text", "optional", "店铺", "店铺名称", "shop name", "store"),
  ],
  products: productColumns,
  "stock-adjustments": adjustmentColumns,
  customers: customerColumns,
  prices: priceColumns,
  "carrier-rates": carrierRateColumns,
  warehouses: warehouseColumns,
  rates: rateColumns,
  settlements: settlementColumns,
  "settlement-work": settlementWorkColumns,
};

/** `Low-stock Threshold ` and `low_stock_threshold` are the same heading. */
export function headingKey(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_\-./()（）:：*]+/g, "");
}
