import { type Field, field } from "./sheet-field.ts";

const sku = field("sku", "id", "required", "SKU", "商家编码", "货号", "商品编码", "规格编码", "item code", "article");

/** What articles are. The first Chinese heading is that of the template; no platform's file has the same set. */
export const productColumns: readonly Field[] = [
  sku,
  field("title", "text", "optional", "商品名称", "商品标题", "品名", "货品名称", "name", "product", "product name"),
  field("variant_of", "id", "optional", "所属款式", "款式编码", "款号", "parent", "parent sku", "style"),
  field("options", "list", "optional", "规格", "颜色及规格", "颜色规格", "规格名称", "variant", "option"),
  field("barcode", "id", "optional", "条码", "条形码", "国标码", "商品条码", "barcodes", "EAN", "UPC", "GTIN"),
  field("components", "list", "optional", "组合明细", "组成", "套装明细", "consists of", "bundle", "parts"),
  field("category", "text", "optional", "分类", "类目", "商品分类", "product category", "type"),
  field("cost", "amount", "optional", "成本价", "成本", "采购价", "unit cost", "cost per item"),
  field(
    "weight",
    "weight",
    "optional",
    "重量",
    "重量 g",
    "重量 kg",
    "weight g",
    "weight kg",
    "weight lb",
    "weight lbs",
    "weight oz",
  ),
  field("length", "length", "optional", "长", "长 cm", "长 mm", "length cm", "length mm", "length in"),
  field("width", "length", "optional", "宽", "宽 cm", "宽 mm", "width cm", "width mm", "width in"),
  field("height", "length", "optional", "高", "高 cm", "高 mm", "height cm", "height mm", "height in"),
  field("hazard", "choice", "optional", "危险品", "特殊属性", "hazmat", "dangerous goods"),
  field("tracking", "choice", "optional", "追踪方式", "批次管理", "track by"),
  field("supplier", "text", "optional", "供应商", "供应商名称", "vendor"),
  field("lead_time_days", "count", "optional", "采购周期", "到货天数", "lead time"),
  field("pack_size", "count", "optional", "箱规", "装箱数", "units per pack", "case pack"),
  field("reorder_point", "count", "optional", "再订货点", "补货点", "reorder at"),
  field("reorder_quantity", "count", "optional", "补货量", "采购量", "reorder qty"),
];

export const priceColumns: readonly Field[] = [
  sku,
  field("sale_price", "amount", "optional", "售价", "销售价", "零售价", "price", "unit price", "selling price"),
  field("cost_price", "amount", "optional", "成本价", "成本", "采购价", "cost", "unit cost", "purchase price"),
  field("currency", "text", "optional", "币种"),
  field("valid_from", "day", "optional", "生效日期", "开始日期", "from", "start date"),
  field("valid_to", "day", "optional", "失效日期", "结束日期", "to", "until", "end date"),
];

export const rateColumns: readonly Field[] = [
  field("date", "day", "required", "日期", "汇率日期", "day", "rate date"),
  field("from", "text", "required", "原币", "原币种", "源币种", "from currency", "base", "base currency"),
  field("to", "text", "required", "目标币种", "本币", "折算币种", "to currency", "quote", "quote currency"),
  field("rate", "decimal", "required", "汇率", "exchange rate", "value"),
  field("source", "text", "optional", "来源", "汇率来源", "bank"),
];

export const adjustmentColumns: readonly Field[] = [
  field("document_no", "id", "required", "单号", "单据号", "调整单号", "document", "reference"),
  sku,
  field("warehouse", "id", "required", "仓库", "仓库编码", "仓库名称", "location", "warehouse code"),
  field("change", "change", "required", "增减数量", "调整数量", "数量", "quantity", "qty", "delta"),
  field("kind", "choice", "optional", "类型", "调整类型", "movement"),
  field("reason", "text", "required", "原因", "调整原因", "备注", "cause", "note"),
];
