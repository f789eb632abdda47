import { describe, expect, it } from "vitest";
import { aConnectionId, aMerchant, aMerchantId, anIncomingOrder } from "../../tests/support/builders.ts";
import { type Crash, CrashError, crashing } from "../../tests/support/crashing.ts";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import { makeUpsertOrder } from "../orders/upsert-order.ts";
import { toMerchantItem } from "../settings/merchant-settings.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { makeSealFacts } from "./facts/seal-facts.ts";
import { csv } from "./formats/csv.ts";
import type { ReportDefinition } from "./report-definition.ts";
import { makeSealReport } from "./seal-report.ts";

const day = "2026-11-21";
const night = new Date("2026-11-26T16:30:00.000Z");
const ROWS_AT_ONCE = 1_000;
const folder = `demo/sales/date=${day}/`;

/** A report whose file takes four parts of eight megabytes, as a million order lines take some dozens. */
const longReport: ReportDefinition = {
  name: "sales",
  uses: ["entries"],
  ties: [],
  formats: [csv],
  columns: [
    { name: "entry_id", kind: "text" },
    { name: "text", kind: "text" },
  ],
  rows: async function* () {
    for (let from = 0; from < 27_000; from += ROWS_AT_ONCE)
      yield Array.from({ length: ROWS_AT_ONCE }, (_, at) => [`${from + at}`, `${from + at} `.repeat(170)]);
  },
};

async function aSealedDay() {
  const [table, files, merchant] = [makeMemoryTable(), memoryObjects(), aMerchant()];
  await table.put(toMerchantItem(merchant));
  const upsert = makeUpsertOrder({
    ...{ table, now: () => night, readMerchant: async () => merchant, pause: async () => undefined },
  });
  const incoming = anIncomingOrder();
  await upsert({ merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming }, () => []);
  const closed = { ...merchant, closedThrough: "2026-11-25" };
  const sealFacts = makeSealFacts({ table, exports: files, now: () => night });
  const sealed = await sealFacts(closed, day, { stamps: false, hasTime: () => true });
  if (sealed.kind !== "sealed") throw new Error(sealed.kind);
  const seal = async (crash: Crash | null) => {
    const { wrap, calls } = crashing(crash);
    const ports = { table: wrap(table), exports: wrap(files), now: () => night };
    await makeSealReport(ports)(closed, sealed.facts, longReport).catch((error: unknown) => {
      if (!(error instanceof CrashError)) throw error;
    });
    return calls();
  };
  return { seal, files };
}

function published({ objects }: ReturnType<typeof memoryObjects>): ReadonlyMap<string, string> {
  const own = [...objects].filter(([key]) => key.startsWith(folder));
  return new Map(own.map(([key, { etag }]) => [key.slice(folder.length), etag]));
}

describe("a report whose files are sent in parts", () => {
  it("is not there until all of it is, and ends as the same bytes, wherever its worker is killed", async () => {
    const whole = await aSealedDay();
    const calls = await whole.seal(null);
    const wanted = published(whole.files);
    expect([...wanted.keys()].toSorted()).toEqual(["latest.json", "v1/manifest.json", `v1/sales-${day}.csv`]);
    expect(wanted.get(`v1/sales-${day}.csv`)).toMatch(/-4"$/);
    for (let call = 1; call <= calls; call += 1) {
      for (const when of ["before", "after"] as const) {
        const { seal, files } = await aSealedDay();
        await seal({ call, when });
        for (const [key, etag] of published(files)) expect(etag, `${when} ${call}: ${key}`).toBe(wanted.get(key));
        if (files.objects.has(`${folder}latest.json`)) expect(published(files)).toEqual(wanted);

        await seal(null);
        expect(published(files), `${when} ${call}`).toEqual(wanted);
      }
    }
  }, 300_000);
});
