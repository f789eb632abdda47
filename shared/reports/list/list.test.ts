import { describe, expect, it } from "vitest";
import {
  aFee,
  aLineFact,
  aMovementFact,
  anEntry,
  aPaymentFact,
  aPurchaseFact,
  aShipmentFact,
  aStockFact,
} from "../../../tests/support/fact-builders.ts";
import { rowsOf, sealedDays } from "../../../tests/support/sealed-days.ts";
import { daysAfter } from "../../kernel/business-day.ts";
import { minorFromDecimal } from "../../kernel/money.ts";
import { allReports } from "../all-reports.ts";
import { isDue, reportNames } from "../report.ts";
import { boughtTogether } from "./bought-together.ts";
import { channelProfitReport } from "./channel-profit-report.ts";
import { customersReport } from "./customers-report.ts";
import { demandForecast } from "./demand-forecast.ts";
import { feesReport } from "./fees-report.ts";
import { fulfilmentReport } from "./fulfilment-report.ts";
import { paymentsReport } from "./payments-report.ts";
import { productRanking } from "./product-ranking.ts";
import { purchaseProposals } from "./purchase-proposals.ts";
import { receivablesReport } from "./receivables-report.ts";
import { refundsReport } from "./refunds-report.ts";
import { salesSummary } from "./sales-summary.ts";
import { shipmentsReport } from "./shipments-report.ts";
import { stockTurnover } from "./stock-turnover.ts";
import { taxReport } from "./tax-report.ts";

const friday = "2026-11-20";
const saturday = "2026-11-21";
const sunday = "2026-11-22";

const sold = (orderId: string, over: Parameters<typeof aLineFact>[0] = {}) =>
  aLineFact({ id: `sale:${orderId}#1`, orderId, itemsMinor: 1_000, ...over });

describe("the reports of a day", () => {
  it("are defined once under each name, with columns that begin with the entry's id", () => {
    expect(allReports.map(({ name }) => name)).toEqual(reportNames);
    for (const { name, columns } of allReports) {
      expect([name, columns[0]?.name]).toEqual([name, "entry_id"]);
      expect(new Set(columns.map((column) => column.name)).size).toBe(columns.length);
    }
  });

  it("are empty tables on a day on which nothing happened", async () => {
    for (const report of allReports)
      expect([report.name, await rowsOf(report, sealedDays({ [sunday]: {} }))]).toEqual([report.name, []]);
  });

  it("have an id of its own for each row", async () => {
    const lines = [sold("1"), sold("2", { sku: "CUP" }), sold("2", { id: "sale:2#2", lineId: "2" })];
    const source = sealedDays({
      [sunday]: { lines, shipments: [aShipmentFact()], stock: [aStockFact({ onHand: 3 })] },
    });
    for (const report of allReports) {
      const ids = (await rowsOf(report, source)).map((row) => row["entry_id"]);
      expect([report.name, new Set(ids).size]).toEqual([report.name, ids.length]);
    }
  });
});

