import { shortHash } from "../../kernel/ids.ts";
import { decimalFromMinor } from "../../kernel/money.ts";
import { msOf } from "../../kernel/time.ts";
import type { Fulfilment, IncomingOrder, LineFacts, Refund, StatusFacts } from "../../orders/facts.ts";
import type { RowNote } from "../notes.ts";
import type { OrderDefaults } from "../order-rows.ts";
import { exportAddress } from "./export-address.ts";
import { type Sold, soldOf } from "./export-amounts.ts";
import type { ExportRow, OrderAmount, TextField } from "./export-row.ts";
import type { OrderLayout } from "./layout.ts";
import { type Stage, stageOfRows } from "./stages.ts";

export type ExportedOrder = { readonly order: IncomingOrder; readonly notes: readonly RowNote[] };

/** The rows of one order, as a webhook of its platform would have told it. `rows` has at least one, and one placed time. */
export function exportedOrder(rows: readonly ExportRow[], layout: OrderLayout, defaults: OrderDefaults): ExportedOrder {
  const first = <T>(of: (row: ExportRow) => T | null): T | null => rows.map(of).find((value) => value !== null) ?? null;
  const said = saidOf(rows);
  const currency = first((row) => row.currency) ?? layout.currency ?? defaults.currency;
  const stage = stageOfRows(rows.map((row) => row.stage));
  const sold = soldOf(
    rows.flatMap((row) => row.lines),
    amountsOf(rows),
    { restIsDiscount: layout.restIsDiscount, needsShipping: !rows.some((row) => row.isShippedByPlatform) },
  );
  const off = placesOff(rows);
  const lines = ownIds(
    sold.lines.map((line, at) => (off.has(at) ? { ...line, removedQuantity: line.quantity } : line)),
  );
  const isPartlyOff = stage.payment === "paid" && off.size > 0;
  const [head] = rows;
  const orderNo = head?.orderNo ?? "";
  const shop = first((row) => (row.shop === "" ? null : row.shop)) ?? "";
  const placedAt = first((row) => row.placedAt) ?? defaults.now;
  const times = { paidAt: first((row) => row.paidAt), endedAt: first((row) => row.endedAt), now: defaults.now };
  const address = exportAddress(said, currency);
  const parcels = parcelsOf(rows, lines, said, first((row) => row.shippedAt) ?? defaults.now);
  const refunds = refundsOf(
    {
      stage,
      totalMinor: sold.amounts.totalMinor,
      saidMinor: first((row) => row.amounts.refunded),
      at: times.endedAt ?? times.now,
    },
    lines.filter((_, at) => off.has(at)),
  );
  const order: IncomingOrder = {
    channelOrderId: [layout.platform, shop, orderNo].filter((part) => part !== "").join("/"),
    clock: { at: msOf(defaults.now), tie: shortHash(JSON.stringify([layout.platform, rows])) },
    header: {
      channelOrderNo: orderNo,
      currency,
      placedAt,
      amounts: sold.amounts,
      discrepancyMinor: sold.discrepancyMinor,
      buyerRef: null,
      note: said.note === "" ? null : said.note,
      tags: [layout.platform, ...(shop === "" ? [] : [shop])],
      isTest: false,
    },
    lines,
    payment: {
      state: isPartlyOff ? "partially_refunded" : stage.payment,
      paidAt: times.paidAt ?? (stage.payment === "paid" ? placedAt : null),
      method: said.method === "" ? null : said.method,
      payOnDelivery: /货到付款|cash on delivery|\bcod\b/i.test(said.method),
    },
    status: statusOf(stage, rows[0]?.rawStatus ?? "", times),
    ...(address === null ? {} : { address }),
    ...(parcels.length === 0 ? {} : { fulfilments: parcels }),
    ...(refunds.length === 0 ? {} : { refunds }),
  };
  return { order, notes: notesOn(sold, currency) };
}

/** Order-wide words stand on the first row only in some files, on every row in others. */
function saidOf(rows: readonly ExportRow[]): Readonly<Record<TextField, string>> {
  const names = Object.keys(rows[0]?.texts ?? {}) as TextField[];
  return Object.fromEntries(
    names.map((name) => [name, rows.map((row) => row.texts[name]).find((text) => text !== "") ?? ""]),
  ) as Record<TextField, string>;
}

