/** One promise of the hub, held against its own data. */
export type Check = {
  /** The promise, in a sentence. */
  readonly says: string;
  readonly ok: boolean;
  /** The figures behind a promise that held; what differs when it did not. */
  readonly found: string;
};

/** Holds when there is nothing to complain of. */
export function noneOf(says: string, complaints: readonly string[], whenFine: string): Check {
  const more = complaints.length > 3 ? ` … and ${complaints.length - 3} more` : "";
  return complaints.length === 0
    ? { says, ok: true, found: whenFine }
    : { says, ok: false, found: `${complaints.slice(0, 3).join("; ")}${more}` };
}

export function same(says: string, expected: number | string, found: number | string): Check {
  const ok = expected === found;
  return { says, ok, found: ok ? String(found) : `expected ${expected}, found ${found}` };
}
