/** `2026-11-21 10:30` of an instant, in UTC: the API speaks UTC and so do its people. Empty for null. */
export function shortTime(instant: string | null): string {
  return instant === null ? "" : instant.slice(0, 16).replace("T", " ");
}

/** 3h, 90m, 45s, 2d, or several together: `1d12h`. Milliseconds, or null when it cannot be read. */
export function durationMs(text: string): number | null {
  if (!/^(\d+(d|h|m|s))+$/.test(text)) return null;
  const unitMs: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };
  let sum = 0;
  for (const [, number = "0", unit = "s"] of text.matchAll(/(\d+)(d|h|m|s)/g))
    sum += Number(number) * (unitMs[unit] ?? 0);
  return Number.isSafeInteger(sum) ? sum : null;
}
