import { explainImported } from "../../reconciliation/explain-settlement.ts";
import { MOST_LINES, settleOrder } from "../../reconciliation/settle-order.ts";
import type { SettlementHead } from "../../reconciliation/settlement.ts";
import { openSettlement, type Settlement } from "../../reconciliation/settlement-store.ts";
import { type MerchantSettings, readMerchantSettings } from "../../settings/merchant-settings.ts";
import type { Table } from "../../table/port.ts";
import type { FileInHand } from "../apply-orders.ts";
import type { RowFate } from "../row-fate.ts";
import { isSettlementHead, readSettlementRows, type SettlementGroup } from "../settlements/settlement-rows.ts";
import { connectedShops } from "./connected-shops.ts";
import type { ImportTools, KindOfImport } from "./kind-of-import.ts";
import { storedKind } from "./units-of-rows.ts";

/** What platforms paid out, line by line: fees are booked, and each line is held against the books. */
export const settlements: KindOfImport = {
  kind: "settlements",
  neededCells: ["amount"],
  // The lines of an order come together, and so do those of a settlement that name no order.
  keyFields: ["settlement_id", "order_no"],
  isHeadRow: isSettlementHead,
  // The currency stands in one line for all, and lines without a number are told apart by how many of them there are.
  isOnePiece: true,
  isOfItsDay: false,
  afterRows: explain,
  read: (rows, { columns, layout, merchant, headRows = [] }) => {
    const form = layout?.settlement ?? null;
    const defaults = { currency: merchant.currency, books: merchant, headRows };
    const { groups, failed } = readSettlementRows(rows, columns, form, defaults);
    const units = groups.map((group) => ({
      rows: group.rows,
      apply: (tools: ImportTools, file: FileInHand) => settle(tools, file, group, form?.platform ?? "", merchant),
    }));
    return { units, failed };
  },
};

async function settle(
  { table, now, pause }: ImportTools,
  file: FileInHand,
  group: SettlementGroup,
  platform: string,
  merchant: MerchantSettings,
): Promise<RowFate> {
  const { orderNo, lines, rows } = group;
  if (lines.length > MOST_LINES)
    return { kind: "failed", reasons: [{ code: "too_many_values", column: "order_no", found: orderNo }] };
  const settlement = await opened({ table, now }, file, group, platform);
  // Days may have been closed since the file was read.
  const books = (await readMerchantSettings(table, file.merchantId)) ?? merchant;
  const by = `${file.content}#${rows[0]?.rowNumber ?? 0}`;
  const call = { merchantId: file.merchantId, by, books, now: now().toISOString(), pause };
  const parts = orderNo === "" && lines.length > 0 ? lines.map((line) => [line]) : [lines];
  let kind: "applied" | "unchanged" = "unchanged";
  for (const part of parts) {
    const settled = await settleOrder(table, settlement, { orderNo, lines: part }, call);
    if (storedKind(settled, file) === "applied") kind = "applied";
  }
  return { kind, result: settlement.id };
}

/** Once all lines of a file are kept, the settlements that it brought lines of are explained anew. */
async function explain(
  { table, now }: Pick<ImportTools, "table" | "now">,
  { merchantId, importId }: Pick<FileInHand, "merchantId" | "importId">,
): Promise<void> {
  const books = await readMerchantSettings(table, merchantId);
  if (books !== null) await explainImported(table, importId, { merchantId, books, now: now().toISOString() });
}

/** By chunk: each of its settlements is opened once, not with every order. */
const open = new WeakMap<FileInHand, Map<string, Promise<Settlement>>>();

function opened(
  { table, now }: Pick<ImportTools, "table" | "now">,
  file: FileInHand,
  { head, shop }: SettlementGroup,
  platform: string,
): Promise<Settlement> {
  const own = open.get(file) ?? new Map<string, Promise<Settlement>>();
  open.set(file, own);
  const key = JSON.stringify([head, shop]);
  const opening =
    own.get(key) ??
    shopOf(table, file, shop, platform).then((named) => {
      const call = { importId: file.importId, now: now().toISOString() };
      return openSettlement(table, file.merchantId, { ...head, ...named }, call);
    });
  own.set(key, opening);
  return opening;
}

/** What the file says, else the merchant's only shop of the platform; where there are several, the platform stands for them. */
async function shopOf(
  table: Table,
  file: FileInHand,
  said: string,
  platform: string,
): Promise<Pick<SettlementHead, "shop" | "channel">> {
  const connections = await connectedShops(table, file);
  const shops = connections.map(({ connectionId, channel }) => ({ shop: connectionId, channel }));
  const named = shops.find(({ shop }) => shop === said);
  if (named !== undefined) return named;
  if (said !== "") return { shop: said, channel: platform === "" ? said : platform };
  const own = shops.filter(({ channel }) => platform === "" || channel === platform);
  const [only] = own;
  if (only !== undefined && own.length === 1) return only;
  const name = platform === "" ? "all" : platform;
  return { shop: name, channel: name };
}
