import { hazards } from "../inventory/products/goods.ts";
import { trackings } from "../inventory/products/product.ts";
import type { Locale } from "../kernel/locale.ts";
import { lineKinds } from "../reconciliation/settlement.ts";
import { adjustmentKinds } from "./adjustment-rows.ts";
import type { ImportKind } from "./import-kind.ts";
import type { FieldKind } from "./sheet-field.ts";

type Texts = Readonly<Record<Locale, string>>;

/** What to write into a column, by what kind of value it takes. */
export const fieldTexts: Readonly<Record<FieldKind, Texts>> = {
  id: { en: "text; keep the column formatted as text", zh: "文本；请将该列设为文本格式" },
  text: { en: "text", zh: "文本" },
  count: { en: "a whole number, 0 or more", zh: "整数，0 或更大" },
  amount: { en: "digits with a point, e.g. 19.99", zh: "数字，小数点，例如 19.99" },
  time: { en: "2026-11-21 18:30, in the merchant's own time zone", zh: "2026-11-21 18:30（商家所在时区）" },
  yes_no: { en: "yes or no", zh: "是 或 否" },
  day: { en: "2026-11-21", zh: "2026-11-21" },
  change: { en: "a whole number with its sign, e.g. 5 or -3", zh: "带正负号的整数，例如 5 或 -3" },
  decimal: { en: "digits with a point, e.g. 7.1234", zh: "数字，小数点，例如 7.1234" },
  weight: { en: "a number and its unit, e.g. 250 g or 0.25 kg", zh: "数字和单位，例如 250 g 或 0.25 kg" },
  length: { en: "a number and its unit, e.g. 30 cm", zh: "数字和单位，例如 30 cm" },
  list: { en: "one or more, parted by semicolons", zh: "一个或多个，用分号分隔" },
  choice: { en: "one of the list", zh: "从列表中选择" },
};

