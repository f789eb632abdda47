import type { DifferenceClass, Why, WhyCode } from "./settlement.ts";

type Texts = Readonly<Record<"en" | "zh", string>>;

/** Why an entry has its class; `{found}` is a day or a rate. */
const whys: Readonly<Record<WhyCode, Texts>> = {
  as_booked: { en: "As the books have it.", zh: "与账面一致。" },
  usual_rate: { en: "At the usual rate of this fee.", zh: "按该费用的常用费率收取。" },
  rate_unknown: {
    en: "No usual rate of this fee is known yet; taken as told.",
    zh: "尚无该费用的常用费率，按账单计。",
  },
  withheld_tax: { en: "Tax that the platform pays to the state itself.", zh: "平台代扣代缴的税款。" },
  transfer: { en: "The payout on its way to the bank.", zh: "转出到银行的款项。" },
  sold_before: {
    en: "The sale is of {found}, outside the days of this payout.",
    zh: "销售日 {found} 不在本期范围内。",
  },
  not_paid_out: { en: "Sold on {found} and due, but not in this payout.", zh: "{found} 售出，已到期但不在本期。" },
  part_not_paid_out: {
    en: "Part of the order of {found} is not in this payout.",
    zh: "{found} 的订单有一部分不在本期。",
  },
  paid_late: {
    en: "Sold on {found}, outside the days of this payout, and paid out here.",
    zh: "{found} 售出，不在本期范围内，但在本期付款。",
  },
  settled_since: { en: "Settled in another payout since.", zh: "已在后来的一期中结算。" },
  held_back: { en: "Held back for, or brought from, another payout.", zh: "平台预留款，属于其他期。" },
  not_usual_rate: { en: "Not the usual rate ({found}).", zh: "与常用费率（{found}）不符。" },
  refund_not_known: {
    en: "The platform gave money back; the hub knows of no such refund.",
    zh: "平台已退款，系统尚无该退款。",
  },
  refund_not_settled: {
    en: "The hub knows a refund of {found} that is not in this payout.",
    zh: "系统已有 {found} 的退款，本期未扣。",
  },
  order_not_known: { en: "The hub has no such order of this shop.", zh: "系统中没有该店铺的此订单。" },
  no_order_number: { en: "A sale or refund that names no order.", zh: "销售或退款未注明订单号。" },
  charged_twice: { en: "The same line stands twice.", zh: "同一笔重复出现。" },
  charged_before: { en: "The same charge was in another settlement.", zh: "同一费用已在其他结算中出现。" },
  paid_before: { en: "The order was paid out in another settlement.", zh: "该订单已在其他结算中付款。" },
  of_the_payout: { en: "Belongs to no order; it stays with the payout.", zh: "不属于任何订单，归入本期整体。" },
  other_amount: { en: "Another amount than the order is worth.", zh: "金额与订单不符。" },
  unknown_adjustment: { en: "An adjustment of the order that the hub does not know.", zh: "系统不了解的订单调整。" },
  file_does_not_add_up: {
    en: "The payout is not the sum of its lines; some are missing in the file.",
    zh: "付款总额与明细合计不符，文件缺少明细。",
  },
};

export const classTexts: Readonly<Record<DifferenceClass, Texts>> = {
  matched: { en: "matched", zh: "已对上" },
  timing: { en: "timing", zh: "时间差" },
  fee_change: { en: "fee change", zh: "费率变动" },
  refund_lag: { en: "refund lag", zh: "退款时差" },
  missing_order: { en: "missing order", zh: "缺少订单" },
  duplicate_charge: { en: "duplicate charge", zh: "重复计费" },
  unallocated_fee: { en: "unallocated fee", zh: "未分摊费用" },
  unexplained: { en: "unexplained", zh: "原因不明" },
};

export function whyText({ code, found }: Why, locale: "en" | "zh"): string {
  return whys[code][locale].replace("{found}", found);
}
