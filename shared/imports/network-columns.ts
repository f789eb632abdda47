import { type Field, field } from "./sheet-field.ts";

/** Freight templates, 运费模板: one row for each carrier and zone, or for each weight bracket of them. */
export const carrierRateColumns: readonly Field[] = [
  field("carrier", "id", "required", "快递编码", "快递", "物流编码", "承运商编码", "carrier code", "courier"),
  field("carrier_name", "text", "optional", "快递公司", "物流公司", "承运商", "courier name"),
  field("zone", "list", "required", "目的地", "配送区域", "到达省份", "省份", "region", "destination", "zones"),
  field("from_warehouses", "list", "optional", "发货仓", "始发仓", "仓库", "from", "origin", "warehouses"),
  field("first_weight", "weight", "optional", "首重", "首重 kg", "首重 g", "first weight kg", "base weight"),
  field("first_price", "amount", "optional", "首重价格", "首重费", "首费", "first price", "base price"),
  field("step_weight", "weight", "optional", "续重", "续重 kg", "续重 g", "step weight kg", "additional weight"),
  field("step_price", "amount", "optional", "续重价格", "续重费", "续费", "additional price"),
  field(
    "up_to_weight",
    "weight",
    "optional",
    "重量段上限",
    "重量上限",
    "重量上限 kg",
    "阶梯重量",
    "bracket",
    "weight to",
  ),
  field("up_to_price", "amount", "optional", "重量段价格", "阶梯价格", "区间价格", "bracket price", "price to"),
  field("max_weight", "weight", "optional", "限重", "最大重量", "限重 kg", "weight limit", "max weight kg"),
  field("volumetric_divisor", "count", "optional", "抛比", "体积系数", "泡重系数", "volumetric factor", "dim divisor"),
  field("promise_days", "count", "required", "时效", "时效天数", "承诺天数", "days", "transit days"),
  field("valid_from", "day", "optional", "生效日期", "开始日期", "start date"),
  field("valid_to", "day", "optional", "失效日期", "结束日期", "until", "end date"),
];

export const warehouseColumns: readonly Field[] = [
  field("code", "id", "required", "仓库编码", "编码", "warehouse code", "warehouse"),
  field("name", "text", "optional", "仓库名称", "名称", "warehouse name"),
  field("country", "text", "optional", "国家", "country code"),
  field("region", "text", "optional", "省", "省份", "地区", "province", "state"),
  field("address", "text", "optional", "地址", "详细地址", "street"),
  field("serves", "list", "optional", "服务国家", "可配送国家", "ships to"),
  field("priority", "count", "optional", "优先级", "rank"),
  field("kind", "choice", "optional", "类型", "仓库类型", "type"),
  field("time_zone", "text", "optional", "时区", "zone", "timezone"),
  field("cutoff", "text", "optional", "截单时间", "截单", "cut-off", "cutoff time"),
  field("working_days", "list", "optional", "工作日", "营业日", "days", "open days"),
  field("daily_capacity", "count", "optional", "日产能", "每日上限", "capacity", "orders per day"),
  field("handling", "amount", "optional", "操作费", "打包费", "handling fee"),
];
