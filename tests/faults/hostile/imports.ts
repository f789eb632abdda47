import { strFromU8, unzipSync } from "fflate";
import type { ImportKind } from "../../../shared/imports/import-kind.ts";
import { connectionId } from "../../../shared/kernel/ids.ts";
import { toConnectionItem } from "../../../shared/settings/connection.ts";
import { toMerchantItem } from "../../../shared/settings/merchant-settings.ts";
import { encodeGbk } from "../../../shared/sheets/gb18030.ts";
import { fromAttributes } from "../../../shared/table/attribute-value.ts";
import { makeMemoryTable } from "../../../shared/table/table.memory.ts";
import { aMerchant, aMerchantId } from "../../support/builders.ts";
import { makeImporter } from "../../support/importer.ts";
import { type MemoryObjects, memoryObjects } from "../../support/memory-ports.ts";
import { type HostileAnswer, type HostileInput, madeAttack } from "./hostile-input.ts";
import { sheet, withSheet } from "./make-workbook.ts";

// Files that can be read and whose cells mean harm: every row is refused by its number, and nothing of it is kept but the receipt.
const now = new Date("2026-11-22T06:00:00.000Z");
const merchant = aMerchant({ locale: "en" });
const shop = {
  connectionId: connectionId("my-shop"),
  channel: "shopify",
  title: "s",
  zone: "UTC",
  state: "active",
} as const;

