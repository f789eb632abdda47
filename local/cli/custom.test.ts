import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { read } from "@e965/xlsx";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { routes } from "../../functions/operators/manage-custom-reports.handler.ts";
import { makeUpsertOrder } from "../../shared/orders/upsert-order.ts";
import type { Role } from "../../shared/platform/principal.ts";
import { makeSealDay } from "../../shared/reports/seal-day.ts";
import { toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aConnectionId, aMerchant, aMerchantId, anIncomingOrder } from "../../tests/support/builders.ts";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import { custom } from "./custom.ts";
import type { Hub } from "./hub.ts";
import { makePrinter } from "./printer.ts";

const day = "2026-11-21";
const definition = { title: "By channel", source: "lines", dimensions: ["channel"], measures: ["orders", "net"] };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "orderhub-custom-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The command line on the routes themselves, over a day that is sealed. */
async function aHub(role: Role = "finance") {
  const [table, exports] = [makeMemoryTable(), memoryObjects()];
  const now = (): Date => new Date("2026-11-22T02:00:00.000Z");
  const merchant = aMerchant({ closedThrough: day });
  await table.put(toMerchantItem(merchant));
  const open = async () => aMerchant();
  const upsert = makeUpsertOrder({ table, now, readMerchant: open, pause: async () => undefined });
  const shop = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify" };
  await upsert({ ...shop, incoming: anIncomingOrder() }, () => []);
  await makeSealDay({ table, exports, now })(merchant, day);
  const call = async (method: string, path: string, sent: unknown = {}): Promise<never> => {
    const id = path.split("/")[3];
    const key = `${method} ${id === undefined || id === "preview" ? path : "/v1/custom-reports/{id}"}`;
    const principal = { merchantId: aMerchantId, role, subject: "Mei" };
    const raw = { principal, path, params: { id: id ?? "" }, query: {}, body: JSON.stringify(sent), requestId: "r" };
    const answer = await routes[key]?.(raw, { table, exports, bucket: "exports-1", now });
    if (answer === undefined) throw new Error(key);
    if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.detail}`);
    return JSON.parse(answer.value.body) as never;
  };
  const hub: Hub = {
    api: "",
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
    send: call,
    list: () => Promise.reject(new Error("no list is asked for")),
  };
  return async (...args: string[]): Promise<string> => {
    let out = "";
    const to = { write: (text: string) => (out += text) };
    const at = args.indexOf("--out");
    const text = (name: string): string | undefined => (name === "out" && at >= 0 ? args[at + 1] : undefined);
    const words = at < 0 ? args : args.slice(0, at);
    const options = { text, flag: () => false };
    await custom.run({ args: words, options, print: makePrinter(false, to, to), hub: () => hub, folder });
    return out;
  };
}

function aFile(content: unknown, name = "mine.json"): string {
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return name;
}

describe("orderhub custom", () => {
  it("says what there is to ask for", async () => {
    expect(await (await aHub())("sources")).toMatch(/shipments .*carrier/s);
  });

  it("saves, lists, shows and deletes definitions", async () => {
    const run = await aHub();
    expect(await run()).toContain("no custom reports yet");
    expect(await run("save", "by-channel", aFile(definition))).toContain(
      "by-channel v1: sealed as custom-by-channel with every day from 2026-11-22 on",
    );
    expect(await run("save", "by-channel", aFile({ ...definition, periods: ["week"] }))).toContain("v2");
    expect(await run()).toMatch(/by-channel +v2 +By channel +lines +channel +orders, net +2026-11-22/);
    expect(await run("show", "by-channel")).toContain('"periods": [\n    "week"\n  ]');
    expect(await run("delete", "by-channel")).toContain("what is sealed stays");
    await expect(run("show", "by-channel")).rejects.toThrow("not_found");
    await expect(run("delete", "by-channel")).rejects.toThrow("not_found");
  });

  it("shows what a definition would say of a sealed day, on the screen and as files", async () => {
    const run = await aHub();
    const file = aFile(definition);
    expect(await run("preview", file, day)).toMatch(/shopify +CNY +1 +200\.00\n\n1 rows of 1 sealed days/);
    expect(await run("preview", file, day, "2026-11-22")).toContain("not sealed: 2026-11-22");
    await run("preview", file, day, "--out", "mine.csv");
    expect(readFileSync(join(folder, "mine.csv"), "utf8")).toContain(
      "entry_id,period,from,to,channel,currency,orders,net\r\n",
    );
    await run("preview", file, day, "--out", "mine.xlsx");
    const book = read(readFileSync(join(folder, "mine.xlsx")));
    expect(book.Sheets["preview"]?.["E1"]).toMatchObject({ v: "渠道" });
    await run("save", "mine", file);
    expect(await run("preview", "mine", day)).toContain("shopify");
  });

  it("prints what makes a table of it in Athena", async () => {
    const run = await aHub();
    await run("save", "by-channel", aFile(definition));
    const said = await run("athena", "by-channel");
    expect(said).toContain("CREATE EXTERNAL TABLE `demo_custom_by_channel` (");
    expect(said).toContain("  `orders` bigint,\n  `net` decimal(18,4)\n)");
    expect(said).toContain("LOCATION 's3://exports-1/demo/lake/custom-by-channel/'");
    expect(said).toContain("'projection.sealed_day.range' = '2026-11-22,NOW+1DAY'");
    await run("save", "by-channel", aFile({ ...definition, formats: ["csv"] }));
    expect(await run("athena", "by-channel")).toContain("has no Parquet files");
    await expect(run("athena", "nowhere")).rejects.toThrow("not_found");
  });

  it("says every mistake: where it is and what to write", async () => {
    const run = await aHub();
    const wrong = aFile({ ...definition, dimensions: ["chanel"], measures: ["nett"] });
    const says =
      /wrong_definition: dimensions\[0\]: found chanel, .* Write channel\.; measures\[0\]: found nett, .* Write net\./;
    await expect(run("save", "mine", wrong)).rejects.toThrow(says);
    await expect(run("preview", wrong, day)).rejects.toThrow(says);
    await expect(run("save", "Mine!", wrong)).rejects.toThrow("is no id");
    await expect(run("save", "mine", aFile("{", "broken.json"))).rejects.toThrow("is no JSON");
    await expect(run("save", "mine", "nowhere.json")).rejects.toThrow("there is no file");
    await expect(run("preview", "mine", "yesterday")).rejects.toThrow("is no day");
    await expect(run("preview", "mine", day, "--out", "mine.pdf")).rejects.toThrow(".csv or .xlsx");
    await expect(run("preview", "mine", day)).rejects.toThrow("not_found");
    await expect(run("preview", aFile(definition), "2026-11-19")).rejects.toThrow("day_not_sealed");
  });

  it("is for finance and operators; others may look", async () => {
    const run = await aHub("viewer");
    expect(await run()).toContain("no custom reports yet");
    await expect(run("save", "mine", aFile(definition))).rejects.toThrow("forbidden");
    await expect(run("preview", aFile(definition), day)).rejects.toThrow("forbidden");
  });
});