describe("the sales summary", () => {
  const lines = [
    sold("1"),
    sold("2", { channel: "taobao", shop: "tb", itemsMinor: 500, quantity: 2 }),
    sold("1", { id: "refund:1#1", kind: "refund", itemsMinor: -400, quantity: -1 }),
  ];

  it("says of each view what the whole day says, and ties to the day once", async () => {
    const rows = await rowsOf(salesSummary, sealedDays({ [saturday]: { lines } }));

    const netOf = (by: string): number =>
      rows.filter((row) => row["by"] === by).reduce((sum, row) => sum + Number(row["net"]), 0);
    expect(
      ["total", "channel", "shop", "product", "category", "region", "warehouse", "customer_tags"].map(netOf),
    ).toEqual(new Array(8).fill(11));
    expect(rows.filter((row) => row["net_of_day"] !== null)).toMatchObject([{ by: "total", net_of_day: "11.00" }]);
    expect(rows.find((row) => row["by"] === "total")).toMatchObject({
      ...{ orders: 2, units: 2, returned_units: 1, sales: "15.00", average_order: "7.50", taken_back: "-4.00" },
    });
  });

  it("sums the week on Sundays and the month on its last day", async () => {
    const periods = async (day: string): Promise<unknown> => {
      const source = sealedDays({ [daysAfter(day, -1)]: { lines: [sold("0")] }, [day]: { lines } });
      const rows = await rowsOf(salesSummary, source);
      return rows.filter((row) => row["by"] === "total").map((row) => [row["period"], row["from"], row["net"]]);
    };
    expect(await periods(saturday)).toEqual([["day", saturday, "11.00"]]);
    expect(await periods(sunday)).toEqual([
      ["day", sunday, "11.00"],
      ["week", "2026-11-16", "21.00"],
    ]);
    expect(await periods("2026-11-30")).toEqual([
      ["day", "2026-11-30", "11.00"],
      ["month", "2026-11-01", "21.00"],
    ]);
  });

  it("leaves the merchant's currency empty where a rate is missing", async () => {
    const foreign = sold("3", { currency: "USD", reportingMinor: null });
    const [row] = await rowsOf(salesSummary, sealedDays({ [saturday]: { lines: [foreign] } }));
    expect(row).toMatchObject({ currency: "USD", net: "10.00", reporting_net: null });
  });
});

describe("lists of a day", () => {
  it("name what should be bought, and leave the cost empty where nobody said", async () => {
    const purchases = [
      aPurchaseFact(),
      aPurchaseFact({ id: "purchase:CUP", sku: "CUP", costMinor: null, isLate: true }),
    ];
    expect(await rowsOf(purchaseProposals, sealedDays({ [saturday]: { purchases } }))).toMatchObject([
      { sku: "TEA", quantity: 60, packs: 5, expected_cost: "2700.00", units_per_day: "3.50", may_ship_late: "no" },
      { sku: "CUP", expected_cost: null, may_ship_late: "yes" },
    ]);
  });

  it("name what was taken back, what was paid, what was charged", async () => {
    const source = sealedDays({
      [saturday]: {
        entries: [
          anEntry({ itemsMinor: 1_000 }),
          anEntry({ id: "refund:1", kind: "refund", itemsMinor: -400, reason: "torn" }),
        ],
        payments: [aPaymentFact({ amountMinor: 1_000 })],
        fees: [aFee({ amountMinor: -50 })],
      },
    });
    expect(await rowsOf(refundsReport, source)).toMatchObject([
      { entry_id: "refund:1", total: "-4.00", reason: "torn" },
    ]);
    expect(await rowsOf(paymentsReport, source)).toMatchObject([{ method: "alipay", amount: "10.00" }]);
    expect(await rowsOf(feesReport, source)).toMatchObject([{ fee: "commission", amount: "-0.50" }]);
  });

  it("of what is owed hold the orders that payments do not even out; refunds are no debt", async () => {
    const source = sealedDays({
      [saturday]: {
        entries: [
          anEntry({ orderId: "paid", itemsMinor: 1_000 }),
          anEntry({ orderId: "open", itemsMinor: 700 }),
          anEntry({ orderId: "paid", id: "r", kind: "refund", itemsMinor: -100 }),
        ],
        payments: [
          aPaymentFact({ orderId: "paid", amountMinor: 1_000 }),
          aPaymentFact({ orderId: "old", amountMinor: 5 }),
        ],
      },
    });
    expect(await rowsOf(receivablesReport, source)).toMatchObject([
      { order_id: "old", change: "-0.05" },
      { order_id: "open", sold_or_corrected: "7.00", paid: "0.00", change: "7.00" },
    ]);
  });

  it("of tax add up to the day's tax by place and rate", async () => {
    const lines = [
      sold("1", { taxMinor: 130 }),
      sold("2", { taxMinor: 60, country: "DE", region: "" }),
      sold("3", { itemsMinor: 1_130, taxMinor: 130, taxIncluded: true }),
    ];
    const rows = await rowsOf(taxReport, sealedDays({ [saturday]: { lines } }));
    expect(rows.map((row) => [row["country"], row["tax_in_prices"], row["rate_percent"], row["tax"]])).toEqual([
      ["CN", "no", "13.0", "1.30"],
      ["CN", "yes", "13.0", "1.30"],
      ["DE", "no", "6.0", "0.60"],
    ]);
  });

  it("of tax tell freight that bears none from the goods that do", async () => {
    const lines = [sold("1", { itemsMinor: 1_000, shippingMinor: 250, totalMinor: 1_380, taxMinor: 130 })];
    const rows = await rowsOf(taxReport, sealedDays({ [saturday]: { lines } }));
    expect(rows.map((row) => [row["rate_percent"], row["lines"], row["amount_without_tax"], row["tax"]])).toEqual([
      ["0.0", 0, "2.50", "0.00"],
      ["13.0", 1, "10.00", "1.30"],
    ]);
  });
});

