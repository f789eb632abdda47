import type { Layout } from "./layout.ts";
import { byWord, ended, finished, held, open, refunded, type StageOf, shipped, unpaid } from "./stages.ts";

const taobao = byWord({
  等待买家付款: unpaid,
  没有创建支付宝交易: unpaid,
  "买家已付款,等待卖家发货": open,
  等待卖家发货: open,
  待发货: open,
  卖家部分发货: open,
  "卖家已发货,等待买家确认": shipped,
  卖家已发货: shipped,
  等待买家确认收货: shipped,
  买家已签收: shipped,
  交易成功: finished,
  交易关闭: ended,
  "付款以后用户退款成功,交易自动关闭": refunded,
  "付款以前,卖家或买家主动关闭交易": (cells) => ended({ ...cells, isPaid: false }),
});

const jdWords = byWord({
  等待付款: unpaid,
  待付款: unpaid,
  等待出库: open,
  等待发货: open,
  待出库: open,
  等待确认收货: shipped,
  待收货: shipped,
  已出库: shipped,
  完成: finished,
  已完成: finished,
  已取消: ended,
  取消: ended,
});

/** JD writes what became of an order before its status: `(锁定)等待出库`, `(删除)等待出库`. */
const jd: StageOf = (cells) => {
  const [, before = "", status = cells.status] = /^[(（](.+?)[)）](.*)$/.exec(cells.status) ?? [];
  if (/删除|取消/.test(before)) return ended(cells);
  const stage = jdWords({ ...cells, status });
  return stage !== null && /锁定|暂停/.test(before) && !stage.isShipped ? held(before) : stage;
};

export const alibabaAndJd: readonly Layout[] = [
  {
    id: "taobao-orders",
    kind: "orders",
    title: { en: "Taobao/Tmall order export", zh: "淘宝/天猫（千牛）订单导出" },
    proof: ["订单编号", "买家会员名", "宝贝标题", "宝贝总数量", "订单状态"],
    orders: {
      platform: "taobao",
      currency: "CNY",
      restIsDiscount: true,
      stageOf: taobao,
      columns: {
        order_no: ["订单编号"],
        placed_at: ["订单创建时间", "买家下单时间"],
        paid_at: ["订单付款时间", "买家付款时间"],
        sku: ["商家编码", "外部系统编号", "修改后的sku"],
        title: ["宝贝标题"],
        variant: ["宝贝规格"],
        quantity: ["宝贝总数量"],
        items_amount: ["买家应付货款"],
        shipping_fee: ["买家应付邮费"],
        total: ["总金额", "买家实付金额"],
        status: ["订单状态"],
        tracking_no: ["物流单号", "运单号"],
        carrier: ["物流公司"],
        shop: ["店铺名称"],
        recipient: ["收货人姓名"],
        phone: ["联系手机", "联系电话"],
        address: ["修改后的收货地址", "收货地址"],
        note: ["买家留言"],
      },
    },
  },
  {
    id: "jd-orders",
    kind: "orders",
    title: { en: "JD order export", zh: "京东订单导出" },
    proof: ["订单号", "京东价", "订购数量", "订单状态"],
    orders: {
      platform: "jd",
      currency: "CNY",
      restIsDiscount: true,
      stageOf: jd,
      columns: {
        order_no: ["订单号"],
        placed_at: ["下单时间"],
        paid_at: ["付款确认时间"],
        completed_at: ["订单完成时间"],
        sku: ["货号", "商家SKUID", "商品ID"],
        title: ["商品名称"],
        quantity: ["订购数量"],
        unit_price: ["京东价"],
        shipping_fee: ["运费金额"],
        total: ["结算金额", "应付金额"],
        status: ["订单状态"],
        recipient: ["客户姓名"],
        phone: ["联系电话"],
        address: ["客户地址"],
        note: ["订单备注"],
        method: ["支付方式"],
      },
    },
  },
];
