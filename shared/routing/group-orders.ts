import { type CausedMoves, causedMoveWrites } from "../inventory/stock-writes.ts";
import type { MerchantId } from "../kernel/ids.ts";
import type { Order } from "../orders/order.ts";
import { itemBytes } from "../table/item-bytes.ts";
import type { Write } from "../table/port.ts";
import type { Routed } from "./decide-routing.ts";
import { MAX_WRITES } from "./limit-plan.ts";
import { dayWrites } from "./orders-of-day.ts";

/** An order with the plan that is to become true. */
export type Member = { readonly order: Order; readonly routed: Routed };

/** A transaction, and for each of its writes the one order it belongs to; null for what several orders share. */
export type GroupWrites = { readonly writes: readonly Write[]; readonly owners: readonly (Member | null)[] };

/** The table takes 4 MB in a transaction and counts an item as it was where that is more; some is left for stock. */
const MAX_BYTES = 3_000_000;

/**
 * Puts orders that ask for the same positions, or wait for the same skus, together, in as few transactions as the table's
 * limits allow; orders that have nothing in common stay apart, so that none pays for the others' races. Keeps the order in
 * which the members come. Members of one inner list share positions: they are to be committed one after the other.
 */
export function groupMembers(members: readonly Member[]): readonly (readonly (readonly Member[])[])[] {
  return joined(members).map(packed);
}

/** The sets of members that any chain of common positions connects. */
function joined(members: readonly Member[]): readonly (readonly Member[])[] {
  const leader = members.map((_, index) => index);
  const leaderOf = (index: number): number => {
    let at = index;
    while (leader[at] !== at) at = leader[at] ?? at;
    leader[index] = at;
    return at;
  };
  const firstWith = new Map<string, number>();
  members.forEach((member, index) => {
    for (const name of touchedBy(member)) {
      const known = firstWith.get(name);
      if (known === undefined) firstWith.set(name, index);
      else leader[Math.max(leaderOf(known), leaderOf(index))] = Math.min(leaderOf(known), leaderOf(index));
    }
  });
  const sets = Map.groupBy(members.keys(), leaderOf);
  return [...sets.values()].map((own) => own.flatMap((index) => members[index] ?? []));
}

function touchedBy({ routed }: Member): readonly string[] {
  const { moves, days } = routed.parts;
  const waits = routed.plan.short.map(({ sku }) => `waits for ${sku}`);
  return [...moves.map(placeOf), ...days.map(({ key }) => `${key.pk} ${key.sk}`), ...waits];
}

function placeOf({ sku, warehouse }: { readonly sku: string; readonly warehouse: string }): string {
  return `${sku}#${warehouse}`;
}

/** As many members to a transaction as fit, in their order. */
function packed(members: readonly Member[]): readonly (readonly Member[])[] {
  const packs: { members: Member[]; own: number; bytes: number; shared: Set<string> }[] = [];
  for (const member of members) {
    const { moves, days } = member.routed.parts;
    const own = ownWrites(member);
    const bytes = own.reduce((sum, write) => sum + sizeOf(write), 0);
    const places = [...moves.map(placeOf), ...days.map(({ key }) => `${key.pk} ${key.sk}`)];
    const pack = packs.at(-1);
    const count = pack === undefined ? 0 : pack.own + own.length + new Set([...pack.shared, ...places]).size;
    if (pack === undefined || count > MAX_WRITES || pack.bytes + bytes > MAX_BYTES) {
      packs.push({ members: [member], own: own.length, bytes, shared: new Set(places) });
      continue;
    }
    pack.members.push(member);
    pack.own += own.length;
    pack.bytes += bytes;
    for (const place of places) pack.shared.add(place);
  }
  return packs.map((pack) => pack.members);
}

function ownWrites({ routed }: Member): readonly Write[] {
  return [...routed.parts.own, ...routed.parts.queues];
}

function sizeOf(write: Write): number {
  return write.kind === "put" ? itemBytes(write.item) : 0;
}

/** One transaction for all of them: each order on the condition of its own version, each position written once. */
export function groupWrites(merchant: MerchantId, members: readonly Member[], now: string): GroupWrites {
  const own = members.flatMap((member) => ownWrites(member).map((write) => ({ write, owner: member })));
  const moves = members.map(({ order, routed }): CausedMoves => ({ cause: order.orderId, moves: routed.parts.moves }));
  const shared = [
    ...causedMoveWrites(merchant, moves, now),
    ...dayWrites(members.flatMap(({ routed }) => routed.parts.days)),
  ].map((write) => ({ write, owner: null }));
  const room = Math.max(0, MAX_WRITES - own.length - shared.length);
  const left = members
    .flatMap((member) => member.routed.parts.left.map((write) => ({ write, owner: member })))
    .slice(0, room);
  const all = [...own, ...shared, ...left];
  return { writes: all.map(({ write }) => write), owners: all.map(({ owner }) => owner) };
}
