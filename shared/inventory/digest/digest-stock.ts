import { makeEvent } from "../../../events/catalog.ts";
import { businessDay } from "../../kernel/business-day.ts";
import type { MerchantId, Sku } from "../../kernel/ids.ts";
import { localeOf } from "../../kernel/locale.ts";
import type { ObjectFiles } from "../../platform/ports.ts";
import type { MerchantSettings } from "../../settings/merchant-settings.ts";
import { XLSX_TYPE } from "../../sheets/write-workbook.ts";
import { digestKey } from "../../table/article-keys.ts";
import { allShards, listPk } from "../../table/keys.ts";
import { type Item, queryAll, type Table, type Value } from "../../table/port.ts";
import { type Alert, alertKeyOf, fromAlertItem } from "../alert-store.ts";
import { watchNetwork } from "../alerts/watch-network.ts";
import { watchPosition } from "../alerts/watch-position.ts";
import type { Product } from "../products/product.ts";
import { readProducts } from "../products/product-store.ts";
import type { Proposal } from "../reorder/decide-proposal.ts";
import { fromProposalItem } from "../reorder/proposal-store.ts";
import { readStock } from "../stock-store.ts";
import { digestWorkbook } from "./digest-workbook.ts";

export type DigestDeps = {
  readonly table: Table;
  /** Of the exports. */
  readonly files: ObjectFiles;
  readonly now: () => Date;
};

/** `null`: there is nothing to tell. */
export type Digest = {
  readonly day: string;
  readonly alerts: number;
  readonly proposals: number;
  readonly workbook: string;
};
export type DigestStock = (merchant: MerchantSettings) => Promise<Digest | null>;

/** An event has room for 256 KB; people read the first of them, the rest is in the workbook. */
const mostTold = 50;

/**
 * Once a day: looks at every open alert again, since the rate at which stock is used changes also while none moves, and tells
 * what is low and what should be ordered, as an event and a workbook. The same day again renews the workbook and tells
 * nothing twice.
 */
export function makeDigestStock(deps: DigestDeps): DigestStock {
  return async (merchant) => {
    const { merchantId, zone, cutoffMinutes, currency, locale } = merchant;
    const now = deps.now().toISOString();
    for (const alert of await openAlerts(deps.table, merchantId)) await lookAgain(deps.table, alert, now);
    const alerts = (await openAlerts(deps.table, merchantId)).toSorted(bySoonestEnd);
    const open = await openItems(deps.table, merchantId, "proposals");
    const proposals = open
      .map(fromProposalItem)
      .filter(({ state }) => state === "open")
      .toSorted(bySoonestEnd);
    if (alerts.length === 0 && proposals.length === 0) return null;
    const day = businessDay(now, zone, cutoffMinutes);
    const workbook = `${merchantId}/stock-digest/date=${day}/low-stock.xlsx`;
    const sheets = digestWorkbook({ alerts, proposals, currency, locale: localeOf(locale) });
    await deps.files.put(workbook, sheets, { contentType: XLSX_TYPE });
    await tell(deps.table, merchantId, { day, workbook, alerts, proposals, now });
    return { day, alerts: alerts.length, proposals: proposals.length, workbook };
  };
}

async function openAlerts(table: Table, merchant: MerchantId): Promise<readonly Alert[]> {
  return (await openItems(table, merchant, "alerts")).map(fromAlertItem).filter(({ state }) => state === "open");
}

async function openItems(table: Table, merchant: MerchantId, kind: "alerts" | "proposals"): Promise<readonly Item[]> {
  const partitions = allShards.map((shard) => listPk(merchant, kind, "open", shard));
  const listed = await Promise.all(partitions.map((pk) => queryAll(table, { index: "byList", pk })));
  return table.getMany(listed.flat().map(({ pk, sk }) => ({ pk, sk })));
}

/** On the stock and the rate of this moment. */
async function lookAgain(table: Table, alert: Alert, now: string): Promise<void> {
  const { merchantId, sku, warehouse } = alert;
  const product = await productOf(table, merchantId, sku);
  if (warehouse === null) {
    if (product !== null) await watchNetwork(table, [], product, now);
    return;
  }
  const stock = (await readStock(table, merchantId, sku)).find((each) => each.warehouse === warehouse);
  if (stock === undefined) return;
  await watchPosition(table, [{ id: alertKeyOf(alert).sk, before: stock, after: stock, moves: [] }], product, now);
}

async function productOf(table: Table, merchant: MerchantId, sku: Sku): Promise<Product | null> {
  const [product] = await readProducts(table, merchant, [sku]);
  return product ?? null;
}

function bySoonestEnd(one: Alert | Proposal, other: Alert | Proposal): number {
  const keyOf = ({ stockOutAt, sku }: Alert | Proposal): string => `${stockOutAt ?? "9999"} ${sku}`;
  return keyOf(one) < keyOf(other) ? -1 : 1;
}

type Told = {
  readonly day: string;
  readonly workbook: string;
  readonly alerts: readonly Alert[];
  readonly proposals: readonly Proposal[];
  readonly now: string;
};

/** Once a day, whoever asks. */
async function tell(
  table: Table,
  merchantId: MerchantId,
  { day, workbook, alerts, proposals, now }: Told,
): Promise<void> {
  const late = proposals.filter(({ isLate }) => isLate).length;
  const detail = {
    day,
    workbook,
    openAlerts: alerts.length,
    openProposals: proposals.length,
    lateProposals: late,
    alerts: alerts
      .slice(0, mostTold)
      .map(({ sku, warehouse, available, stockOutAt }) => ({ sku, warehouse, available, stockOutAt })),
    proposals: proposals.slice(0, mostTold).map(({ sku, quantity, supplier }) => ({ sku, quantity, supplier })),
    note: noteOf(alerts.length, proposals.length, late),
  };
  const subjectVersion = Number(day.replaceAll("-", ""));
  const facts = { merchantId, subject: "stock", subjectVersion, occurredAt: now, recordedAt: now };
  const event = makeEvent({ type: "stock.digested.v1", ...facts, detail });
  const item = { ...digestKey(merchantId, day), schemaVersion: 1, day, at: now, outbox: [event as unknown as Value] };
  await table.put(item, { kind: "absent", path: "pk" });
}

function noteOf(alerts: number, proposals: number, late: number): string {
  const count = (many: number, one: string, more: string): string => `${many} ${many === 1 ? one : more}`;
  const first = `${count(alerts, "alert is", "alerts are")} open, ${count(proposals, "purchase is", "purchases are")} proposed`;
  return late === 0
    ? `${first}.`
    : `${first}; ${count(late, "of them comes", "of them come")} after the stock has ended.`;
}
