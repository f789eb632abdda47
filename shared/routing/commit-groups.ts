import type { MerchantId } from "../kernel/ids.ts";
import { sortKeys } from "../table/keys.ts";
import type { CancelReason, Table, Write } from "../table/port.ts";
import { type GroupWrites, groupWrites, type Member } from "./group-orders.ts";
import type { KnownStock } from "./known-stock.ts";

/** An order whose transaction did not happen. */
export type Lost = {
  readonly member: Member;
  /** Its own item was written by others: it must be read again. */
  readonly isChanged: boolean;
  /** Others are writing something that its transaction shares: whoever tries again should wait a little. */
  readonly isCrowded: boolean;
};

export type Committed = { readonly won: readonly Member[]; readonly lost: readonly Lost[] };

export type CommitDeps = {
  readonly table: Table;
  readonly now: () => Date;
  /** Waits a moment for its turn at items that somebody else is writing, with some chance in it. */
  readonly turn: () => Promise<void>;
};

const parallelGroups = 8;
/** Of one and the same transaction: only the turn was missed, nothing that was planned has become wrong. */
const maxTurns = 12;

/**
 * Commits each list of members in one transaction: lists that share positions one after the other, the others at the same
 * time. A list that fails ends those behind it, which were planned on what it would have left. What the table tells of
 * positions on the way is taken over into `stock`.
 */
export async function commitGroups(
  deps: CommitDeps,
  merchant: MerchantId,
  groups: readonly (readonly (readonly Member[])[])[],
  stock: KnownStock,
): Promise<Committed> {
  const won: Member[] = [];
  const lost: Lost[] = [];
  const left = groups.values();
  const worker = async (): Promise<void> => {
    for (const chain of left) {
      for (const [index, members] of chain.entries()) {
        const group = groupWrites(merchant, members, deps.now().toISOString());
        const written = await transactInTurn(deps, group.writes);
        if (written.ok) {
          for (const { routed } of members) stock.wrote(routed.parts.moves);
          won.push(...members);
          continue;
        }
        lost.push(...losersOf(members, group, written.error.reasons, stock));
        const behind = chain.slice(index + 1).flat();
        lost.push(...behind.map((member) => ({ member, isChanged: false, isCrowded: false })));
        break;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelGroups, groups.length) }, worker));
  return { won, lost };
}

async function transactInTurn({ table, turn }: CommitDeps, writes: readonly Write[]): ReturnType<Table["transact"]> {
  for (let tries = 1; ; tries += 1) {
    const written = await table.transact(writes);
    if (written.ok || tries === maxTurns || !written.error.reasons.every(isCrowd)) return written;
    await turn();
  }
}

function isCrowd({ kind }: CancelReason): boolean {
  return kind !== "condition_failed";
}

function losersOf(
  members: readonly Member[],
  { writes, owners }: GroupWrites,
  reasons: readonly CancelReason[],
  stock: KnownStock,
): readonly Lost[] {
  const changed = new Set<Member>();
  let isCrowded = false;
  for (const [index, reason] of reasons.entries()) {
    const write = writes[index];
    const owner = owners[index] ?? null;
    if (reason.kind === "none" || write === undefined) continue;
    if (owner !== null) changed.add(owner);
    else if (reason.kind !== "condition_failed") isCrowded = true;
    else learn(stock, write, reason);
  }
  return members.map((member) => ({ member, isChanged: changed.has(member), isCrowded }));
}

/** A position that has gone is read again, with all its warehouses. */
function learn(stock: KnownStock, write: Write, { old }: Extract<CancelReason, { kind: "condition_failed" }>): void {
  if (write.kind !== "update" || !write.key.sk.startsWith(sortKeys.stock)) return;
  if (old !== null) stock.saw(old);
  else stock.forget();
}
