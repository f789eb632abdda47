/** What a plan is judged by once as few units as possible stay unfilled, the first coming first. */
export const terms = ["softRules", "shipments", "preference", "cost", "days", "distance"] as const;
export type Term = (typeof terms)[number];

/** For each term a whole number from 0 up for every warehouse, by its place; a term that is left out is 0 everywhere. */
export type Amounts = Readonly<Partial<Record<Term, readonly number[]>>>;

/** All lines of one sku. */
export type Article = {
  /** Units of each line, at least one. */
  readonly lines: readonly number[];
  /** Units that may be promised, by the warehouse's place. */
  readonly free: readonly number[];
  /** What each unit adds that leaves from a warehouse. */
  readonly perUnit: Amounts;
};

/** From where an order's units leave, in integers only: warehouses and articles are known by their place in the lists. */
export type SourcingProblem = {
  /** How many warehouses there are. Of equally good plans the one of earlier warehouses wins. */
  readonly warehouses: number;
  /** What using a warehouse adds, whatever leaves from there. */
  readonly opening: Amounts;
  readonly articles: readonly Article[];
  /** May the units of one line leave from several warehouses? */
  readonly divideLines: boolean;
  /** null: as many as it takes; 1: the order leaves as one parcel or not at all. */
  readonly maxWarehouses: number | null;
  /** Places that `maxWarehouses` does not count, since other parts of the order leave from there already. */
  readonly uncounted?: readonly number[];
  readonly leastParcel?: LeastParcel;
  /** What several articles are made of, where it may run out; only `planShared` minds it. */
  readonly shared?: readonly SharedStock[];
  /** The terms in another order than `terms`; those left out do not count. */
  readonly objective?: readonly Term[];
  /** How many partial plans are looked at before the best one so far has to do. */
  readonly nodeBudget: number;
};

/** What goods must be worth that leave from one warehouse beside others. */
export type LeastParcel = {
  readonly worth: number;
  /** What a unit is worth, by article and line; whole numbers from 0 up. */
  readonly unitWorth: readonly (readonly number[])[];
  /** Places that may send anything. */
  readonly exempt: readonly number[];
  /** May a warehouse that sends alone send anything? Not where other parts of the order leave from elsewhere already. */
  readonly isFreeAlone: boolean;
};

/** Units at one place that several articles use: together they may not use more than there are. */
export type SharedStock = {
  readonly warehouse: number;
  readonly free: number;
  /** What one unit of each article uses; at least two articles, each named once. */
  readonly uses: readonly { readonly article: number; readonly units: number }[];
};

export type Take = {
  readonly article: number;
  readonly line: number;
  readonly warehouse: number;
  readonly units: number;
};

/** The terms of a plan: sums over its warehouses and units. */
export type Tally = Readonly<Record<"unfilled" | Term, number>>;

export type Proof =
  /** No plan is better. */
  | { readonly kind: "best" }
  /** The budget ended first: a better plan would agree in all terms before this one, and save at most so much of it; one that saves none may save later. */
  | { readonly kind: "gap"; readonly term: keyof Tally | "tie"; readonly atMost: number };

/** A plan without its details. */
export type Outline = {
  /** Places of the warehouses that are used, ascending. */
  readonly warehouses: readonly number[];
  readonly tally: Tally;
  readonly proof: Proof;
};

export type Sourcing = Outline & {
  /** By article, line and warehouse. */
  readonly takes: readonly Take[];
  readonly nodes: number;
};

/** Keeps a plan within some tens of milliseconds; thousands of steps for an order of 30 lines and 50 warehouses. */
export function nodeBudgetFor(lines: number, warehouses: number): number {
  return Math.ceil(Math.min(20_000, Math.max(200, 10_000_000 / Math.max(1, lines * warehouses))));
}
