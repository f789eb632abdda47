import { isOfSale, type SettledOrder, type SettlementLine, sumMinor } from "./settlement.ts";

/** A fee is `base × basisPoints / 10,000 + fixedMinor`, rounded; both are negative for what is charged. */
export type UsualRate = { readonly basisPoints: number; readonly fixedMinor: number };

/** By `rateKey`: what a shop is usually charged. */
export type UsualRates = Readonly<Record<string, UsualRate>>;

/** All lines of one fee of one order and article, and the money that they are charged on. */
export type FeeGroup = {
  readonly feeKind: string;
  readonly basis: SettlementLine["basis"];
  readonly sku: string;
  readonly lines: readonly SettlementLine[];
  /** 0: nothing of it is in this settlement. */
  readonly baseMinor: number;
};

type Sample = { readonly base: number; readonly fee: number };

/** So few say nothing of what is usual. */
const FEWEST = 5;
/** So many of a hundred must agree. */
const MAJORITY = 60;
const MOST_SAMPLES = 400;
const MOST_KEYS = 5_000;
/** Pairs are tried of so many samples. */
const TRIED = 12;

export function rateKey({ feeKind, basis }: Pick<FeeGroup, "feeKind" | "basis">, sku: string | null): string {
  return sku === null ? `${basis}|${feeKind}` : `${basis}|${feeKind}|${sku}`;
}

export function feeGroups({ lines, expected }: SettledOrder): readonly FeeGroup[] {
  const fees = lines.filter(({ kind }) => kind === "fee");
  const groups = Map.groupBy(fees, ({ feeKind, basis, sku }) => JSON.stringify([feeKind, basis, sku]));
  return [...groups.values()].flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const { feeKind, basis, sku } = first;
    const base = lines.filter(
      (line) =>
        (sku === "" || line.sku === sku) &&
        (basis === "refund" ? line.kind === "refund" : isOfSale(line) && line.kind !== "tax"),
    );
    const known = sku === "" && basis === "sale" && !lines.some(isOfSale) ? (expected?.saleMinor ?? 0) : 0;
    return [{ feeKind, basis, sku, lines: some, baseMinor: base.length === 0 ? known : sumMinor(base) }];
  });
}

/** What is usual, learnt from the orders of a settlement. Bounded: it keeps some samples of each fee, whatever their number. */
export function learnRates(): {
  readonly note: (order: SettledOrder) => void;
  readonly rates: () => UsualRates;
} {
  const samples = new Map<string, Sample[]>();
  const seen = new Map<string, number>();
  const add = (key: string, sample: Sample): void => {
    const kept = samples.get(key) ?? [];
    if (kept.length === 0 && samples.size >= MOST_KEYS) return;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    // Every second one goes when it is full, so that what is kept stands for the whole settlement.
    const stride = 2 ** Math.max(0, Math.ceil(Math.log2(count / MOST_SAMPLES)));
    if ((count - 1) % stride !== 0) return;
    if (kept.length >= MOST_SAMPLES) kept.splice(0, kept.length, ...kept.filter((_, at) => at % 2 === 0));
    kept.push(sample);
    samples.set(key, kept);
  };
  return {
    note: (order) => {
      for (const group of feeGroups(order)) {
        if (group.baseMinor === 0) continue;
        const sample = { base: group.baseMinor, fee: sumMinor(group.lines) };
        add(rateKey(group, null), sample);
        if (group.sku !== "") add(rateKey(group, group.sku), sample);
      }
    },
    rates: () => {
      const found = [...samples].flatMap(([key, some]): (readonly [string, UsualRate])[] => {
        const rate = agreedRate(some);
        return rate === null ? [] : [[key, rate]];
      });
      return Object.fromEntries(found.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    },
  };
}

/** The rate that most of the samples follow; null where none does. The same samples in any order give the same rate. */
export function agreedRate(samples: readonly Sample[]): UsualRate | null {
  if (samples.length < FEWEST) return null;
  const sorted = samples.toSorted((a, b) => a.base - b.base || a.fee - b.fee);
  let best: { readonly rate: UsualRate; readonly count: number } | null = null;
  for (const rate of candidates(sorted)) {
    const count = sorted.filter(({ base, fee }) => Math.abs(feeOf(base, rate) - fee) <= 1).length;
    if (best === null || count > best.count) best = { rate, count };
  }
  return best !== null && best.count * 100 >= samples.length * MAJORITY ? best.rate : null;
}

/** The simplest first: a fixed amount, a share, a share and a fixed amount. */
function candidates(sorted: readonly Sample[]): readonly UsualRate[] {
  const found = new Map<string, UsualRate>();
  const propose = (basisPoints: number, fixedMinor: number): void => {
    if (!Number.isFinite(basisPoints)) return;
    // Adding 0 turns -0, which is stored as another number, into 0.
    found.set(`${basisPoints} ${fixedMinor}`, { basisPoints: basisPoints + 0, fixedMinor: fixedMinor + 0 });
  };
  const tried = spread(sorted);
  const bySize = tried.toReversed();
  for (const { fee } of tried) propose(0, fee);
  for (const { base, fee } of bySize) propose(Math.round((fee * 10_000) / base), 0);
  for (const one of bySize) {
    for (const other of tried) {
      if (one.base === other.base) continue;
      const points = Math.round(((one.fee - other.fee) * 10_000) / (one.base - other.base));
      propose(points, one.fee - Math.round((one.base * points) / 10_000));
    }
  }
  return [...found.values()];
}

function spread(sorted: readonly Sample[]): readonly Sample[] {
  const step = Math.max(1, sorted.length / TRIED);
  return Array.from({ length: Math.min(TRIED, sorted.length) }, (_, at) => sorted[Math.floor(at * step)]).flatMap(
    (each) => each ?? [],
  );
}

/** Half away from zero. */
export function feeOf(base: number, { basisPoints, fixedMinor }: UsualRate): number {
  const share = (base * basisPoints) / 10_000;
  const rounded = Math.sign(share) * Math.round(Math.abs(share));
  return (rounded === 0 ? 0 : rounded) + fixedMinor;
}

/** The article's own rate where the fee has none. */
export function usualRateOf(rates: UsualRates, group: FeeGroup): UsualRate | null {
  return rates[rateKey(group, null)] ?? (group.sku === "" ? null : (rates[rateKey(group, group.sku)] ?? null));
}
