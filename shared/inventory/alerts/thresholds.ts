/** At how many units an alert rings, and why there. */
export type Threshold = { readonly units: number | null; readonly reason: "threshold" | "days_of_cover" };

/** The higher of a fixed number and what so many days need at the recent rate; null units: nobody wants an alert. */
export function thresholdOf(fixed: number | null, days: number | null, perDay: number): Threshold {
  const cover = days === null ? null : Math.ceil(days * perDay);
  if (cover === null || (fixed !== null && fixed >= cover)) return { units: fixed, reason: "threshold" };
  return { units: cover, reason: "days_of_cover" };
}