describe("fulfilment", () => {
  it("knows the half and the nine tenths that were fastest, the late and the changed", async () => {
    const left = (hours: number) =>
      aShipmentFact({
        id: `p${hours}`,
        at: new Date(Date.parse("2026-11-21T00:00:00Z") + hours * 3_600_000).toISOString(),
      });
    const shipments = [
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 60].map(left),
      aShipmentFact({ id: "c", kind: "changed", units: -1 }),
    ];
    const source = sealedDays({ [saturday]: { shipments } });

    expect(await rowsOf(fulfilmentReport, source)).toMatchObject([
      {
        parcels: 10,
        hours_p50: "5.0",
        hours_p90: "9.0",
        late: 1,
        late_percent: "10.0",
        changed: 1,
        right_percent: "90.0",
      },
    ]);
    expect((await rowsOf(shipmentsReport, source))[9]).toMatchObject({ hours_to_ship: "60.0", goods: "TEA x 1" });
  });
});

describe("what a shop and a product earn", () => {
  const lines = [
    sold("1", { itemsMinor: 1_130, taxMinor: 130, taxIncluded: true, unitCostMinor: 400 }),
    sold("2", { sku: "CUP", itemsMinor: 500, unitCostMinor: 100 }),
  ];

  it("is revenue without tax less goods, fees and freight", async () => {
    const source = sealedDays({
      [saturday]: { lines, fees: [aFee({ amountMinor: -75 })], shipments: [aShipmentFact({ freightMinor: 200 })] },
    });
    expect(await rowsOf(channelProfitReport, source)).toMatchObject([
      {
        ...{ revenue_without_tax: "15.00", cost_of_goods: "5.00", channel_fees: "-0.75", planned_freight: "2.00" },
        ...{ profit: "7.25", profit_percent: "48.3" },
      },
    ]);
  });

  it("is not guessed at where nobody has stated what goods cost", async () => {
    const source = sealedDays({ [saturday]: { lines: [sold("1")] } });
    expect(await rowsOf(channelProfitReport, source)).toMatchObject([{ cost_of_goods: null, profit: null }]);
  });

  it("ranks products by what they brought in", async () => {
    const rows = await rowsOf(productRanking, sealedDays({ [saturday]: { lines } }));
    expect(rows.map((row) => [row["rank"], row["sku"], row["net"]])).toEqual([
      [1, "TEA", "11.30"],
      [2, "CUP", "5.00"],
    ]);
  });
});