/** What else is to be known of a column. */
const hints: Readonly<Record<string, Texts>> = {
  "stock.warehouse": { en: "the code of one of your warehouses", zh: "已有仓库的编码" },
  "stock.on_hand": { en: "what was counted, promised units included", zh: "实盘数量，含已分配的数量" },
  "stock.safety_stock": { en: "units that routing leaves alone; empty: unchanged", zh: "分仓不动用的数量；留空则不变" },
  "stock.low_stock_threshold": {
    en: "alert at or below; empty: unchanged",
    zh: "可用数达到或低于此值时预警；留空则不变",
  },
  "stock.incoming": { en: "for people; promises nothing", zh: "仅供参考，不参与承诺" },
  "orders.order_no": { en: "the same on every row of an order", zh: "同一订单各行相同" },
  "orders.discount": { en: "of this row, positive", zh: "本行优惠，填正数" },
  "orders.shipping_fee": { en: "of the whole order, the same on its rows", zh: "整单运费，各行相同" },
  "orders.currency": { en: "ISO 4217; your reporting currency when empty", zh: "ISO 4217 代码；留空为本位币" },
  "orders.is_paid": { en: "paid when empty", zh: "留空视为已付款" },
  "orders.shop": { en: "tells apart shops that use the same numbers", zh: "区分使用相同订单号的店铺" },
  "orders.country": { en: "two letters; CN when empty", zh: "两位字母；留空为 CN" },
  "order-updates.order_no": {
    en: "as the platform shows it, or the hub's own id",
    zh: "平台显示的订单号，或系统订单编号",
  },
  "order-updates.sku": { en: "empty: everything that is allocated", zh: "留空表示全部已分配货品" },
  "order-updates.quantity": { en: "only beside a sku", zh: "仅在填写商品编码时使用" },
  "order-updates.warehouse": { en: "needed where the goods lie in several", zh: "货品分布在多个仓库时必填" },
  "order-updates.shipped_at": { en: "empty: now", zh: "留空为当前时间" },
  "products.title": { en: "needed for a new article", zh: "新建商品时必填" },
  "products.variant_of": { en: "the article that this one is a colour or size of", zh: "本商品所属的款式编码" },
  "products.options": { en: "Colour: red; Size: M", zh: "颜色: 红; 尺码: M" },
  "products.barcode": { en: "several are parted by semicolons", zh: "多个条码用分号分隔" },
  "products.components": {
    en: "of a bundle: what one unit consumes, TEA-1*2; MUG-1",
    zh: "组合商品：一件所含内容，例如 TEA-1*2; MUG-1",
  },
  "products.category": { en: "the broadest first: Tea > Green", zh: "由大到小：茶 > 绿茶" },
  "products.cost": { en: "of one unit, in your reporting currency", zh: "单件成本，本位币" },
  "products.hazard": { en: "what carriers must know; none takes it away", zh: "承运商须知；填“无”可取消" },
  "products.tracking": { en: "lots or serials where single units are told apart", zh: "需区分批次或序列号时填写" },
  "products.lead_time_days": { en: "days from ordering to the goods being here", zh: "下单到到货的天数" },
  "products.pack_size": { en: "units in a pack of the supplier", zh: "供应商每箱件数" },
  "products.reorder_point": { en: "a purchase is proposed at or below", zh: "库存达到或低于此值时建议采购" },
  "products.reorder_quantity": { en: "at least so many; a pack when empty", zh: "至少采购数量；留空为一箱" },
  "stock-adjustments.document_no": {
    en: "your own; the same on all rows of a document, and never used again",
    zh: "自编单号；同一单据各行相同，不可重复使用",
  },
  "stock-adjustments.change": { en: "what came (+) or went (-)", zh: "增加为正，减少为负" },
  "stock-adjustments.kind": {
    en: "adjusted when empty; damaged and held goods stay and are not sold: how many more (+) or fewer (-)",
    zh: "留空为调整；残次和待检仍在库但不可售，填写增减件数",
  },
  "stock-adjustments.reason": { en: "the same on all rows of a document", zh: "同一单据各行相同" },
  "customers.customer_no": {
    en: "the channel's id of the buyer, or your own number",
    zh: "平台的买家ID，或自编客户编号",
  },
  "customers.shop": {
    en: "the id of a connected shop, or a channel such as taobao; empty: your own numbers",
    zh: "已接入店铺的编号，或渠道名如 taobao；留空为自编编号",
  },
  "customers.country": { en: "two letters", zh: "两位字母" },
  "customers.tags": {
    en: "VIP; wholesale: rules can ask for them; they replace those before",
    zh: "VIP; 批发：可用于规则；会替换原有标签",
  },
  "prices.currency": { en: "ISO 4217; your reporting currency when empty", zh: "ISO 4217 代码；留空为本位币" },
  "prices.valid_from": { en: "first day; empty: from the beginning", zh: "首日；留空表示一直有效" },
  "prices.valid_to": { en: "last day; empty: without end", zh: "末日；留空表示长期有效" },
  "rates.rate": { en: "how many of the second currency one of the first is", zh: "一单位原币折合的目标币种数量" },
  "rates.source": { en: "whose rate it is", zh: "汇率出处" },
};

/** Of settlements. */
const settlementHints: Readonly<Record<string, Texts>> = {
  "settlements.settlement_id": { en: "of the payout; the same on all its rows", zh: "打款或账单编号，同一期各行相同" },
  "settlements.posted_at": { en: "when the platform booked it", zh: "平台入账时间" },
  "settlements.amount": {
    en: "with its sign: what you get is positive, e.g. -11.25",
    zh: "带正负号，收入为正，例如 -11.25",
  },
  "settlements.currency": { en: "ISO 4217; your reporting currency when empty", zh: "ISO 4217 代码；留空为本位币" },
  "settlements.order_no": { en: "empty: it belongs to the payout as a whole", zh: "留空表示属于整期，不属于订单" },
  "settlements.fee_kind": { en: "the same words whenever it is charged", zh: "同一费用请用相同名称" },
  "settlements.line_id": {
    en: "the platform's number; a line is taken once by it",
    zh: "平台流水号，同一流水号只入账一次",
  },
  "settlement-work.settlement": { en: "as exported", zh: "与导出的表格一致" },
  "settlement-work.line": { en: "as exported", zh: "与导出的表格一致" },
  "settlement-work.close": { en: "empty: the line stays as it is", zh: "留空则不变" },
  "settlement-work.note": { en: "needed where a line is closed", zh: "关闭时必填" },
  "settlements.shop": { en: "the id of a connected shop", zh: "已接入店铺的编号" },
};

