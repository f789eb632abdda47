import { describe, expect, it } from "vitest";
import { aConnectionId, aHeader, aMerchant, aMerchantId, anIncomingOrder } from "../../../tests/support/builders.ts";
import { memoryObjects } from "../../../tests/support/memory-ports.ts";
import { makeUpsertOrder } from "../../orders/upsert-order.ts";
import { toMerchantItem } from "../../settings/merchant-settings.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import { checkReport } from "../check-report.ts";
import { openNewestFacts } from "../facts/sealed-facts.ts";
import type { Manifest } from "../render-report.ts";
import { makeSealDay } from "../seal-day.ts";
import { readSeals } from "../seal-store.ts";
import { isTiedOut, offChecks } from "../tie-out.ts";
import { type CustomFields, customLimits } from "./custom-report.ts";
import {
  customReportOf,
  deleteCustomReport,
  inForceOn,
  newestOfEach,
  readSavedReports,
  saveCustomReport,
} from "./custom-store.ts";
import { previewReport } from "./preview-report.ts";
import { toReport } from "./to-report.ts";

const days = ["2026-11-20", "2026-11-21", "2026-11-22"] as const;
const [friday, saturday, sunday] = days;
const saved = { at: "2026-11-20T02:00:00.000Z", by: "Mei" };

const fields: CustomFields = {
  ...{ title: "By channel", source: "lines", dimensions: ["channel"], measures: ["orders", "net"], filters: [] },
  ...{ periods: ["day", "week"], formats: ["csv", "jsonl"] },
};

async function aWorld() {
  const [table, files] = [makeMemoryTable(), memoryObjects()];
  let closedThrough: string | null = null;
  const merchant = () => aMerchant({ closedThrough });
  await table.put(toMerchantItem(merchant()));
  const receive = async (id: string, placedAt: string): Promise<void> => {
    const readMerchant = async () => merchant();
    const upsert = makeUpsertOrder({
      table,
      readMerchant,
      now: () => new Date(placedAt),
      pause: async () => undefined,
    });
    const incoming = anIncomingOrder({ channelOrderId: id, header: aHeader({ placedAt }) });
    await upsert({ merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming }, () => []);
  };
  const sealDay = makeSealDay({ table, exports: files, now: () => new Date("2026-11-23T02:00:00.000Z") });
  return {
    ...{ table, files, receive, merchant },
    close: (day: string) => {
      closedThrough = day;
    },
    save: (over: Partial<CustomFields> = {}, id = "by-channel") =>
      saveCustomReport(table, merchant(), { id, ...fields, ...over }, saved),
    seal: (day: string) => sealDay(merchant(), day),
    manifest: (day: string, report = "custom-by-channel"): Manifest | null => {
      const body = files.objects.get(`demo/${report}/date=${day}/v1/manifest.json`)?.body;
      return body === undefined ? null : (JSON.parse(new TextDecoder().decode(body)) as Manifest);
    },
    text: (key: string) => new TextDecoder().decode(files.objects.get(key)?.body),
  };
}

