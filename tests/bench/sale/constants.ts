/** The constants of the model, in ms and units. All designs meet the same table, the same buyers and the same clock. */
export const model = {
  /** How long a transaction holds its items. Whoever else asks for one of them meanwhile is cancelled at once. */
  lockMs: 5,
  /** From the function to the table and back, without the lock. */
  networkMs: 2,
  /** A strongly consistent read, there and back. */
  readMs: 4,
  /** Taking messages off the queue, ten at a time. */
  receiveMs: 5,
  /** A call takes that much longer or shorter, up to half of this share of it: receivers do not stay in step. */
  receiveSpread: 1,
  /** Of a worker for each order it plans and packs. */
  cpuMsPerOrder: 0.5,
  /** How many receivers the queue's mapping runs; each fills one batch at a time. */
  pollers: 5,
  /** Write units a second that one partition takes; a transaction pays twice. */
  partitionUnits: 1000,
  /** Waits of the designs that are not ours: up to 25, 50, 100 … ms, eight tries; then the queue, 2 s later, five times. */
  baseMs: 25,
  tries: 8,
  requeueMs: 2000,
  receives: 5,
  /** Of what is asked for. */
  stockShare: 0.8,
} as const;

export type SaleResult = {
  readonly sold: number;
  readonly stock: number;
  readonly demand: number;
  readonly refused: number;
  /** Orders that the queue gave up. */
  readonly deadLetters: number;
  /** From the first order to the last one sold. */
  readonly sellingMs: number;
  /** Of every order that was answered, sold or refused, from its arrival. */
  readonly latenciesMs: readonly number[];
  /** To the table. */
  readonly calls: number;
  readonly transactions: number;
  readonly conflicts: number;
};
