import type { MerchantId, Sku, WarehouseCode } from "../../kernel/ids.ts";
import { warehouseCode } from "../../kernel/ids.ts";
import { fail, ok } from "../../kernel/result.ts";
import {
  type Decided,
  type Inbound,
  type InboundLine,
  type LotSaid,
  type PlaceMovement,
  refusedLines,
  type Units,
} from "./document.ts";

export type NewInbound = {
  readonly merchantId: MerchantId;
  readonly documentId: string;
  readonly kind: "purchase" | "transfer";
  readonly from: string;
  readonly to: WarehouseCode;
  readonly expectedAt: string | null;
  /** Of a transfer lots may be named; else those that expire first are taken. */
  readonly lines: readonly (Units & { readonly sku: Sku; readonly quantity: number })[];
  readonly by: string;
};

export type Receipt = {
  readonly receiptId: string;
  /** `damaged` units are among the `quantity`. */
  readonly lines: readonly (Units & { readonly sku: Sku; readonly quantity: number; readonly damaged: number })[];
};

/**
 * Announces goods: they are incoming where they go. Those of a transfer leave the other warehouse at the same moment, and
 * only what is available there may leave.
 */
export function decideInbound(current: Inbound | null, wanted: NewInbound, now: string): Decided<Inbound> {
  const { kind, documentId, from, to, lines } = wanted;
  if (current !== null) {
    const said = [current.from, current.to, current.lines.filter(({ expected }) => expected > 0)];
    const says = [from, to, lines.map(({ sku, quantity }) => ({ sku, expected: quantity }))];
    const asLines = (text: readonly unknown[]): string =>
      JSON.stringify(text, (name, value: unknown) => (notSaid.has(name) ? undefined : value));
    if (asLines(said) === asLines(says)) return ok({ kind: "repeated", document: current });
    return fail({ code: "other_content", says: `${kind} ${documentId} was made before, with other lines` });
  }
  if (from === to && kind === "transfer")
    return fail({ code: "unknown_warehouse", says: `the goods are in ${to} already: name another warehouse` });
  const refused = refusedLines(
    kind === "transfer" ? [...lines, ...lines.map(({ sku }) => ({ sku, warehouse: from }))] : lines,
  );
  if (refused !== null) return fail(refused);
  const document: Inbound = {
    ...wanted,
    state: "open",
    lines: lines.map(({ sku, quantity }) => ({ sku, expected: quantity, received: 0, damaged: 0 })),
    receipts: [],
    version: 1,
    createdAt: now,
    changedAt: now,
  };
  const leaves = (line: (typeof lines)[number]): PlaceMovement[] =>
    kind === "purchase" ? [] : [{ ...line, warehouse: warehouseCode(from), kind: "transferred_out", mustBeFree: true }];
  const movements = lines.flatMap((line): PlaceMovement[] => [
    ...leaves(line),
    { sku: line.sku, quantity: line.quantity, warehouse: to, kind: "expected" },
  ]);
  return ok({ kind: "changed", document, movements });
}

/**
 * Books what has come. More than was expected is taken in, and so is a sku that nobody expected: the goods are there. A
 * closed document takes a receipt too (the parcel that came after all).
 */
export function decideReceipt(current: Inbound, receipt: Receipt, now: string): Decided<Inbound> {
  if (current.receipts.includes(receipt.receiptId)) return ok({ kind: "repeated", document: current });
  const known = new Map(current.lines.map((line) => [line.sku, line]));
  for (const { sku } of receipt.lines) {
    if (!known.has(sku)) known.set(sku, { sku, expected: 0, received: 0, damaged: 0 });
  }
  const refused = refusedLines(receipt.lines) ?? refusedLines([...known.values()]);
  if (refused !== null) return fail(refused);

  const movements: PlaceMovement[] = [];
  for (const said of receipt.lines) {
    const { sku, quantity, damaged } = said;
    const line = known.get(sku);
    if (line === undefined || quantity === 0) continue;
    const place = { sku, warehouse: current.to };
    const awaited = current.state === "open" ? Math.min(outstanding(line), quantity) : 0;
    const units = lotsIn(current, said);
    movements.push({ ...place, ...units, kind: current.kind === "purchase" ? "received" : "transferred_in", quantity });
    if (awaited > 0) movements.push({ ...place, kind: "expected", quantity: -awaited });
    if (damaged > 0) movements.push({ ...place, ...damagedLots(units, damaged), kind: "damaged", quantity: damaged });
    known.set(sku, { ...line, received: line.received + quantity, damaged: line.damaged + damaged });
  }
  const receipts = [...current.receipts, receipt.receiptId];
  return ok({ kind: "changed", document: changed(current, { lines: [...known.values()], receipts }, now), movements });
}

/** What a document of goods gathers after it was made. */
const notSaid = new Set(["received", "damaged", "lots"]);

/** The lots of a receipt; of a transfer of which nobody says them: those that left, first expired first. */
function lotsIn({ kind, lines }: Inbound, line: Receipt["lines"][number]): Units {
  const sent = lines.find(({ sku }) => sku === line.sku);
  if (kind === "purchase" || line.lots !== undefined || sent?.lots === undefined) return unitsOf(line);
  let skipped = sent.received;
  let left = line.quantity;
  const lots = sent.lots.flatMap((lot): LotSaid[] => {
    const before = Math.min(skipped, lot.quantity);
    skipped -= before;
    const part = Math.min(left, lot.quantity - before);
    left -= part;
    return part === 0 ? [] : [{ ...lot, quantity: part }];
  });
  const surplus: LotSaid = { lot: null, quantity: left, expiresOn: null };
  return { ...unitsOf(line), lots: left === 0 ? lots : [...lots, surplus] };
}

function unitsOf({ lots, serials }: Units): Units {
  return { ...(lots === undefined ? {} : { lots }), ...(serials === undefined ? {} : { serials }) };
}

/** Of one lot the damaged units are its; of several nobody has said which. */
function damagedLots({ lots }: Units, damaged: number): Units {
  const [only, ...others] = lots ?? [];
  return only === undefined || others.length > 0 ? {} : { lots: [{ ...only, quantity: damaged }] };
}

/** Nothing more will come: what is short is no longer incoming, and stays in the document as the difference. */
export function decideClosing(current: Inbound, now: string): Decided<Inbound> {
  if (current.state === "closed") return ok({ kind: "repeated", document: current });
  const movements = current.lines
    .filter((line) => outstanding(line) > 0)
    .map(
      (line): PlaceMovement => ({
        sku: line.sku,
        warehouse: current.to,
        kind: "expected",
        quantity: -outstanding(line),
      }),
    );
  return ok({ kind: "changed", document: changed(current, { state: "closed" }, now), movements });
}

/** Units that may still come. */
export function outstanding({ expected, received }: InboundLine): number {
  return Math.max(0, expected - received);
}

/** What came and was not expected (above 0), or did not come (below), by sku. */
export function inboundDifferences({ lines }: Inbound): readonly { readonly sku: Sku; readonly difference: number }[] {
  return lines
    .map(({ sku, expected, received }) => ({ sku, difference: received - expected }))
    .filter(({ difference }) => difference !== 0);
}

function changed(current: Inbound, over: Partial<Inbound>, now: string): Inbound {
  return { ...current, ...over, version: current.version + 1, changedAt: now };
}