describe("a saved definition", () => {
  it("is sealed with the day like all reports, in the formats it names, and says what it was made by", async () => {
    const world = await aWorld();
    await world.save();
    await world.receive("1", "2026-11-20T05:00:00.000Z");
    await world.receive("2", "2026-11-20T06:00:00.000Z");
    world.close(friday);

    expect(await world.seal(friday)).toMatchObject({ kind: "done", version: 1 });

    expect(world.manifest(friday)).toMatchObject({
      report: "custom-by-channel",
      rows: 1,
      columns: ["entry_id", "period", "from", "to", "channel", "currency", "orders", "net"],
      sums: {},
      totals: [{ amount: "net", currency: "CNY", period: "day", sum: "400.00" }],
      definition: { id: "by-channel", version: 1, ...fields },
      tieOut: [{ name: "sum of net = net of the day", currency: "CNY", expected: 40_000, found: 40_000 }],
      files: [{ name: `custom-by-channel-${friday}.csv` }, { name: `custom-by-channel-${friday}.jsonl` }],
    });
    expect(world.text(`demo/custom-by-channel/date=${friday}/v1/custom-by-channel-${friday}.csv`)).toContain(
      `day:${friday}:shopify:CNY,day,${friday},${friday},shopify,CNY,2,400.00\r\n`,
    );
    expect(JSON.parse(world.text(`demo/custom-by-channel/date=${friday}/latest.json`))).toMatchObject({ version: 1 });
    expect([...world.files.objects.keys()].filter((key) => key.includes("lake/custom"))).toEqual([]);
  });

  it("changes from the first open day on; a closed day keeps the version it had, however often it is looked at", async () => {
    const world = await aWorld();
    await world.save();
    for (const [at, day] of days.entries()) await world.receive(String(at), `${day}T05:00:00.000Z`);
    world.close(friday);
    expect(await world.save({ measures: ["units"] })).toMatchObject({
      ok: true,
      value: { version: 2, from: saturday },
    });
    expect(await world.save({ measures: ["units"] }), "the same again").toMatchObject({ value: { version: 2 } });
    expect(await world.save({ measures: ["orders"] }), "the same day").toMatchObject({
      value: { version: 3, from: saturday },
    });
    await world.seal(friday);
    world.close(saturday);
    await world.seal(saturday);
    await deleteCustomReport(world.table, world.merchant(), "by-channel", saved);
    world.close(sunday);
    await world.seal(sunday);
    const bytes = [...world.files.objects].map(([key, { etag }]) => [key, etag]);
    for (const day of days) expect(await world.seal(day)).toEqual({ kind: "done", version: 1, sealed: [] });

    expect([...world.files.objects].map(([key, { etag }]) => [key, etag])).toEqual(bytes);
    expect([friday, saturday].map((day) => world.manifest(day)?.definition)).toMatchObject([
      { version: 1, measures: ["orders", "net"] },
      { version: 3, measures: ["orders"] },
    ]);
    expect(world.manifest(sunday)).toBeNull();
    const all = await readSavedReports(world.table, aMerchantId);
    expect(all.map(({ version, from, isDeleted }) => [version, from, isDeleted])).toEqual([
      [1, friday, false],
      [3, saturday, false],
      [4, sunday, true],
    ]);
    expect(days.map((day) => inForceOn(all, day).map(({ version }) => version))).toEqual([[1], [3], []]);
    expect(newestOfEach(all)).toEqual([]);
  });

  it("that no day was made by leaves nothing behind, and one that is deleted may come back", async () => {
    const world = await aWorld();
    const remove = () => deleteCustomReport(world.table, world.merchant(), "by-channel", saved);
    await world.save();
    expect([await remove(), await remove()]).toEqual([true, false]);
    expect(await readSavedReports(world.table, aMerchantId)).toEqual([]);
    await world.save();
    world.close(friday);
    await remove();
    expect(await world.save()).toMatchObject({ ok: true, value: { version: 3, from: saturday } });
  });

  it("is one of few", async () => {
    const world = await aWorld();
    for (let at = 0; at < customLimits.reports; at += 1) await world.save({}, `r${at}`);
    expect(await world.save({}, "one-more")).toEqual({ ok: false, error: { kind: "too_many", most: 20 } });
    expect(await world.save({ title: "New" }, "r7")).toMatchObject({ ok: true, value: { version: 2 } });
  });

  it("saved by two at once is saved by one after the other", async () => {
    const world = await aWorld();
    const both = await Promise.all([world.save({ title: "A" }), world.save({ title: "B" })]);
    expect(both.map((each) => each.ok && each.value.version).sort()).toEqual([1, 2]);
    expect(await readSavedReports(world.table, aMerchantId)).toMatchObject([{ version: 2 }]);
  });

  it("is not published when its sums are off by one minor unit, and nothing else suffers", async () => {
    const world = await aWorld();
    await world.save();
    await world.receive("1", `${sunday}T05:00:00.000Z`);
    world.close(sunday);
    await world.seal(sunday);
    const facts = await openNewestFacts(world.files, aMerchantId, sunday);
    const [saved] = newestOfEach(await readSavedReports(world.table, aMerchantId));
    if (facts === null || saved === undefined) throw new Error("nothing is sealed");
    const report = toReport(customReportOf(saved));
    const totals = { ...facts.manifest.totals, net: { CNY: 20_001 } };
    const off = { ...facts, manifest: { ...facts.manifest, totals } };
    const source = { zone: "Asia/Shanghai", days: async function* () {} };

    expect(isTiedOut((await checkReport(report, { ...source, facts })).checks)).toBe(true);
    expect(offChecks((await checkReport(report, { ...source, facts: off })).checks)).toEqual([
      { name: "sum of net = net of the day", currency: "CNY", expected: 20_001, found: 20_000 },
      { name: "sum of net = net of the week", currency: "CNY", expected: 20_001, found: 20_000 },
    ]);
    expect((await readSeals(world.table, aMerchantId, sunday)).every(({ state }) => state === "sealed")).toBe(true);
  });
});

describe("a preview", () => {
  it("says of sealed days what the nights would have published, and publishes nothing", async () => {
    const world = await aWorld();
    await world.save();
    for (const [at, day] of days.entries()) await world.receive(String(at), `${day}T05:00:00.000Z`);
    for (const day of days) {
      world.close(day);
      await world.seal(day);
    }
    const before = world.files.objects.size;
    const custom = { id: "by-channel", version: 1, ...fields };

    const made = await previewReport({ ...world, exports: world.files }, world.merchant(), custom, {
      from: friday,
      to: sunday,
    });

    const published = days.flatMap((day) =>
      world
        .text(`demo/custom-by-channel/date=${day}/v1/custom-by-channel-${day}.jsonl`)
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => JSON.parse(line) as unknown),
    );
    expect(published).toHaveLength(4);
    expect(made).toMatchObject({ ok: true, value: { rows: published, days, missing: [] } });
    expect(world.files.objects.size).toBe(before);
  });

  it("says which days are not sealed, and is refused where none is or the span is too long", async () => {
    const world = await aWorld();
    world.close(friday);
    await world.seal(friday);
    const custom = { id: "by-channel", version: 1, ...fields };
    const preview = (from: string, to: string) =>
      previewReport({ ...world, exports: world.files }, world.merchant(), custom, { from, to });

    expect(await preview(friday, sunday)).toMatchObject({ ok: true, value: { rows: [], missing: [saturday, sunday] } });
    expect(await preview(saturday, sunday)).toEqual({ ok: false, error: { kind: "not_sealed" } });
    expect(await preview(sunday, friday)).toEqual({ ok: false, error: { kind: "backwards" } });
    expect(await preview("2026-01-01", friday)).toEqual({ ok: false, error: { kind: "too_long", most: 92 } });
  });
});
