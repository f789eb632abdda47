import type { MerchantId } from "../../kernel/ids.ts";
import { proofKey, proofsPk, provenKey, sortKeys, stockKey } from "../../table/keys.ts";
import type { Change, Condition, Item, Table, Write } from "../../table/port.ts";
import { toPageItem } from "../ledger-store.ts";
import { type Balance, balanceChanges, writeStamp } from "../movement.ts";
import type { Stock, StockPlace } from "../stock.ts";
import { createdBy } from "../stock-store.ts";
import type { Proof } from "./decide-proof.ts";
import { driftItem } from "./drift-item.ts";
import type { Checkpoint } from "./read-ledger.ts";

/** One run over all of a merchant's stock. */
export type ProofRun = {
  readonly proofId: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Positions looked at; `drifts` of them were wrong, `pending` could not be judged because they kept moving. */
  readonly positions: number;
  readonly drifts: number;
  readonly pending: number;
  readonly orders: number;
};

type Drift = Extract<Proof, { kind: "drift" }>;

export function checkpointWrite(place: StockPlace, { version, balance }: Checkpoint): Extract<Write, { kind: "put" }> {
  const older: Condition = { kind: "compare", path: "version", op: "<=", value: version };
  return {
    kind: "put",
    item: { ...provenKey(place.merchantId, place.sku, place.warehouse), schemaVersion: 1, version, balance },
    condition: { kind: "any", of: [{ kind: "absent", path: "pk" }, older] },
  };
}

export function fromCheckpointItem(item: Item | undefined): Checkpoint | null {
  if (item === undefined) return null;
  const { version, balance } = item as unknown as Checkpoint;
  return { version, balance };
}

/**
 * Sets a position right in one transaction: the compensating movement, what the ledger lacked, the checkpoint, and the
 * drift with its event, so that nothing is ever healed silently. Only while the position is as it was judged.
 */
export function healWrites(
  stock: Stock,
  drift: Drift,
  proof: { readonly proofId: string; readonly at: string },
): Write[] {
  const { correction, unrecorded, checkpoint } = drift;
  const isWrong = Object.values(correction).some((amount) => amount !== 0);
  const page = toPageItem(stock, unrecorded);
  const addLines: Write[] =
    unrecorded.length === 0 ? [] : [{ kind: "put", item: page, condition: { kind: "absent", path: "pk" } }];
  return [
    ...(isWrong ? [correctionWrite(stock, correction, proof)] : []),
    checkpointWrite(stock, checkpoint),
    { kind: "put", item: driftItem(stock, { numbers: drift.numbers, unrecordedWrites: unrecorded.length }, proof) },
    ...addLines,
  ];
}

function correctionWrite(
  stock: Stock,
  { available, ...numbers }: Balance & { readonly available: number },
  { proofId, at }: { readonly proofId: string; readonly at: string },
): Write {
  const inBalance = balanceChanges(numbers).filter(({ path }) => path !== "available");
  const ofAvailable: Change[] = available === 0 ? [] : [{ kind: "add", path: "available", amount: available }];
  const healed = { kind: "healed", quantity: numbers.onHand, cause: proofId } as const;
  const condition: Condition =
    stock.version === 0
      ? { kind: "absent", path: "pk" }
      : { kind: "compare", path: "version", op: "=", value: stock.version };
  return {
    kind: "update",
    key: stockKey(stock.merchantId, stock.sku, stock.warehouse),
    changes: createdBy(stock, [...inBalance, ...ofAvailable, ...writeStamp([healed], at)]),
    condition,
  };
}

export async function writeProofRun(table: Table, merchant: MerchantId, run: ProofRun): Promise<void> {
  await table.put({ ...proofKey(merchant, run.proofId), schemaVersion: 1, ...run });
}

/** The newest runs (or drifts), newest first, without what only the table needs. */
export async function readProofs(
  table: Table,
  merchant: MerchantId,
  what: "proof" | "drift",
  limit: number,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const sk = { kind: "beginsWith", prefix: sortKeys[what] } as const;
  const { items } = await table.query({ pk: proofsPk(merchant), sk, descending: true, limit });
  return items.map(({ pk: _pk, sk: _sk, schemaVersion: _version, outbox: _outbox, ...rest }) => rest);
}
