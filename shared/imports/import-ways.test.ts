import { describe, expect, it } from "vitest";
import { aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { makeImporter } from "../../tests/support/importer.ts";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import { readStock } from "../inventory/stock-store.ts";
import { connectionId, orderIdOf, sku } from "../kernel/ids.ts";
import { readOrder } from "../orders/order-store.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import type { ImportJob, ImportPhase } from "./import-job.ts";
import { requestCancel } from "./import-steps.ts";
import { saveMapping } from "./mappings/saved-mapping.ts";

const now = (): Date => new Date("2026-11-21T08:00:00.000Z");

function aWorld(policy?: "reject-all" | "dry-run") {
  const table = makeMemoryTable({ now: () => now().getTime() });
  const files = memoryObjects();
  const merchant = aMerchant({ locale: "en", ...(policy === undefined ? {} : { importPolicy: policy }) });
  const importer = makeImporter({ table, files, now, merchant });
  let version = 0;
  const upload = async (key: string, body: string): Promise<ImportJob> => {
    await files.put(key, body, { contentType: "text/csv" });
    const etag = (await files.get(key))?.etag ?? "";
    version += 1;
    const answer = await importer.run({
      key,
      version: String(version),
      etag,
      bytes: body.length,
      at: now().toISOString(),
    });
    if (answer.kind !== "finished") throw new Error(`the import is ${answer.kind}`);
    return answer.job;
  };
  const receipt = async (job: ImportJob): Promise<string[]> =>
    new TextDecoder()
      .decode((await files.get(job.receiptKey))?.body)
      .trim()
      .split(/\r?\n/);
  return { table, files, upload, receipt };
}

const heading = "order_no,placed_at,sku,quantity,unit_price";
const good = "A-1,2026-11-21 09:30,TEA-1,2,19.90";
const bad = "B-1,2026-11-21 09:30,TEA-1,none,19.90";
const hasOrder = async (table: ReturnType<typeof makeMemoryTable>, no: string): Promise<boolean> =>
  (await readOrder(table, aMerchantId, orderIdOf(connectionId("sheet-demo"), no))) !== null;

describe("what becomes of a file with a bad row", () => {
  it("is said by the merchant's settings, by a folder, and nearest of all by the object's metadata", async () => {
    const body = [heading, good, bad].join("\n");
    const plain = await aWorld().upload("demo/orders/a.csv", body);
    const settings = await aWorld("reject-all").upload("demo/orders/a.csv", body);
    const folder = await aWorld("reject-all").upload("demo/orders/2026/dry-run/a.csv", body);

    expect([plain, settings, folder].map(({ policy, state }) => [policy, state])).toEqual([
      ["skip-bad-rows", "applied_with_errors"],
      ["reject-all", "rejected"],
      ["dry-run", "checked"],
    ]);
  });

  it("rejects all: nothing is applied, the good row says why, and the mended file is taken whole", async () => {
    const world = aWorld();
    const rejected = await world.upload("demo/orders/reject-all/a.csv", [heading, good, bad].join("\n"));

    expect(rejected).toMatchObject({ rows: 2, applied: 0, failed: 1, notApplied: 1 });
    expect(rejected.reason).toContain("1 rows are wrong");
    expect(await hasOrder(world.table, "A-1")).toBe(false);
    expect((await world.receipt(rejected))[1]).toContain("not applied");

    const mended = await world.upload(
      "demo/orders/reject-all/a.csv",
      [heading, good, bad.replace("none", "1")].join("\n"),
    );
    expect(mended).toMatchObject({ state: "applied", applied: 2 });
    expect(await hasOrder(world.table, "A-1")).toBe(true);
  });

  it("looks at the hub, too: what it knows is unchanged, what it would refuse is bad, and nothing is written", async () => {
    const world = aWorld();
    await world.upload("demo/orders/a.csv", [heading, good].join("\n"));
    const before = await world.table.query({ pk: "MER#demo" });

    const job = await world.upload("demo/orders/dry-run/a.csv", [heading, good].join("\n"));
    const parcels = await world.upload(
      "demo/order-updates/dry-run/p.csv",
      "order_no,carrier,tracking_no\nA-1,SF,SF1\nNOPE,SF,SF2",
    );

    expect(job).toMatchObject({ state: "checked", applied: 0, unchanged: 1, notApplied: 0 });
    expect(parcels).toMatchObject({ state: "checked", failed: 2 });
    expect((await world.receipt(parcels)).join()).toContain("unknown_order");
    expect(await world.table.query({ pk: "MER#demo" })).toEqual(before);
  });

  it("does not keep a dry run from being followed by the real one", async () => {
    const world = aWorld();
    const count = "sku,warehouse,on_hand\nTEA,SHA,5";
    expect(await world.upload("demo/stock/dry-run/a.csv", count)).toMatchObject({ state: "checked", notApplied: 1 });
    expect(await readStock(world.table, aMerchantId, sku("TEA"))).toEqual([]);
    expect(await world.upload("demo/stock/a.csv", count)).toMatchObject({ state: "applied", applied: 1 });
  });
});

describe("the same file again", () => {
  it("is a no-op that points at the first receipt, whatever the policy", async () => {
    const world = aWorld();
    const body = [heading, good].join("\n");
    const first = await world.upload("demo/orders/a.csv", body);
    const again = await world.upload("demo/orders/reject-all/b.csv", body);

    expect(again).toMatchObject({ state: "duplicate", duplicateOf: first.importId, rows: 1, unchanged: 1 });
    expect(again.reason).toContain(first.importId);
  });

  it("finishes what the first could not: its rows are unchanged then, and a row that can go well does", async () => {
    const world = aWorld();
    const shipped = "order_no,carrier,tracking_no\nA-1,SF,SF1";
    expect(await world.upload("demo/order-updates/p.csv", shipped)).toMatchObject({ failed: 1 });
    const count = "sku,warehouse,on_hand\nTEA,SHA,5\nMUG,MOON,1";
    expect(await world.upload("demo/stock/a.csv", count)).toMatchObject({ applied: 1, failed: 1 });
    const again = await world.upload("demo/stock/b.csv", count);
    expect(again).toMatchObject({ state: "applied_with_errors", applied: 0, unchanged: 1, failed: 1 });
  });
});

describe("the same file while the first upload of it is at work", () => {
  const body = [heading, good].join("\n");

  /** The first upload, read and cut, and then its worker died for good. */
  async function halfway() {
    const world = aWorld();
    const key = "demo/orders/first.csv";
    await world.files.put(key, body, { contentType: "text/csv" });
    const etag = (await world.files.get(key))?.etag ?? "";
    const files: typeof world.files = {
      ...world.files,
      put: async (name, ...rest) => {
        if (name.includes("/apply-")) throw new Error("dead");
        return world.files.put(name, ...rest);
      },
    };
    const { run } = makeImporter({ table: world.table, files, now, merchant: aMerchant({ locale: "en" }) });
    await expect(run({ key, version: "0", etag, bytes: 1, at: now().toISOString() })).rejects.toThrow("dead");
    return world;
  }

  it("is told so, and counts nothing", async () => {
    const world = await halfway();
    const second = await world.upload("demo/orders/second.csv", body);
    expect(second).toMatchObject({ state: "duplicate", rows: 0, applied: 0, unchanged: 0 });
    expect(second.reason).toContain("being imported now");
  });

  it("is applied a day later: the first has died, and what it did is unchanged", async () => {
    const world = await halfway();
    const key = "demo/orders/second.csv";
    await world.files.put(key, body, { contentType: "text/csv" });
    const etag = (await world.files.get(key))?.etag ?? "";
    const { run } = makeImporter({
      table: world.table,
      files: world.files,
      now,
      merchant: aMerchant({ locale: "en" }),
    });
    const answer = await run({ key, version: "9", etag, bytes: 1, at: "2026-11-22T09:00:00.000Z" });
    expect(answer).toMatchObject({ kind: "finished", job: { state: "applied", rows: 1, applied: 0, unchanged: 1 } });
    expect(await hasOrder(world.table, "A-1")).toBe(true);
  });
});

describe("headings that the hub does not know", () => {
  const body = "Beleg,Datum,Artikelnr,Stk,EP,Farbe\nA-1,2026-11-21 09:30,TEA-1,2,19.90,rot";

  it("are asked about once: what the merchant says of them is used for every file that has them", async () => {
    const world = aWorld();
    const unknown = await world.upload("demo/orders/a.csv", body);
    expect(unknown).toMatchObject({ state: "rejected", unmapped: { missing: expect.arrayContaining(["order_no"]) } });

    const { headerSet = "", headings = [] } = unknown.unmapped ?? {};
    const fields = { Beleg: "order_no", Datum: "placed_at", Artikelnr: "sku", Stk: "quantity", EP: "unit_price" };
    const said = { merchantId: aMerchantId, kind: "orders", headerSet, headings, fields } as const;
    await saveMapping(world.table, { ...said, savedAt: now().toISOString(), savedBy: "test" });
    const job = await world.upload("demo/orders/b.csv", body.replace("Stk,EP", "EP,Stk").replace("2,19.90", "19.90,2"));

    expect(job).toMatchObject({ state: "applied", applied: 1, mapping: headerSet, unusedColumns: ["Farbe"] });
    expect(await hasOrder(world.table, "A-1")).toBe(true);
  });
});

/** Somebody stops the import while its second chunk is looked at, or at work. */
async function stoppedMidway(
  world: ReturnType<typeof aWorld>,
  key: string,
  body: string,
  phase: ImportPhase,
): Promise<ImportJob> {
  await world.files.put(key, body, { contentType: "text/csv" });
  const etag = (await world.files.get(key))?.etag ?? "";
  let puts = 0;
  const files: typeof world.files = {
    ...world.files,
    put: async (name, ...rest) => {
      puts += name.includes(`/${phase}-`) ? 1 : 0;
      const importId = name.split("/")[2] as ImportJob["importId"];
      if (puts === 2) await requestCancel(world.table, { merchantId: aMerchantId, importId }, now().toISOString());
      return world.files.put(name, ...rest);
    },
  };
  const { run } = makeImporter({ table: world.table, files, now, merchant: aMerchant({ locale: "en" }) });
  const answer = await run({ key, version: "1", etag, bytes: 1, at: now().toISOString() });
  if (answer.kind !== "finished") throw new Error(answer.kind);
  return answer.job;
}

describe("an import that somebody stops", () => {
  it("ends what has begun, leaves the rest, and says of each row which it was", async () => {
    const world = aWorld();
    const rows = Array.from({ length: 2_000 }, (_, at) => `O-${at},2026-11-21 09:30,TEA-1,1,5.00`);
    const job = await stoppedMidway(world, "demo/orders/large.csv", [heading, ...rows].join("\n"), "apply");

    const { applied, notApplied, rows: all, state } = job;
    expect([state, all, applied + notApplied]).toEqual(["cancelled", 2_000, 2_000]);
    expect(applied).toBeGreaterThan(0);
    expect(notApplied).toBeGreaterThan(1_000);
    const receipt = await world.receipt(job);
    for (const [at, line] of receipt.slice(1).entries())
      expect(await hasOrder(world.table, `O-${at}`), line).toBe(!line.includes("not applied"));
  });

  it.each(["dry-run", "reject-all"] as const)(
    "is stopped while its rows are looked at (%s): it has not looked at all of them, and says so",
    async (policy) => {
      const world = aWorld();
      const body = ["sku,warehouse,on_hand", ...Array.from({ length: 2_000 }, (_, at) => `A-${at},SHA,1`)].join("\n");
      await world.upload("demo/stock/a.csv", body);
      const job = await stoppedMidway(world, `demo/stock/${policy}/b.csv`, `${body}\n`, "check");
      const { state, applied, failed, notApplied, unchanged } = job;
      expect({ state, applied, failed, all: notApplied + unchanged }).toEqual({
        ...{ state: "cancelled", applied: 0, failed: 0, all: 2_000 },
      });
      expect(notApplied).toBeGreaterThan(0);
    },
  );
});
