import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Command, CommandCall, CommandOptions } from "./command.ts";
import { WrongUse } from "./failures.ts";
import { limitOf, needed } from "./read-options.ts";
import { shortTime } from "./show-time.ts";
import { factLines, textTable } from "./text-table.ts";

type Stock = {
  readonly isOn: boolean;
  readonly buffer: number;
  readonly quota: number | null;
  readonly warehouses: readonly string[] | null;
  readonly minIntervalSeconds: number;
};
type WriteBackAnswer = { readonly stock: Stock; readonly carriers: object };
type ListingAnswer = {
  readonly sku: string;
  readonly isOffered: boolean;
  readonly told: { readonly quantity: number; readonly at: string } | null;
  readonly trouble: { readonly outcome: string; readonly why: string | null } | null;
};

const listingsPerCall = 200;

export const publishing: Command = {
  name: "publishing",
  takes: "SHOP [--on | --off] [--buffer N] [--quota N] [--interval S] [--listings FILE.json]",
  about: "how much of each sku a shop is told that it may sell",
  options: {
    on: { type: "boolean", about: "tell the shop from now on" },
    off: { type: "boolean", about: "tell it no more" },
    buffer: { type: "string", about: "units of each sku that are never offered" },
    quota: { type: "string", about: "at most so many of a sku are offered; `none` for no limit" },
    interval: { type: "string", about: "seconds between two messages about one sku, 1 to 900" },
    listings: { type: "string", about: "a file with the shop's ids: [{ sku, listing: { … }, quota, isOffered }]" },
    limit: { type: "string", about: "show at most so many skus; 50 unless given" },
  },
  async run(call) {
    const { args, options, print, hub } = call;
    const path = `/v1/connections/${encodeURIComponent(needed(args, 0, "the shop"))}`;
    const known = await hub().get<WriteBackAnswer>(`${path}/write-back`);
    await sendListings(call, `${path}/listings`);
    const stock = changed(options, known.stock);
    if (stock !== null) await hub().send<object>("PUT", `${path}/write-back`, { ...known, stock });
    const listings = await hub().list<ListingAnswer>(`${path}/listings`, {}, limitOf(options, 50));
    if (print.wantsJson) return print.json({ stock: stock ?? known.stock, listings });
    print.say(`${stockText(stock ?? known.stock)}\n\n${listings.length === 0 ? "no sku is listed" : table(listings)}`);
  },
};

async function sendListings({ options, folder, hub }: CommandCall, path: string): Promise<void> {
  const file = options.text("listings");
  if (file === undefined) return;
  const listings: unknown = JSON.parse(readFileSync(resolve(folder, file), "utf8"));
  if (!Array.isArray(listings)) throw new WrongUse(`${file} is no list`);
  for (let at = 0; at < listings.length; at += listingsPerCall) {
    await hub().send<object>("PUT", path, { listings: listings.slice(at, at + listingsPerCall) });
  }
}

/** null when nothing is to be changed. */
function changed(options: CommandOptions, stock: Stock): Stock | null {
  const number = (name: string): number | undefined => {
    const text = options.text(name);
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text)) throw new WrongUse(`--${name} ${text} is no whole number`);
    return Number(text);
  };
  const [isOn, isOff] = [options.flag("on"), options.flag("off")];
  if (isOn && isOff) throw new WrongUse("give --on or --off");
  const wanted: Stock = {
    ...stock,
    isOn: isOn || (!isOff && stock.isOn),
    buffer: number("buffer") ?? stock.buffer,
    quota: options.text("quota") === "none" ? null : (number("quota") ?? stock.quota),
    minIntervalSeconds: number("interval") ?? stock.minIntervalSeconds,
  };
  return isOn || JSON.stringify(wanted) !== JSON.stringify(stock) ? wanted : null;
}

function stockText({ isOn, buffer, quota, warehouses, minIntervalSeconds }: Stock): string {
  return factLines([
    ["the shop is told", isOn ? "yes" : "no"],
    ["buffer", String(buffer)],
    ["quota", quota === null ? "none" : String(quota)],
    ["warehouses", warehouses === null ? "all open ones" : warehouses.join(", ")],
    ["not more often than", `every ${minIntervalSeconds} seconds for each sku`],
  ]);
}

function table(listings: readonly ListingAnswer[]): string {
  return textTable(
    [
      { title: "sku", shrinks: true },
      { title: "told", align: "right" },
      { title: "at (UTC)" },
      { title: "trouble", wraps: true },
    ],
    listings.map(({ sku, isOffered, told, trouble }) => [
      sku,
      isOffered ? String(told?.quantity ?? "") : "not offered",
      told === null ? "" : shortTime(told.at),
      trouble === null ? "" : `${trouble.outcome.replaceAll("_", " ")}: ${trouble.why ?? ""}`,
    ]),
  );
}
