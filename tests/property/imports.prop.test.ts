import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ImportJob, isFinished, readImport } from "../../shared/imports/import-job.ts";
import { importPolicies } from "../../shared/imports/import-policy.ts";
import { requestCancel } from "../../shared/imports/import-steps.ts";
import type { ImportTask, Uploaded } from "../../shared/imports/import-task.ts";
import { compareText } from "../../shared/kernel/compare-text.ts";
import { importIdOf } from "../../shared/kernel/ids.ts";
import { fromAttributes } from "../../shared/table/attribute-value.ts";
import type { Item } from "../../shared/table/port.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchant, aMerchantId } from "../support/builders.ts";
import { CrashError, crashing } from "../support/crashing.ts";
import { makeImporter } from "../support/importer.ts";
import { memoryObjects } from "../support/memory-ports.ts";
import { seeded } from "./seeded.ts";

const now = (): Date => new Date("2026-11-21T08:00:00.000Z");
const merchant = aMerchant({ locale: "en" });

type World = { readonly table: ReturnType<typeof makeMemoryTable>; readonly files: ReturnType<typeof memoryObjects> };

function aWorld(): World {
  return { table: makeMemoryTable({ now: () => now().getTime() }), files: memoryObjects() };
}

/** Everything that stands in the table, in a stable order. */
function itemsOf({ table }: World): readonly Item[] {
  const { items } = table.engine.scan({ table: "hub" });
  return items.map(fromAttributes).toSorted((a, b) => compareText(`${a.pk}\n${a.sk}`, `${b.pk}\n${b.sk}`));
}

const order = fc.record({
  no: fc.integer({ min: 1, max: 12 }),
  sku: fc.constantFrom("TEA", "MUG", "007", ""),
  quantity: fc.constantFrom("1", "2", "x", "0"),
  price: fc.constantFrom("5.00", "19.90", "free"),
});
const count = fc.record({
  sku: fc.constantFrom("TEA", "MUG", "CUP", "POT", ""),
  warehouse: fc.constantFrom("SHA", "CAN", "MOON"),
  onHand: fc.constantFrom("0", "7", "many"),
});
const total = fc.constantFrom("合计,,,,", "# a comment,,,,", "Total,,,,12");

const sheet = fc.oneof(
  fc.array(fc.oneof(order.map(orderLine), total), { maxLength: 40 }).map((rows) => file("orders", rows)),
  fc.array(count.map(countLine), { maxLength: 40 }).map((rows) => file("stock", rows)),
);

function orderLine({ no, sku, quantity, price }: { no: number; sku: string; quantity: string; price: string }): string {
  return `N-${no},2026-11-20 10:00,${sku},${quantity},${price}`;
}

function countLine({ sku, warehouse, onHand }: { sku: string; warehouse: string; onHand: string }): string {
  return `${sku},${warehouse},${onHand}`;
}

type File = { readonly kind: "orders" | "stock"; readonly body: string; readonly rows: number };

function file(kind: File["kind"], rows: readonly string[]): File {
  const heading = kind === "orders" ? "order_no,placed_at,sku,quantity,unit_price" : "sku,warehouse,on_hand";
  return { kind, body: [heading, ...rows].join("\n"), rows: rows.filter((row) => !/^,*$/.test(row)).length };
}

async function uploaded({ files }: World, { kind, body }: File, policy: string): Promise<Uploaded> {
  const key = `demo/${kind}/${policy}/a.csv`;
  await files.put(key, body, { contentType: "text/csv" });
  const etag = (await files.get(key))?.etag ?? "";
  return { key, version: "1", etag, bytes: body.length, at: now().toISOString() };
}

async function imported(world: World, given: File, policy: string, cancelAt = 0): Promise<ImportJob> {
  const upload = await uploaded(world, given, policy);
  const files = cancelAt === 0 ? world.files : cancelling(world, cancelAt);
  const { run } = makeImporter({ ...world, files, now, merchant });
  await run(upload);
  const importId = importIdOf(aMerchantId, upload.key, upload.version);
  const job = await readImport(world.table, aMerchantId, importId);
  if (job === null || !isFinished(job)) throw new Error(`the import is ${job?.state}`);
  return job;
}

