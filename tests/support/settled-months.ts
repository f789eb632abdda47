import type {
  DifferenceClass,
  SettledOrder,
  SettlementHead,
  SettlementLine,
} from "../../shared/reconciliation/settlement.ts";

/** Numbers that look random and are the same for the same seed. */
export function makeRandom(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export type Injected = { readonly orderNo: string; readonly class: DifferenceClass; readonly differenceMinor: number };

export type Month = {
  readonly head: SettlementHead;
  readonly orders: readonly SettledOrder[];
  readonly injected: readonly Injected[];
  /** What the books expected, added up as the month was made and not as it is explained. */
  readonly expectedMinor: number;
  readonly payoutMinor: number;
};

const GRACE = 3;
const none = { saleMinor: 0, refundMinor: 0, charges: [] };
const injections = [
  "fee_change",
  "timing_late",
  "timing_absent",
  "refund_unknown",
  "refund_unsettled",
  "missing_order",
  "twice_fee",
  "twice_sale",
  "paid_before",
] as const;

/** A month of a shop that pays 15 % commission and 30 for each order, with every kind of difference put into it. */
export function aMonth(seed: number, { currency = "USD", most = 60, isClean = false } = {}): Month {
  const random = makeRandom(seed);
  const orders: SettledOrder[] = [];
  const injected: Injected[] = [];
  let expectedMinor = 0;
  let payoutMinor = 0;
  const count = 30 + random(most);
  for (let at = 0; at < count; at += 1) {
    const orderNo = `A-${1000 + at}`;
    const day = `2026-10-${String(5 + random(20)).padStart(2, "0")}`;
    const goods = 500 + random(40_000);
    const shipping = random(3) === 0 ? 100 + random(900) : 0;
    const tax = random(2) === 0 ? Math.round(goods * 0.08) : 0;
    const discount = random(4) === 0 ? -random(300) : 0;
    const sale = goods + shipping + tax + discount;
    const base = goods + shipping + discount;
    const commission = -Math.round(base * 0.15);
    const fixed = -30;
    let number = 0;
    const line = (over: Partial<SettlementLine>): SettlementLine => {
      number += 1;
      return {
        ...{ lineId: `${orderNo}.${number}`, at: `${day}T09:00:00.000Z`, day, orderNo, sku: "", kind: "sale" },
        ...{ feeKind: "", basis: "sale", reference: `item ${orderNo}`, amountMinor: 0, text: "Principal", ...over },
      };
    };
    const feeLines = [
      line({ kind: "fee", feeKind: "Commission", text: "Commission", amountMinor: commission }),
      line({ kind: "fee", feeKind: "Transaction fee", text: "Transaction fee", amountMinor: fixed }),
    ];
    const saleLines = [
      line({ amountMinor: goods }),
      ...(shipping === 0 ? [] : [line({ kind: "shipping", text: "Shipping", amountMinor: shipping })]),
      ...(tax === 0 ? [] : [line({ kind: "tax", text: "Tax", amountMinor: tax })]),
      ...(discount === 0 ? [] : [line({ kind: "promotion", text: "Promotion", amountMinor: discount })]),
    ];
    let lines = [...saleLines, ...feeLines];
    let expected: SettledOrder["expected"] = { orderId: `ord_${at}`, saleMinor: sale, saleDay: day, refunds: [] };
    let elsewhere: SettledOrder["elsewhere"] = none;
    let due = sale + commission + fixed;
    const refunded = 100 + random(400);
    const refund = { refundId: "r1", day: "2026-10-29", amountMinor: refunded };
    const refundLine = line({ kind: "refund", text: "Refund", basis: "refund", amountMinor: -refunded });
    const say = (kind: DifferenceClass, differenceMinor: number): void => {
      injected.push({ orderNo, class: kind, differenceMinor });
    };
    // The first orders get one of each, so that every month has every class; fee rates stay those of the majority.
    const what = isClean ? undefined : at < injections.length ? injections[at] : injections[random(90)];
    switch (what) {
      case "fee_change": {
        const more = -(20 + random(500));
        lines = lines.map((each) =>
          each.feeKind === "Commission" ? { ...each, amountMinor: commission + more } : each,
        );
        say("fee_change", more);
        break;
      }
      case "timing_late":
        expected = { ...expected, saleDay: "2026-09-20" };
        due = commission + fixed;
        say("timing", sale);
        break;
      case "timing_absent":
        lines = [];
        due = sale;
        say("timing", -sale);
        break;
      case "refund_unknown":
        lines = [...lines, refundLine];
        say("refund_lag", -refunded);
        break;
      case "refund_unsettled":
        expected = { ...expected, refunds: [refund] };
        due -= refunded;
        say("refund_lag", refunded);
        break;
      case "missing_order":
        expected = null;
        due = 0;
        say("missing_order", sale + commission + fixed);
        break;
      case "twice_fee":
        lines = [...lines, { ...(feeLines[0] as SettlementLine), lineId: `${orderNo}.again` }];
        say("duplicate_charge", commission);
        break;
      case "twice_sale":
        lines = [
          ...lines,
          { ...(saleLines[0] as SettlementLine), lineId: `${orderNo}.again`, reference: `item ${orderNo}` },
        ];
        lines = lines.filter(({ kind }) => kind !== "fee");
        due = sale;
        say("duplicate_charge", goods);
        break;
      case "paid_before":
        lines = lines.filter(({ kind }) => kind !== "fee");
        elsewhere = { ...none, saleMinor: sale };
        due = 0;
        say("duplicate_charge", sale);
        break;
      default:
        if (random(6) === 0) {
          lines = [...lines, refundLine];
          expected = { ...expected, refunds: [refund] };
          due -= refunded;
        }
    }
    expectedMinor += due;
    payoutMinor += lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    orders.push({ orderNo, lines, expected, elsewhere });
  }
  const ofPayout = (lineId: string, over: Partial<SettlementLine>): SettlementLine => ({
    ...{
      lineId,
      at: "2026-10-30T09:00:00.000Z",
      day: "2026-10-30",
      orderNo: "",
      sku: "",
      kind: "fee",
      feeKind: "Storage",
    },
    ...{ basis: "sale", reference: "", amountMinor: 0, text: "Storage", ...over },
  });
  const apart = isClean
    ? []
    : [
        ofPayout("p1", { amountMinor: -(100 + random(9_000)) }),
        ofPayout("p2", { kind: "reserve", feeKind: "", text: "Reserve", amountMinor: -(100 + random(9_000)) }),
      ];
  const bank = ofPayout("p3", { kind: "transfer", feeKind: "", text: "To the bank", amountMinor: -payoutMinor });
  for (const each of apart) {
    injected.push({
      orderNo: "",
      class: each.kind === "reserve" ? "timing" : "unallocated_fee",
      differenceMinor: each.amountMinor,
    });
    payoutMinor += each.amountMinor;
  }
  for (const each of [...apart, bank]) orders.push({ orderNo: "", lines: [each], expected: null, elsewhere: none });
  const head: SettlementHead = {
    ...{
      settlementId: `S-${seed}`,
      channel: "amazon",
      shop: "amazon-us",
      currency,
      from: "2026-10-01",
      to: "2026-10-31",
    },
    ...{ payoutMinor, graceDays: GRACE },
  };
  return { head, orders, injected, expectedMinor, payoutMinor };
}