/** Repeated on every row or written once, an order-wide amount counts once; amounts that differ are those of the rows. */
function amountsOf(rows: readonly ExportRow[]): Readonly<Record<OrderAmount, number | null>> {
  const names = Object.keys(rows[0]?.amounts ?? {}) as OrderAmount[];
  return Object.fromEntries(
    names.map((name) => {
      const said = rows.flatMap((row) => row.amounts[name] ?? []);
      const isOne = said.every((each) => each === said[0]);
      return [name, said.length === 0 ? null : isOne ? (said[0] ?? null) : said.reduce((sum, each) => sum + each, 0)];
    }),
  ) as Record<OrderAmount, number | null>;
}

/** The lines whose rows are called off while others of the order are not. */
function placesOff(rows: readonly ExportRow[]): ReadonlySet<number> {
  const isOff = ({ order, payment }: Stage): boolean => order === "cancelled" || payment === "refunded";
  const off = rows.flatMap((row) => row.lines.map(() => isOff(row.stage)));
  return new Set(off.every((each) => each === off[0]) ? [] : off.flatMap((each, at) => (each ? [at] : [])));
}

/** Two rows may name the same line id; then their places tell them apart. */
function ownIds(lines: readonly LineFacts[]): readonly LineFacts[] {
  const isUnique = new Set(lines.map((line) => line.lineId)).size === lines.length;
  return isUnique ? lines : lines.map((line, at) => ({ ...line, lineId: String(at + 1) }));
}

function statusOf(
  stage: Stage,
  raw: string,
  { endedAt, now }: { readonly endedAt: string | null; readonly now: string },
): StatusFacts {
  return {
    cancelledAt: stage.order === "cancelled" ? (endedAt ?? now) : null,
    cancelReason: null,
    closedAt: stage.order === "closed" ? (endedAt ?? now) : null,
    isDeleted: false,
    raw,
    isFulfilled: stage.isShipped,
    ...(stage.shipHold === null ? {} : { shipHold: stage.shipHold }),
  };
}

/** A parcel for the tracking number; without one, for the lines that the platform says have left. */
function parcelsOf(
  rows: readonly ExportRow[],
  lines: readonly LineFacts[],
  { tracking_no, carrier }: Readonly<Record<TextField, string>>,
  at: string,
): readonly Fulfilment[] {
  const all = rows.flatMap((row) =>
    row.lines.map((line) => ({ isShipped: line.isShipped, isGone: row.stage.isShipped })),
  );
  const left = lines.filter(
    (line, index) => line.removedQuantity === 0 && (all[index]?.isGone === true || all[index]?.isShipped === true),
  );
  const isWhole = left.length === lines.length;
  if (left.length === 0 || (isWhole && tracking_no === "")) return [];
  return [
    {
      fulfilmentId: tracking_no === "" ? "file" : `file-${tracking_no}`,
      at,
      state: "success",
      carrier: carrier === "" ? null : carrier,
      trackingNo: tracking_no === "" ? null : tracking_no,
      lines: left.map(({ lineId, quantity }) => ({ lineId, quantity })),
    },
  ];
}

type Refunded = {
  readonly stage: Stage;
  readonly totalMinor: number;
  readonly saidMinor: number | null;
  readonly at: string;
};

/** Files do not date refunds: the end of the order, else the day of the upload, stands in. A line called off was paid back. */
function refundsOf({ stage, totalMinor, saidMinor, at }: Refunded, gone: readonly LineFacts[]): readonly Refund[] {
  const isWhole = stage.payment === "refunded";
  const ofLines = stage.payment === "paid" ? gone.reduce((sum, line) => sum + line.totalMinor, 0) : 0;
  const isSaid = isWhole || stage.payment === "partially_refunded";
  const amountMinor = isSaid ? (saidMinor ?? (isWhole ? totalMinor : 0)) : ofLines;
  if (amountMinor === 0) return [];
  const lines = isSaid
    ? []
    : gone.map(({ lineId, quantity, totalMinor: amount }) => ({ lineId, quantity, amountMinor: amount }));
  return [{ refundId: "file", at, amountMinor, taxMinor: 0, reason: null, lines }];
}

function notesOn(sold: Sold, currency: string): readonly RowNote[] {
  const notes: RowNote[] = [];
  if (sold.isPriceless) notes.push({ code: "no_price", column: null, found: "" });
  if (sold.lines.some((line) => line.sku === "")) notes.push({ code: "no_sku", column: "sku", found: "" });
  if (sold.discrepancyMinor !== 0)
    notes.push({ code: "amounts_differ", column: null, found: decimalFromMinor(sold.discrepancyMinor, currency) });
  return notes;
}
