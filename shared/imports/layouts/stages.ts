import type { PaymentState } from "../../orders/facts.ts";

/** Where an order stands, as its export words it. */
export type Stage = {
  readonly payment: PaymentState;
  readonly order: "open" | "closed" | "cancelled";
  readonly isShipped: boolean;
  readonly shipHold: string | null;
};

/** The status cells of a row, as written; "" where the file has none. */
export type StatusCells = {
  readonly status: string;
  readonly payment: string;
  readonly fulfilment: string;
  readonly afterSales: string;
  readonly isPaid: boolean;
  readonly isCancelled: boolean;
};

/** null: a word nobody has told us of. Such a row is refused: a guess could ship a cancelled order. */
export type StageOf = (cells: StatusCells) => Stage | null;

export const open: Stage = { payment: "paid", order: "open", isShipped: false, shipHold: null };
export const unpaid: Stage = { ...open, payment: "pending" };
export const shipped: Stage = { ...open, isShipped: true };
export const finished: Stage = { ...shipped, order: "closed" };
export const refunded: Stage = { ...open, payment: "refunded", order: "closed" };
const called_off: Stage = { ...open, payment: "voided", order: "cancelled" };

/** Closed before it was paid, or after: then the money went back. */
export function ended({ isPaid }: Pick<StatusCells, "isPaid">): Stage {
  return isPaid ? refunded : called_off;
}

export function held(why: string): Stage {
  return { ...open, shipHold: why };
}

export type Word = Stage | ((cells: StatusCells) => Stage);

/** `买家已付款，等待卖家发货` and `买家已付款等待卖家发货` are the same word. */
export function wordKey(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s,.;:_\-()，。；：（）]+/g, "");
}

/** By the first word of the list that the cell is. */
export function byWord(words: Readonly<Record<string, Word>>): StageOf {
  const known = new Map(Object.entries(words).map(([word, stage]) => [wordKey(word), stage]));
  return (cells) => {
    const stage = known.get(wordKey(cells.status));
    if (stage === undefined) return null;
    return typeof stage === "function" ? stage(cells) : stage;
  };
}

/** The stage of an order whose rows stand at several: what is cancelled does not count beside what is not. */
export function stageOfRows(stages: readonly Stage[]): Stage {
  const alive = stages.filter((stage) => stage.order !== "cancelled" && stage.payment !== "refunded");
  const counted = alive.length === 0 ? stages : alive;
  const first = counted[0] ?? open;
  return {
    payment: counted.find((stage) => stage.payment !== first.payment)?.payment ?? first.payment,
    order: counted.every((stage) => stage.order === first.order) ? first.order : "open",
    isShipped: counted.every((stage) => stage.isShipped),
    shipHold: counted.find((stage) => stage.shipHold !== null)?.shipHold ?? null,
  };
}