/** Of freight templates and warehouses. */
const networkHints: Readonly<Record<string, Texts>> = {
  "carrier-rates.carrier": {
    en: "your code of the carrier, e.g. SF; a file states all rates of each carrier in it",
    zh: "快递编码，例如 SF；文件会整体替换其中每家快递的运费模板",
  },
  "carrier-rates.zone": {
    en: "provinces, groups, countries or states, parted by semicolons; * is everywhere else",
    zh: "省份、大区、国家，用分号分隔；* 表示其他所有地区",
  },
  "carrier-rates.from_warehouses": { en: "codes of your warehouses; empty: from all", zh: "仓库编码；留空表示所有仓" },
  "carrier-rates.first_weight": {
    en: "with its price, unless up_to_weight is given; kg where no unit is given",
    zh: "与首重价格一起填写，按重量段计价时留空；未写单位时为 kg",
  },
  "carrier-rates.step_weight": { en: "each step begun; empty: as the first", zh: "每续一档；留空同首重" },
  "carrier-rates.step_price": { en: "for each step begun after the first; empty: 0", zh: "每续一档的价格；留空为 0" },
  "carrier-rates.up_to_weight": {
    en: "instead of a first weight: one row for each bracket, this is its heaviest parcel; heavier than all: not taken",
    zh: "按重量段计价时代替首重：每个重量段一行，填该段最重重量；超过所有重量段则不承运",
  },
  "carrier-rates.up_to_price": { en: "for the whole parcel", zh: "整件价格" },
  "carrier-rates.max_weight": { en: "heavier parcels are not taken", zh: "超过则不承运" },
  "carrier-rates.volumetric_divisor": {
    en: "cm³ per kg: 5000, 6000, 8000",
    zh: "每公斤对应的立方厘米：5000、6000、8000",
  },
  "carrier-rates.promise_days": { en: "from leaving to arriving", zh: "从发货到签收的天数" },
  "carrier-rates.valid_from": { en: "first day of leaving", zh: "首个发货日" },
  "carrier-rates.valid_to": { en: "last day of leaving", zh: "最后发货日" },
  "warehouses.code": { en: "as in stock files; a new one opens at once", zh: "与库存文件一致；新编码即新建仓库" },
  "warehouses.country": { en: "two letters", zh: "两位字母" },
  "warehouses.region": { en: "province or state", zh: "省份或州" },
  "warehouses.serves": { en: "countries or groups (EU); empty: everywhere", zh: "国家或大区（EU）；留空表示不限" },
  "warehouses.priority": { en: "1 is asked before 2", zh: "数字小的优先" },
  "warehouses.time_zone": { en: "e.g. Asia/Shanghai; yours when empty", zh: "例如 Asia/Shanghai；留空为商家时区" },
  "warehouses.cutoff": {
    en: "16:30; what is routed from then on leaves on the next working day",
    zh: "16:30；之后的订单下一工作日发货",
  },
  "warehouses.working_days": { en: "Mon-Fri, or Mon; Wed", zh: "周一至周五，或 周一、周三" },
  "warehouses.daily_capacity": { en: "orders that may leave on one day", zh: "每日可发订单数" },
  "warehouses.handling": { en: "for packing one parcel, in your reporting currency", zh: "每个包裹的操作费，本位币" },
};

/** The words that a drop-down list offers; empty: the column has none. */
const choices: Readonly<Record<string, Readonly<Record<Locale, readonly string[]>>>> = {
  "orders.is_paid": { en: ["yes", "no"], zh: ["是", "否"] },
  "products.hazard": {
    en: ["none", ...hazards],
    zh: ["无", "电池", "易燃", "喷雾", "腐蚀品", "磁性", "液体", "粉末", "其他"],
  },
  "products.tracking": { en: trackings, zh: ["无", "批次", "序列号"] },
  "settlement-work.close": { en: ["yes", "no"], zh: ["是", "否"] },
  "settlements.kind": {
    en: lineKinds,
    zh: ["销售", "退款", "费用", "运费", "税", "优惠", "调整", "预留", "提现"],
  },
  "warehouses.kind": { en: ["warehouse", "store"], zh: ["仓库", "门店"] },
  "stock-adjustments.kind": { en: adjustmentKinds, zh: ["调整", "残次", "待检", "退货"] },
};

/** Empty: the kind of value says all. */
export function hintOf(kind: ImportKind, field: string, locale: Locale): string {
  return { ...hints, ...networkHints, ...settlementHints }[`${kind}.${field}`]?.[locale] ?? "";
}

export function choicesOf(kind: ImportKind, field: string, locale: Locale): readonly string[] {
  return choices[`${kind}.${field}`]?.[locale] ?? [];
}
