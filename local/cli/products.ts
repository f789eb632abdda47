import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { digestWorkbook } from "../../shared/inventory/digest/digest-workbook.ts";
import type { Proposal } from "../../shared/inventory/reorder/decide-proposal.ts";
import type { Command } from "./command.ts";
import { limitOf, needed, oneOf } from "./read-options.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

type ProductAnswer = {
  readonly sku: string;
  readonly title: string;
  readonly components: readonly { readonly sku: string; readonly quantity: number }[];
  readonly supplier: string | null;
  readonly leadTimeDays: number | null;
  readonly packSize: number;
  readonly reorder: { readonly point: number; readonly quantity: number } | null;
};

export const products: Command = {
  name: "products",
  takes: "[SKU [--set FILE.json]] [--limit N]",
  about: "what the merchant has said of its articles: title, supplier, reorder point, what a bundle consists of",
  options: {
    set: { type: "string", about: "state all of the product anew, as in the file" },
    limit: { type: "string", about: "at most so many; 200 unless given" },
  },
  async run({ args, options, print, hub, folder }) {
    const file = options.text("set");
    if (args[0] === undefined && file === undefined) {
      const found = await hub().list<ProductAnswer>("/v1/products", {}, limitOf(options, 200));
      if (print.wantsJson) return print.json(found);
      return print.say(found.length === 0 ? "no products yet: state one with --set FILE.json" : productsTable(found));
    }
    const path = `/v1/products/${encodeURIComponent(needed(args, 0, "the sku"))}`;
    const found =
      file === undefined
        ? await hub().get<ProductAnswer>(path)
        : await hub().send<ProductAnswer>("PUT", path, JSON.parse(readFileSync(resolve(folder, file), "utf8")));
    if (print.wantsJson) return print.json(found);
    print.say(`${productsTable([found])}\n\n${JSON.stringify(found, null, 2)}`);
  },
};

export const purchases: Command = {
  name: "purchases",
  takes: "[--settled] [--out FILE.xlsx [--lang en|zh] [--currency CNY]]",
  about: "purchases that the hub proposes because stock and incoming goods fell to their reorder point",
  options: {
    settled: { type: "boolean", about: "those for which enough has been ordered since" },
    out: { type: "string", about: "write them to a workbook" },
    lang: { type: "string", about: "its headings in en or zh; en unless given" },
    currency: { type: "string", about: "of its amounts; CNY unless given" },
  },
  async run({ options, print, hub, folder }) {
    const state = options.flag("settled") ? "settled" : "open";
    const found = await hub().list<Proposal>("/v1/purchase-proposals", { state }, 10_000);
    const out = options.text("out");
    if (out !== undefined) {
      const locale = oneOf(options.text("lang") ?? "en", ["en", "zh"] as const, "--lang");
      const currency = options.text("currency") ?? "CNY";
      writeFileSync(resolve(folder, out), digestWorkbook({ alerts: [], proposals: found, currency, locale }));
    }
    if (print.wantsJson) return print.json(found);
    const written = out === undefined ? "" : `\n\n${resolve(folder, out)}`;
    print.say(`${found.length === 0 ? `no ${state} proposals` : proposalsTable(found)}${written}`);
  },
};

function productsTable(found: readonly ProductAnswer[]): string {
  return textTable(
    [
      { title: "sku", shrinks: true },
      { title: "title", shrinks: true },
      { title: "supplier", shrinks: true },
      { title: "days", align: "right" },
      { title: "pack", align: "right" },
      { title: "reorder at", align: "right" },
      { title: "consists of", wraps: true },
    ],
    found.map((product) => [
      product.sku,
      product.title,
      product.supplier ?? "-",
      product.leadTimeDays === null ? "-" : String(product.leadTimeDays),
      String(product.packSize),
      product.reorder === null ? "-" : String(product.reorder.point),
      product.components.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(", "),
    ]),
  );
}

function proposalsTable(found: readonly Proposal[]): string {
  return textTable(
    [
      { title: "sku", shrinks: true },
      { title: "order", align: "right" },
      { title: "supplier", shrinks: true },
      { title: "there and coming", align: "right" },
      { title: "reorder at", align: "right" },
      { title: "stock ends (UTC)" },
      { title: "late" },
      { title: "proposed (UTC)" },
    ],
    found.map((each) => [
      each.sku,
      String(each.quantity),
      each.supplier ?? "-",
      String(each.position),
      String(each.reorderPoint),
      shortTime(each.stockOutAt),
      each.isLate ? "yes" : "",
      shortTime(each.proposedAt),
    ]),
  );
}