async function imported(kind: ImportKind, body: Uint8Array): Promise<HostileAnswer> {
  const table = makeMemoryTable({ now: () => now.getTime() });
  await table.put(toMerchantItem(merchant));
  await table.put(toConnectionItem(aMerchantId, shop));
  const files = memoryObjects();
  const key = `demo/${kind}/a.csv`;
  await files.put(key, body, { contentType: "text/csv" });
  const etag = files.objects.get(key)?.etag ?? "";
  const { run } = makeImporter({ table, files, now: () => now, merchant });
  const answer = await run({ key, version: "1", etag, bytes: body.byteLength, at: now.toISOString() });
  if (answer.kind !== "finished") return { says: answer.kind, left: [] };
  const { state, applied, failed, reason } = answer.job;
  const kept = table.engine.scan({ table: "hub" }).items.map(fromAttributes);
  const strange = kept.filter(({ sk }) => !/^(?:MERCHANT|CONNECTION#|IMPORT)/.test(sk)).map(({ sk }) => sk);
  const rows = state === "rejected" ? reason : `${applied} applied, ${failed} failed`;
  return { says: `${state}: ${rows}`, left: [...strange, ...formulasIn(files, key)] };
}

/** What a spreadsheet program would run when somebody opens a receipt. A workbook's own formulas stay its merchant's. */
function formulasIn({ objects }: MemoryObjects, uploaded: string): readonly string[] {
  if (isZip(objects.get(uploaded)?.body)) return [];
  return [...objects].flatMap(([key, { body }]) => {
    if (!isZip(body)) return [];
    const parts = Object.entries(unzipSync(body)).filter(([path]) => path.startsWith("xl/worksheets/"));
    return parts.some(([, part]) => /<f[ >/]/.test(strFromU8(part))) ? [`a formula in ${key}`] : [];
  });
}

function isZip(body: Uint8Array | undefined): boolean {
  return body?.[0] === 0x50 && body[1] === 0x4b;
}

type Case = readonly [name: string, make: () => Uint8Array | string];

const stockOf = (...rows: readonly string[]): string => `sku,warehouse,on_hand\n${rows.join("\n")}\n`;
const counts = [
  "1e400",
  "NaN",
  "Infinity",
  "-1",
  "0x10",
  "1e-7",
  "9007199254740993",
  "1_000",
  "9".repeat(100_000),
  "=1+2",
  "１e9",
];

const stock: readonly Case[] = [
  ...counts.map((count): Case => [`a count of ${count.slice(0, 20)}`, () => stockOf(`TEA,SHA,"${count}"`)]),
  ["a sku __proto__ in a warehouse constructor", () => stockOf("__proto__,constructor,5")],
  ["a sku with a NUL", () => stockOf("TEA\u0000,SHA,5")],
  ["a sku of three thousand letters", () => stockOf(`${"S".repeat(3_000)},SHA,5`)],
  ["a sku of half a letter", () => Buffer.from(`\uFEFF${stockOf("TEA\ud800,SHA,x")}`, "utf16le")],
  ["GBK among UTF-8", () => Buffer.concat([Buffer.from(stockOf("茶,SHA,x")), encodeGbk("龙井,SHA,x\n")])],
  [
    "overlong UTF-8",
    () => Buffer.from([...Buffer.from("sku,warehouse,on_hand\n"), 0xc0, 0xaf, ...Buffer.from(",SHA,x\n")]),
  ],
  ["formulas in every cell", () => stockOf('"=HYPERLINK(""http://x"")",@SUM(1),+1+1', "=cmd|'/C calc'!A0,SHA,-1")],
  [
    "a formula that was never calculated",
    () => withSheet(sheet(`${headings}<row>${text("TEA")}${text("SHA")}<c><f>WEBSERVICE("http://x")</f></c></row>`)),
  ],
  ["headings of every object", () => "__proto__,constructor,toString\n1,2,3\n"],
  ["two hundred headings alike", () => `${"sku,".repeat(199)}sku\n`],
  ["three thousand rows, each wrong", () => stockOf(...Array.from({ length: 3_000 }, (_, at) => `S${at},NOWHERE,x`))],
  ["one sku three thousand times", () => stockOf("TEA,SHA,x", ...Array.from({ length: 3_000 }, () => "TEA,SHA,y"))],
];

const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
const headings = `<row>${text("sku")}${text("warehouse")}${text("on_hand")}</row>`;

const settled = (...rows: readonly string[]): string =>
  `settlement,posted,type,amount,currency,order no,fee,transaction id\n${rows.join("\n")}\n`;
const amounts = ["1e400", "NaN", "Infinity", "0x10", "--1", "9".repeat(100_000), "=1+2", "1.2.3"];

const settlements: readonly Case[] = [
  ...amounts.map(
    (amount): Case => [`an amount of ${amount.slice(0, 20)}`, () => settled(`P1,2026-11-18,sale,"${amount}",CNY,9,,1`)],
  ),
  ["a day that is none", () => settled("P1,2026-02-30,sale,1.00,CNY,9,,1")],
  ["the year 999999", () => settled("P1,+999999-01-01,sale,1.00,CNY,9,,1")],
  ["a currency of every object", () => settled("P1,2026-11-18,sale,1.00,constructor,9,,1")],
  ["a kind of every object", () => settled("P1,2026-11-18,__proto__,1.00,CNY,9,,1")],
  [
    "a settlement with a key's divider and line breaks",
    () => settled('"P1#../x\r\nset-cookie: a=b",2026-11-18,gift,1.00,CNY,9,,1'),
  ],
  [
    "three thousand settlements, each wrong",
    () => settled(...Array.from({ length: 3_000 }, (_, at) => `P${at},2026-11-18,gift,1.00,CNY,9,,${at}`)),
  ],
];

const refused = /^(?:rejected: |applied_with_errors: 0 applied, |rejected)/;

export const hostileImports: readonly HostileInput[] = [
  ...stock.map(([name, make]) => attackOn("stock", name, make)),
  ...settlements.map(([name, make]) => attackOn("settlements", name, make)),
];

function attackOn(kind: ImportKind, name: string, make: Case[1]): HostileInput {
  const bytes = (): Uint8Array => {
    const made = make();
    return typeof made === "string" ? Buffer.from(made) : made;
  };
  return madeAttack({ door: "import", name: `${kind}: ${name}`, wants: refused }, bytes, (body) =>
    imported(kind, body),
  );
}
