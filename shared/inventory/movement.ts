import type { Change, Item, Value } from "../table/port.ts";

/**
 * Why the numbers of a position (one sku in one warehouse) change, as a fact. Quantities are whole units; those of
 * `adjusted`, `counted`, `damaged`, `held` and `expected` have a sign, all others are positive.
 */
export const movementKinds = [
  "received",
  "allocated",
  "released",
  "shipped",
  "returned",
  "adjusted",
  "counted",
  "transferred_out",
  "transferred_in",
  /** Goods that are there and cannot be sold for good (+), or can after all (−). */
  "damaged",
  /** Goods that are there and must be looked at first (+), or have been (−). */
  "held",
  /** Goods that are on their way (+), or no longer (−). */
  "expected",
  /** A drift that the proof of stock took back; which numbers moved stands in the balance. */
  "healed",
] as const;

export type MovementKind = (typeof movementKinds)[number];

/** Units by lot, with the sign of the movement; the empty name is that of units without a lot. */
export type LotUnits = readonly (readonly [lot: string, units: number])[];

export type Movement = {
  readonly kind: MovementKind;
  readonly quantity: number;
  /** The id of what caused it: an order, `imp_…#12` (import and row), a count, a transfer, a purchase, a proof. */
  readonly cause: string;
  /** Of a sku whose lots are tracked, when whoever moved it said which: they add up to the quantity, and are booked already. */
  readonly lots?: LotUnits;
};

/** The numbers of a position that movements add up to. `available = onHand − allocated − damaged − onHold` follows. */
export type Balance = {
  readonly onHand: number;
  readonly allocated: number;
  readonly damaged: number;
  readonly onHold: number;
  readonly incoming: number;
};

export const emptyBalance: Balance = { onHand: 0, allocated: 0, damaged: 0, onHold: 0, incoming: 0 };

/** What a movement of one unit does to the balance; `healed` does what its write did. */
const effects: Readonly<Record<MovementKind, Partial<Balance>>> = {
  received: { onHand: 1 },
  allocated: { allocated: 1 },
  released: { allocated: -1 },
  shipped: { onHand: -1, allocated: -1 },
  returned: { onHand: 1 },
  adjusted: { onHand: 1 },
  counted: { onHand: 1 },
  transferred_out: { onHand: -1 },
  transferred_in: { onHand: 1 },
  damaged: { damaged: 1 },
  held: { onHold: 1 },
  expected: { incoming: 1 },
  healed: {},
};

export const balanceNames = [
  "onHand",
  "allocated",
  "damaged",
  "onHold",
  "incoming",
] as const satisfies readonly (keyof Balance)[];

export function balanceOf({ onHand, allocated, damaged, onHold, incoming }: Balance): Balance {
  return { onHand, allocated, damaged, onHold, incoming };
}

/** What nobody has been promised and anybody may be, safety stock included. */
export function availableOf({ onHand, allocated, damaged, onHold }: Balance): number {
  return onHand - allocated - damaged - onHold;
}

export function afterMovement(balance: Balance, { kind, quantity }: Pick<Movement, "kind" | "quantity">): Balance {
  return added(balance, effects[kind], quantity);
}

/** `balance` and `times` a change of it. */
export function added(balance: Balance, change: Partial<Balance>, times = 1): Balance {
  const number = (name: keyof Balance): number => balance[name] + times * (change[name] ?? 0);
  return {
    onHand: number("onHand"),
    allocated: number("allocated"),
    damaged: number("damaged"),
    onHold: number("onHold"),
    incoming: number("incoming"),
  };
}

export function isSameBalance(one: Balance, other: Balance): boolean {
  return balanceNames.every((name) => one[name] === other[name]);
}

/**
 * The relative update that movements are, and their stamp: the item names the movements of its newest write, so that the
 * table's stream tells each of them exactly when it was committed (`ledger.ts` keeps them).
 */
export function movementChanges(movements: readonly Movement[], now: string): Change[] {
  return [...balanceChanges(movements.reduce(afterMovement, emptyBalance)), ...writeStamp(movements, now)];
}

/** Adds to the numbers, `available` included. */
export function balanceChanges(change: Balance): Change[] {
  const amounts = [...balanceNames.map((path) => ({ path, amount: change[path] }))];
  return [...amounts, { path: "available", amount: availableOf(change) }]
    .filter(({ amount }) => amount !== 0)
    .map(({ path, amount }) => ({ kind: "add", path, amount }));
}

/** What every write of a position says of itself. */
export function writeStamp(movements: readonly Movement[], now: string): Change[] {
  return [
    { kind: "add", path: "version", amount: 1 },
    { kind: "set", path: "changedAt", value: now },
    { kind: "set", path: "moved", value: toMoved(movements) },
  ];
}

export function toMoved(movements: readonly Movement[]): Value {
  return movements.map(({ kind, quantity, cause, lots }) =>
    lots === undefined ? [kind, quantity, cause] : [kind, quantity, cause, lots],
  );
}

/** The movements of the write that made this item; only our own code writes them. */
export function movementsOf(item: Item): readonly Movement[] {
  const moved = (item["moved"] ?? []) as readonly (readonly [MovementKind, number, string, LotUnits?])[];
  return moved.map(([kind, quantity, cause, lots]) =>
    lots === undefined ? { kind, quantity, cause } : { kind, quantity, cause, lots },
  );
}
