import { describe, expect, it } from "vitest";
import { CrashError } from "../../../tests/support/crashing.ts";
import {
  aSettledWorld,
  importSettlement,
  type SettledWorld,
  sellOrder,
  settlementOf,
} from "../../../tests/support/settled-world.ts";
import { fromFeeItem } from "../../reports/facts/fee-store.ts";
import { encodeGbk } from "../../sheets/gb18030.ts";
import { fromAttributes } from "../../table/attribute-value.ts";
import type { ImportJob } from "../import-job.ts";

function fees({ table }: SettledWorld) {
  const { items } = table.engine.scan({ table: "hub" });
  return items
    .map(fromAttributes)
    .filter(({ sk }) => sk.startsWith("fee#"))
    .filter((item) => item["feeKind"] !== undefined)
    .map(fromFeeItem)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const amazonHeadings =
  "settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tmerchant-order-id\tadjustment-id\tshipment-id\tmarketplace-name\tamount-type\tamount-description\tamount\tfulfillment-id\tposted-date\tposted-date-time\torder-item-code\tmerchant-order-item-id\tmerchant-adjustment-item-id\tsku\tquantity-purchased\tpromotion-id";

function amazonLine(transaction: string, order: string, type: string, what: string, amount: string): string {
  const [sku, item] = order === "" ? ["", ""] : ["TEA-250", `i${order}`];
  return ["S1", "", "", "", "", "", transaction, order, order, "", "s1", "Amazon.de", type, what, amount, "AFN"]
    .concat(["15.11.2026", "15.11.2026 09:00:00 UTC", item, "", "", sku, "1", ""])
    .join("\t");
}

const amazonFile = [
  amazonHeadings,
  "S1\t10.11.2026 00:00:00 UTC\t20.11.2026 00:00:00 UTC\t22.11.2026 00:00:00 UTC\t155,50\tEUR".concat("\t".repeat(18)),
  amazonLine("Order", "302-1", "ItemPrice", "Principal", "1.200,00"),
  amazonLine("Order", "302-1", "ItemFees", "Commission", "-180,00"),
  amazonLine("Order", "302-2", "ItemPrice", "Principal", "10,00"),
  amazonLine("other-transaction", "", "other-transaction", "Storage Fee", "-12,50"),
  amazonLine("other-transaction", "", "other-transaction", "Current Reserve Amount", "-862,00"),
].join("\r\n");

describe("an Amazon settlement with decimal commas", () => {
  it("is explained against the books, and its fees are booked once", async () => {
    const world = await aSettledWorld(["amazon-de", "amazon"]);
    await sellOrder(world, "amazon-de", "amazon", "302-1", "2026-11-12", { minor: 120_000, currency: "EUR" });

    const { job } = await importSettlement(world, amazonFile, null, "s1.txt");
    expect(job).toMatchObject({ state: "applied", layout: "amazon-settlement", rows: 6, failed: 0 });
    const found = await settlementOf(world, "amazon-de", "S1");
    expect(found).toMatchObject({ channel: "amazon", currency: "EUR", from: "2026-11-10", to: "2026-11-20" });
    expect(found.explained).toMatchObject({ payoutMinor: 15_550, expectedMinor: 102_000 });
    expect(found.entries.map((each) => [each.orderNo, each.class, each.differenceMinor]).toSorted()).toEqual([
      ["", "timing", -86_200],
      ["", "unallocated_fee", -1_250],
      ["302-1", "matched", 0],
      ["302-1", "matched", 0],
      ["302-2", "missing_order", 1_000],
    ]);
    expect(
      fees(world)
        .map(({ orderNo, feeKind, amountMinor }) => [orderNo, feeKind, amountMinor])
        .toSorted(),
    ).toEqual([
      ["", "Storage Fee", -1_250],
      ["302-1", "Commission", -18_000],
    ]);

    const again = await importSettlement(world, `${amazonFile}\r\n`, null, "again.txt");
    expect(again.job).toMatchObject({ applied: 0, failed: 0 });
    expect(fees(world)).toHaveLength(2);
    expect((await settlementOf(world, "amazon-de", "S1")).entries).toEqual(found.entries);
  });

  it("without its first line is refused: nobody knows the currency", async () => {
    const world = await aSettledWorld();
    const lines = amazonFile.split("\r\n");
    const { job } = await importSettlement(world, [lines[0], ...lines.slice(2)].join("\n"));
    expect(job).toMatchObject({ applied: 0, failed: 5 });
    expect(fees(world)).toEqual([]);
  });

  it("ends the same wherever its worker dies", async () => {
    const whole = await aSettledWorld(["amazon-de", "amazon"]);
    const { calls } = await importSettlement(whole, amazonFile);
    const wanted = await settlementOf(whole, "amazon-de", "S1");
    for (let at = 1; at <= calls; at += 3) {
      const world = await aSettledWorld(["amazon-de", "amazon"]);
      for (const when of ["before", "after"] as const) {
        await importSettlement(world, amazonFile, { call: at, when }).catch((error: unknown) => {
          if (!(error instanceof CrashError || (error instanceof Error && /skipped/.test(error.message)))) throw error;
        });
      }
      // The queue hands the task out again; when the last crash hid a success there is nothing left to do.
      await importSettlement(world, amazonFile).catch((error: unknown) => {
        if (!(error instanceof Error && error.message === "the import is skipped")) throw error;
      });
      expect(fees(world)).toEqual(fees(whole));
      expect(await settlementOf(world, "amazon-de", "S1")).toEqual(wanted);
    }
  });
});

describe("settlement files of other platforms", () => {
  it("Shopify: amount and fee of each transaction, and the payout itself left out", async () => {
    const world = await aSettledWorld(["my-shop", "shopify"]);
    const headings =
      "Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Payout ID,Available On,Amount,Fee,Net,Checkout,Payment Method Name,Presentment Amount,Presentment Currency,Currency,VAT";
    const body = [
      headings,
      "2026-11-18 10:00:00 +0800,charge,#1001,visa,online,paid,2026-11-20,77,2026-11-20,200.00,6.10,193.90,#c1,card,,,CNY,",
      "2026-11-18 11:00:00 +0800,refund,#1001,visa,online,paid,2026-11-20,77,2026-11-20,-20.00,0.00,-20.00,#c1,card,,,CNY,",
      "2026-11-19 11:00:00 +0800,adjustment,,,,paid,2026-11-20,77,2026-11-20,-5.00,0.00,-5.00,,,,,CNY,",
      "2026-11-21 11:00:00 +0800,charge,#1002,,,pending,,,2026-11-25,30.00,1.00,29.00,,,,,CNY,",
    ].join("\n");
    await sellOrder(world, "my-shop", "shopify", "#1001", "2026-11-18");
    const { job } = await importSettlement(world, body);
    expect(job).toMatchObject({ state: "applied_with_errors", applied: 3, failed: 1 });
    const { entries, explained } = await settlementOf(world, "my-shop", "77");
    expect(entries.map((each) => [each.kind, each.class, each.amountMinor, each.differenceMinor]).toSorted()).toEqual([
      ["adjustment", "unallocated_fee", -500, -500],
      ["fee", "matched", -610, 0],
      ["refund", "refund_lag", -2_000, -2_000],
      ["sale", "matched", 20_000, 0],
    ]);
    expect(explained).toMatchObject({ payoutMinor: 16_890, expectedMinor: 19_390 });
  });

  it("Alipay: GBK, comments around the table, tabs behind the numbers, a month as one settlement", async () => {
    const world = await aSettledWorld();
    const body = [
      "#支付宝账务明细查询",
      "#账号：[20888XXXXXXXXXXX0156]",
      "#-----------------------------------------账务明细列表----------------------------------------",
      "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注",
      "1001\t,B1\t,T200P2891234567890123456\t,龙井\t,2026-11-18 10:00:00\t,a***@x\t,88.00\t,\t,88.00\t,支付宝\t,在线支付\t,\t",
      "1002\t,B2\t,T200P2891234567890123456\t,\t,2026-11-18 10:00:01\t,\t,\t,-4.40\t,83.60\t,支付宝\t,收费\t,天猫佣金{2891234567890123456}\t",
      "1003\t,B3\t,\t,\t,2026-11-19 10:00:01\t,\t,\t,-50.00\t,33.60\t,支付宝\t,提现\t,提现\t",
      "#-----------------------------------------账务明细列表结束------------------------------------",
      "#支出合计：2笔，共54.40元",
    ].join("\r\n");
    const { job } = await importSettlement(world, encodeGbk(body));
    expect(job).toMatchObject({ state: "applied", layout: "alipay-bill", applied: 3, failed: 0 });
    const { entries, from, to, explained } = await settlementOf(world, "taobao", "taobao-2026-11");
    expect([from, to]).toEqual(["2026-11-01", "2026-11-30"]);
    expect(entries.map((each) => [each.orderNo, each.kind, each.feeKind, each.class, each.amountMinor])).toEqual([
      ["", "transfer", "", "matched", -5_000],
      ["2891234567890123456", "sale", "", "missing_order", 8_800],
      ["2891234567890123456", "fee", "天猫佣金", "missing_order", -440],
    ]);
    expect(explained).toMatchObject({ payoutMinor: 8_360, expectedMinor: 0 });
  });

  it("Douyin: a movement is taken apart where its parts add up", async () => {
    const world = await aSettledWorld();
    const body = [
      "动账时间,动帐流水号,动账方向,动账金额,动账账户,动账场景,计费类型,子订单号,订单号,订单实付应结,运费实付,实际平台补贴,订单退款,平台服务费,佣金,招商服务费,站外推广费,备注",
      "2026-11-18 10:00:00,D1,入账,94.00,聚合账户,货款结算入账,,6901,6900,95.00,5.00,0,0,-4.00,-2.00,0,0,",
      "2026-11-19 10:00:00,D2,出账,3.00,聚合账户,运费险扣费,运费险,,,0,0,0,0,0,0,0,0,",
    ].join("\n");
    const { job } = await importSettlement(world, body);
    expect(job).toMatchObject({ state: "applied", layout: "douyin-fund-flow", applied: 2 });
    const { entries } = await settlementOf(world, "douyin", "douyin-2026-11");
    expect(entries.map((each) => [each.orderNo, each.kind, each.feeKind, each.amountMinor])).toEqual([
      ["", "fee", "运费险", -300],
      ["6900", "sale", "", 9_500],
      ["6900", "shipping", "", 500],
      ["6900", "fee", "平台服务费", -400],
      ["6900", "fee", "佣金", -200],
    ]);
  });

  it.each([
    [
      "结算单号,入账时间,类型,金额,币种,订单号,费用项目,流水号\nP1,2026-11-18,销售,10.00,CNY,9,,1\nP1,2026-11-18,费用,-0.50,CNY,9,佣金,2\n",
    ],
    [
      "settlement,posted,type,amount,currency,order no,fee,transaction id\nP1,2026-11-18,sale,10.00,CNY,9,,1\nP1,2026-11-18,fee,(0.50),CNY,9,佣金,2\n",
    ],
  ])("our own columns, in either language: %#", async (body) => {
    const world = await aSettledWorld();
    const { job } = await importSettlement(world, body);
    expect(job).toMatchObject({ state: "applied", layout: "", applied: 2, failed: 0 });
    expect(fees(world)).toMatchObject([{ feeKind: "佣金", amountMinor: -50, orderNo: "9" }]);
  });

  it("names what is wrong with a row", async () => {
    const world = await aSettledWorld();
    const head = "settlement,posted,type,amount,currency,order no";
    const { job } = await importSettlement(
      world,
      `${head}\nP1,2026-11-18,gift,10,CNY,1\nP1,someday,sale,x,CNY,2\n,2026-11-18,sale,1,QQQ,3\n`,
    );
    expect(job).toMatchObject({ applied: 0, failed: 3 } satisfies Partial<ImportJob>);
  });
});

describe("an order that is due and not paid out", () => {
  it("is missed in the settlement of its days, and not of the time before the first one", async () => {
    const world = await aSettledWorld(["my-shop", "shopify"]);
    const file = (id: string, from: string, to: string) =>
      `settlement,posted,type,amount,currency,order no,shop\n${id},${from},sale,1,CNY,x1,my-shop\n${id},${to},sale,1,CNY,x2,my-shop\n`;
    for (const [no, day] of [
      ["early", "2026-09-20"],
      ["missed", "2026-10-05"],
    ] as const) {
      await sellOrder(world, "my-shop", "shopify", no, day);
    }
    await importSettlement(world, file("P1", "2026-10-01", "2026-10-31"));
    const { entries, explained } = await settlementOf(world, "my-shop", "P1");
    expect(entries.filter(({ orderNo }) => !orderNo.startsWith("x"))).toMatchObject([
      { orderNo: "missed", class: "timing", amountMinor: 0, differenceMinor: -20_000 },
    ]);
    const total = explained?.classes.reduce((sum, { differenceMinor }) => sum + differenceMinor, 0);
    expect((explained?.payoutMinor ?? 0) - (explained?.expectedMinor ?? 0)).toBe(total);
  });
});
