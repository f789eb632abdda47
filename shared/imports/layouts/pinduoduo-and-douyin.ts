import type { Layout } from "./layout.ts";
import { byWord, ended, finished, held, open, refunded, type StageOf, shipped, unpaid, wordKey } from "./stages.ts";

const pddWords = byWord({
  待支付: unpaid,
  待付款: unpaid,
  待成团: unpaid,
  待发货: open,
  "已发货,待签收": shipped,
  "已发货,待收货": shipped,
  已发货: shipped,
  待收货: shipped,
  已签收: finished,
  已收货: finished,
  已完成: finished,
  已取消: ended,
  交易已取消: ended,
  "未发货,退款成功": refunded,
  "已发货,退款成功": { ...refunded, isShipped: true },
  "已收货,退款成功": { ...refunded, isShipped: true },
  "未发货,退款中": held("a refund is asked for"),
});

const pdd: StageOf = (cells) => {
  const stage = pddWords(cells);
  if (stage === null || stage.order === "cancelled") return stage;
  if (wordKey(cells.afterSales).includes("退款成功")) return { ...stage, payment: "refunded", order: "closed" };
  const isAsked = /处理中|退款中|待商家|待处理/.test(cells.afterSales);
  return isAsked && !stage.isShipped ? { ...stage, shipHold: "a refund is asked for" } : stage;
};

const douyinWords = byWord({
  待支付: unpaid,
  待付款: unpaid,
  已支付: open,
  备货中: open,
  待发货: open,
  部分发货: open,
  已发货: shipped,
  已完成: finished,
  已签收: shipped,
  已关闭: ended,
  已取消: ended,
});

const douyin: StageOf = (cells) => {
  const stage = douyinWords(cells);
  if (stage === null || stage.order === "cancelled") return stage;
  if (/退款成功|已退款|全部退款/.test(cells.afterSales)) return { ...stage, payment: "refunded", order: "closed" };
  const isAsked = /待|处理中|退款中/.test(cells.afterSales);
  return isAsked && !stage.isShipped ? { ...stage, shipHold: "a refund is asked for" } : stage;
};

export const pinduoduoAndDouyin: readonly Layout[] = [
  {
    id: "pinduoduo-orders",
    kind: "orders",
    title: { en: "Pinduoduo order export", zh: "拼多多订单导出" },
    proof: ["订单号", "商品数量(件)", "商家实收金额(元)"],
    orders: {
      platform: "pinduoduo",
      currency: "CNY",
      restIsDiscount: false,
      stageOf: pdd,
      columns: {
        order_no: ["订单号"],
        placed_at: ["订单成交时间", "拼单成功时间", "支付时间"],
        paid_at: ["支付时间", "订单成交时间", "拼单成功时间"],
        shipped_at: ["发货时间"],
        completed_at: ["确认收货时间"],
        sku: ["商家编码-规格维度", "商家编码-SKU维度", "商家编码-商品维度", "样式ID"],
        title: ["商品"],
        variant: ["商品规格"],
        quantity: ["商品数量(件)"],
        items_amount: ["商品总价(元)", "订单金额(元)"],
        discount: ["店铺优惠折扣(元)", "平台优惠折扣(元)", "多多支付立减金额(元)"],
        shipping_fee: ["邮费(元)"],
        total: ["用户实付金额(元)"],
        status: ["订单状态"],
        after_sales: ["售后状态"],
        tracking_no: ["快递单号"],
        carrier: ["快递公司"],
        recipient: ["收货人"],
        phone: ["手机"],
        region: ["省"],
        city: ["市"],
        district: ["区"],
        address: ["街道", "详细地址"],
        note: ["买家留言"],
      },
    },
  },
  {
    id: "douyin-orders",
    kind: "orders",
    title: { en: "Douyin order export", zh: "抖店订单导出" },
    proof: ["主订单编号", "子订单编号", "商品数量", "订单状态"],
    orders: {
      platform: "douyin",
      currency: "CNY",
      restIsDiscount: false,
      stageOf: douyin,
      joinedBy: ";",
      columns: {
        order_no: ["主订单编号"],
        line_id: ["子订单编号"],
        placed_at: ["订单提交时间"],
        paid_at: ["支付完成时间"],
        shipped_at: ["发货时间"],
        completed_at: ["订单完成时间"],
        sku: ["商家编码", "货号", "商品ID"],
        title: ["选购商品"],
        variant: ["商品规格"],
        quantity: ["商品数量"],
        line_amount: ["商品金额"],
        line_paid: ["订单应付金额"],
        shipping_fee: ["运费"],
        status: ["订单状态"],
        after_sales: ["售后状态"],
        recipient: ["收件人"],
        phone: ["收件人手机号"],
        region: ["省"],
        city: ["市"],
        district: ["区"],
        address: ["街道", "详细地址"],
        note: ["买家留言"],
      },
    },
  },
];
