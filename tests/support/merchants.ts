import { readFileSync } from "node:fs";
import { type MerchantFile, merchantFileSchema } from "../../local/seed/merchant-file.ts";

const demoFile = new URL("../../local/seed/demo.json", import.meta.url);

/** The demo merchant, and a second one with shops and warehouses of the same kinds: nothing of one is the other's. */
export function twoMerchants(): MerchantFile {
  const { merchants } = JSON.parse(readFileSync(demoFile, "utf8")) as { merchants: [object] };
  const [demo] = merchants;
  const connections = [{ id: "shopify-other", channel: "shopify", title: "Other shop", zone: "Europe/Berlin" }];
  const place = { zone: "Europe/Berlin", currency: "EUR", locale: "en" };
  return merchantFileSchema.parse({
    merchants: [demo, { ...demo, id: "other", name: "Other", ...place, connections }],
  });
}
