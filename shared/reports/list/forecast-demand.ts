export type Forecast = {
  /** Expected units of each coming day. */
  readonly days: readonly number[];
  /**
   * Sum of misses over sum of sales when the same method foretold the last days from those before them: 0.25 is a quarter
   * off. Null when too little was sold to tell.
   */
  readonly error: number | null;
};

const WEEK = 7;
/** Older weeks say less of the next one. */
const WEEKS_LOOKED_AT = 4;

/**
 * The seasonal baseline over units sold on each day, oldest first and days without sales included: a coming Tuesday is the mean of the last Tuesdays. Plain on purpose: whatever is cleverer must beat
 * it, and its own error stands beside it.
 */
export function forecastDemand(units: readonly number[], horizon: number, tested = 2 * WEEK): Forecast {
  const days = Array.from({ length: horizon }, (_, ahead) => meanOfWeekday(units, units.length + ahead));
  return { days, error: backtest(units, tested) };
}

/** The mean of the known days that are whole weeks before the day at `at`. */
function meanOfWeekday(units: readonly number[], at: number): number {
  const seen: number[] = [];
  for (let back = at - WEEK; back >= 0 && seen.length < WEEKS_LOOKED_AT; back -= WEEK) {
    const known = units[back];
    if (known !== undefined) seen.push(known);
  }
  return seen.length === 0 ? 0 : seen.reduce((sum, one) => sum + one, 0) / seen.length;
}

/** Each of the last `tested` days is foretold from the days before the test only. */
function backtest(units: readonly number[], tested: number): number | null {
  const start = units.length - tested;
  if (start < 2 * WEEK) return null;
  const known = units.slice(0, start);
  let missed = 0;
  let sold = 0;
  for (let at = start; at < units.length; at += 1) {
    const actual = units[at] ?? 0;
    missed += Math.abs(actual - meanOfWeekday(known, at));
    sold += actual;
  }
  return sold === 0 ? null : missed / sold;
}
