import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ObjectFiles, ObjectUploads } from "../../shared/platform/ports.ts";
import { allReports } from "../../shared/reports/all-reports.ts";
import { checkReport } from "../../shared/reports/check-report.ts";
import type { EntryFact, LineFact, PaymentFact } from "../../shared/reports/facts/fact.ts";
import { makeFactSink } from "../../shared/reports/facts/fact-sink.ts";
import { sortedTotals } from "../../shared/reports/facts/fact-totals.ts";
import type { FactsManifest } from "../../shared/reports/facts/facts-manifest.ts";
import { sealedFacts } from "../../shared/reports/facts/sealed-facts.ts";
import { renderReport } from "../../shared/reports/render-report.ts";
import { peakMb } from "../support/peak-memory.ts";
import { hollowFiles } from "./report-files.ts";

/** Run alone in a process, so that its memory is nobody else's: `report-sealing.ts LINES [REPORT…]`. */
export type SealingFigures = {
  readonly cpuS: number;
  readonly wallS: number;
  readonly peakMb: number;
  readonly mb: number;
};

const day = "2026-11-21";
const LINES_OF_AN_ORDER = 2;
/** What one request of the table gives the worker that cuts a day. */
const ORDERS_AT_ONCE = 100;

/** Facts are kept on disk as the bucket keeps them; reports are counted and thrown away. */
function filesIn(folder: string): ObjectFiles & ObjectUploads & { readonly bytes: () => number } {
  const reports = hollowFiles();
  const pathOf = (key: string): string => join(folder, key);
  return {
    ...reports,
    get: async (key) => ({ body: readFileSync(pathOf(key)), etag: "etag", contentType: "" }),
    put: async (key, body, options) => {
      if (!key.includes("/facts/")) return reports.put(key, body, options);
      mkdirSync(dirname(pathOf(key)), { recursive: true });
      writeFileSync(pathOf(key), body);
      return { ok: true, value: null };
    },
  };
}

function factsOf(at: number): {
  readonly entry: EntryFact;
  readonly lines: readonly LineFact[];
  readonly payment: PaymentFact;
} {
  const id = String(at).padStart(9, "0");
  const own = { id: `sale_${id}`, day, originalDay: day, at: `${day}T0${at % 8}:00:00.000Z` };
  const whose = {
    orderId: `ord_${id}`,
    orderNo: `2891234${id}`,
    channel: ["taobao", "jd", "shopify"][at % 3] ?? "",
    shop: `shop-${at % 5}`,
    country: "CN",
    region: ["浙江省", "上海市", "广东省"][at % 3] ?? "",
    tags: at % 10 === 0 ? ["vip"] : [],
    customer: `cus_${at % 200_000}`,
    customerTags: [],
  };
  const money = (minor: number) => ({
    ...{ currency: "CNY", rateId: null, reportingMinor: minor, itemsMinor: minor, discountMinor: 0, shippingMinor: 0 },
    ...{ feesMinor: 0, taxMinor: 0, taxIncluded: true, otherMinor: 0, totalMinor: minor },
  });
  const lines = Array.from({ length: LINES_OF_AN_ORDER }, (_, line): LineFact => {
    const minor = 1_990 + ((at * 31 + line * 7) % 40_000);
    return {
      ...own,
      id: `sale_${id}-${line}`,
      ...whose,
      ...money(minor),
      entryId: own.id,
      kind: "sale",
      lineId: String(line + 1),
      sku: `SKU-${(at * 13 + line) % 20_000}`,
      title: `夏季新款纯棉短袖T恤 ${(at * 11) % 5_000}`,
      variant: "白色 / XL",
      category: `cat-${at % 12}`,
      warehouse: "SHA",
      quantity: 1,
      unitPriceMinor: minor,
      unitCostMinor: 900,
    };
  });
  const total = lines.reduce((sum, line) => sum + line.totalMinor, 0);
  return {
    entry: {
      ...own,
      ...whose,
      ...money(total),
      kind: "sale",
      lineCount: lines.length,
      payment: "paid",
      reason: "",
    },
    lines,
    payment: {
      ...own,
      id: `pay_${id}`,
      ...whose,
      currency: "CNY",
      rateId: null,
      reportingMinor: total,
      method: "alipay",
      amountMinor: total,
    },
  };
}

async function writeFacts(files: ObjectFiles, orders: number): Promise<FactsManifest> {
  const sink = makeFactSink(files, `demo/facts/date=${day}/`);
  for (let at = 0; at < orders; at += 1) {
    const { entry, lines, payment } = factsOf(at);
    sink.add("entries", entry);
    for (const line of lines) sink.add("lines", line);
    sink.add("payments", payment);
    if (at % ORDERS_AT_ONCE === 0) await sink.settle();
  }
  await sink.settle("all");
  const { parts, rows, totals } = sink.state();
  return {
    merchantId: "demo",
    day,
    version: 1,
    zone: "Asia/Shanghai",
    cutoffMinutes: 0,
    window: { startsAt: "", endsAt: "", startsAtLocal: "", endsAtLocal: "" },
    currency: "CNY",
    cutAt: `${day}T16:20:00.000Z`,
    factsVersion: "1",
    parts,
    rows,
    totals: sortedTotals(totals),
    rates: {},
    ledger: { sales: {}, changes: {}, refunds: {}, payments: {}, fees: {}, entries: orders },
  };
}

/** Facts of a day into their files, and every report of it out of them, as the worker makes them. */
async function seal(lines: number, only: readonly string[], folder: string): Promise<number> {
  const files = filesIn(folder);
  const manifest = await writeFacts(files, Math.ceil(lines / LINES_OF_AN_ORDER));
  const facts = sealedFacts(files, manifest);
  const source = {
    facts,
    zone: "Asia/Shanghai",
    days: async function* () {
      yield facts;
    },
  };
  for (const definition of allReports.filter(({ name }) => only.length === 0 || only.includes(name))) {
    const checked = await checkReport(definition, source);
    const off = checked.checks.find((check) => check.expected !== check.found);
    if (off !== undefined) throw new Error(`${definition.name}: ${JSON.stringify(off)}`);
    const cpu = process.cpuUsage();
    await renderReport(files, definition, source, checked);
    const { user, system } = process.cpuUsage(cpu);
    process.stderr.write(
      `${definition.name}: ${checked.rows} rows, ${((user + system) / 1e6).toFixed(1)} CPU s, ${Math.round(process.memoryUsage.rss() / 1e6)} MB\n`,
    );
  }
  return files.bytes();
}

if (import.meta.main) {
  const folder = mkdtempSync(join(tmpdir(), "sealing-"));
  try {
    const wall = performance.now();
    const bytes = await seal(Number(process.argv[2]), process.argv.slice(3), folder);
    const { user, system } = process.cpuUsage();
    const figures: SealingFigures = {
      cpuS: (user + system) / 1e6,
      wallS: (performance.now() - wall) / 1000,
      peakMb: peakMb(),
      mb: bytes / 1e6,
    };
    process.stdout.write(`\n${JSON.stringify(figures)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