/** Somebody stops the import at the so-many-th thing that it writes. */
function cancelling({ table, files }: World, at: number): World["files"] {
  let puts = 0;
  return {
    ...files,
    put: async (key, ...rest) => {
      puts += 1;
      const importId = key.split("/")[2] as ImportJob["importId"];
      if (puts === at) await requestCancel(table, { merchantId: aMerchantId, importId }, now().toISOString());
      return files.put(key, ...rest);
    },
  };
}

function fatesIn(receipt: string): readonly string[] {
  const [heading = "", ...lines] = receipt.trim().split(/\r?\n/);
  const at = heading.split(",").indexOf("status");
  return lines.map((line) => line.split(",")[at] ?? "");
}

describe("any sheet", () => {
  it("gives each of its rows one fate, in figures and receipt alike, and writes nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(
        sheet,
        fc.constantFrom(...importPolicies),
        fc.integer({ min: 0, max: 4 }),
        async (given, policy, cancelAt) => {
          const world = aWorld();
          const job = await imported(world, given, policy, cancelAt);

          const { rows, applied, unchanged, skipped, failed, notApplied } = job;
          expect(rows).toBe(given.rows);
          expect(applied + unchanged + skipped + failed + notApplied).toBe(rows);
          if (policy === "dry-run" || job.state === "rejected") expect(applied).toBe(0);
          if (cancelAt === 0 && policy === "skip-bad-rows") expect(notApplied).toBe(0);
          const receipt = new TextDecoder().decode((await world.files.get(job.receiptKey))?.body);
          if (rows > 0 && job.receiptKey.endsWith(".csv")) {
            const fates = fatesIn(receipt);
            const told = (word: string): number => fates.filter((fate) => fate === word).length;
            expect([told("applied"), told("unchanged"), told("left out"), told("FAILED"), told("not applied")]).toEqual(
              [applied, unchanged, skipped, failed, notApplied],
            );
          }
          const others = itemsOf(world).filter(({ pk }) => !/#(IMP|IMPHASH)#/.test(String(pk)));
          if (applied === 0) expect(others.filter(({ sk }) => sk !== "DELIVERY")).toEqual([]);
          const known = /#(ORD|DLV|SKU)#/;
          expect(others.filter(({ pk }) => !known.test(String(pk)))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

const ROWS = 1_600;

/** Orders of two rows that stand far apart, with bad ones among them. */
function largeFile(): File {
  const lines = Array.from({ length: ROWS }, (_, at) =>
    orderLine({ no: (at % (ROWS / 2)) + 1, sku: `S-${at % 7}`, quantity: at % 97 === 0 ? "x" : "1", price: "5.00" }),
  );
  return file("orders", lines);
}

const KILLS = 5;

describe("an import that is killed", () => {
  it.each([
    ["skip-bad-rows", 1],
    ["skip-bad-rows", 2],
    ["reject-all", 3],
  ] as const)("five times at random ends as one that was not (%s, seed %i)", async (policy, seed) => {
    const random = seeded(seed);
    const given =
      policy === "reject-all" ? { ...largeFile(), body: largeFile().body.replaceAll(",x,", ",1,") } : largeFile();
    const whole = aWorld();
    const counted = crashing(null);
    const expected = await imported(
      { table: counted.wrap(whole.table), files: counted.wrap(whole.files) as World["files"] },
      given,
      policy,
    );

    const world = aWorld();
    const open: ImportTask[] = [{ kind: "read", upload: await uploaded(world, given, policy) }];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const call = 1 + Math.floor((random() * counted.calls()) / KILLS);
      const doomed = crashing({ call, when: random() < 0.5 ? "before" : "after" });
      const ports = { table: doomed.wrap(world.table), files: doomed.wrap(world.files) };
      await expect(makeImporter({ ...ports, now, merchant }, open).goOn()).rejects.toThrow(CrashError);
    }
    await makeImporter({ ...world, now, merchant }, open).goOn();

    const job = await readImport(world.table, aMerchantId, expected.importId);
    expect(job).toEqual(expected);
    expect(itemsOf(world)).toEqual(itemsOf(whole));
    expect(filesOf(world)).toEqual(filesOf(whole));
  });
});

function filesOf({ files }: World): readonly string[] {
  return [...files.objects].map(([key, { etag }]) => `${key} ${etag}`).toSorted();
}