describe("weekly reports", () => {
  it("are made on Sundays", () => {
    const weekly = reportNames.filter((name) => !isDue(name, friday));
    expect(weekly).toEqual(["stock-turnover", "customers", "demand-forecast", "bought-together"]);
    for (const name of weekly)
      expect([friday, saturday, sunday].map((day) => isDue(name, day))).toEqual([false, false, true]);
  });

  it("count the age of stock from its last receipts, and how long it will last", async () => {
    const old = daysAfter(sunday, -63);
    const late = daysAfter(sunday, -9);
    const received = (day: string, quantity: number) =>
      aMovementFact({ day, kind: "received", quantity, onHandChange: quantity });
    const source = sealedDays({
      [old]: { movements: [received(old, 10)] },
      [late]: { movements: [received(late, 4), aMovementFact({ day: late, quantity: 6, onHandChange: -6 })] },
      [sunday]: { stock: [aStockFact({ onHand: 8, unitCostMinor: 250 })] },
    });
    const days = 64;
    expect(await rowsOf(stockTurnover, source)).toMatchObject([
      {
        ...{ on_hand: 8, days_seen: days, shipped: 6, days_of_cover: (8 / (6 / days)).toFixed(1) },
        ...{
          units_to_30_days: 4,
          units_31_to_60_days: 0,
          units_61_to_90_days: 4,
          units_older: 0,
          value_at_cost: "20.00",
        },
      },
    ]);
  });

  it("tell buyers apart without saying who they are", async () => {
    const entry = (orderId: string, itemsMinor: number, customer: string | null) =>
      anEntry({ id: `sale:${orderId}`, orderId, itemsMinor, customer, day: saturday });
    const source = sealedDays({
      [saturday]: { entries: [entry("1", 300, "a"), entry("2", 500, "b"), entry("3", 400, "a"), entry("4", 9, null)] },
      [sunday]: {},
    });
    expect(await rowsOf(customersReport, source)).toMatchObject([
      { customer: "a", orders: 2, value: "7.00", average_order: "3.50", days_since: 1 },
      { customer: "b", orders: 1, value: "5.00" },
    ]);
  });

  it("expect the same of a weekday as the last ones brought, and say how far that was off", async () => {
    const days = Object.fromEntries(
      Array.from({ length: 56 }, (_, back) => {
        const day = daysAfter(sunday, back - 55);
        return [day, { lines: [sold(day, { quantity: back % 7 === 0 ? 10 : 1, day })] }];
      }),
    );
    expect(await rowsOf(demandForecast, sealedDays(days))).toMatchObject([
      {
        sku: "TEA",
        sold_last_8_weeks: 8 * 16,
        expected_week_1: "16.0",
        expected_week_2: "16.0",
        backtest_error_percent: "0.0",
      },
    ]);
  });

  it("find what goes together more often than chance", async () => {
    const order = (no: number, skus: readonly string[]) =>
      skus.map((sku, at) => sold(`o${no}`, { id: `sale:o${no}#${at}`, lineId: String(at), sku }));
    const lines = [
      ...[1, 2, 3].flatMap((no) => order(no, ["TEA", "CUP"])),
      ...order(4, ["TEA"]),
      ...[5, 6, 7, 8].flatMap((no) => order(no, ["PEN"])),
    ];
    expect(await rowsOf(boughtTogether, sealedDays({ [sunday]: { lines } }))).toMatchObject([
      { sku: "CUP", with_sku: "TEA", orders_with_both: 3, percent_of_sku: "100.0", times_more_than_chance: "2.00" },
    ]);
  });
});

describe("amounts", () => {
  it("of every report are exact decimals of their currency", async () => {
    const source = sealedDays({
      [sunday]: {
        lines: [sold("1", { currency: "JPY", itemsMinor: 1_000, reportingMinor: 4_870 })],
        entries: [anEntry({ currency: "JPY", itemsMinor: 1_000, reportingMinor: 4_870 })],
      },
    });
    for (const report of allReports) {
      for (const row of await rowsOf(report, source)) {
        if (row["currency"] !== "JPY") continue;
        for (const name of ["net", "total", "sales", "tax"]) {
          const text = row[name];
          if (typeof text === "string")
            expect([report.name, name, minorFromDecimal(text, "JPY").ok]).toEqual([report.name, name, true]);
        }
      }
    }
  });
});
