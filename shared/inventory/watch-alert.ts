import type { OutboxEvent } from "../../events/outbox-form.ts";
import type { Table } from "../table/port.ts";
import {
  type Alert,
  type AlertPlace,
  type AlertTerms,
  alertAfter,
  alertAfterLate,
  alertKeyOf,
  crossingEvent,
  fromAlertItem,
  lateEvents,
  writeAlert,
} from "./alert-store.ts";
import { type AlertLevel, decideAlert, isUnseenCrossing } from "./decide-alert.ts";

/** Several crossings of one batch, each perhaps lost once to another worker. */
const maxSteps = 24;

/** What is known of one place: the records at hand, and how to ask for more. */
export type Watched = {
  readonly place: AlertPlace;
  readonly terms: AlertTerms;
  /** What the records at hand show, each once. */
  readonly seen: readonly AlertLevel[];
  /** The stock as it is now; null when it is gone. */
  readonly newest: AlertLevel | null;
  /** What earlier batches showed of the time around a version; null where nobody keeps that: late records are left out then. */
  readonly readAround: ((version: number) => Promise<readonly AlertLevel[]>) | null;
};

type Step = { readonly level: AlertLevel; readonly after: Alert; readonly events: readonly OutboxEvent[] };

/** What this call has looked at, by version: known to it as if an earlier batch had shown it. */
type Handled = Map<number, AlertLevel>;

/**
 * Brings the alert of one place up to date with the records at hand, in the order of their versions; then the newest stock
 * is decided on as well, so that a lost record can neither hide a crossing nor leave an alert that is no longer true. A
 * record that comes after newer ones were decided on is compared with what lies around it: a crossing that nobody has seen
 * is told then, and only then. False: others kept writing the alert, and the records should come again.
 */
export async function watchAlert(table: Table, watched: Watched, now: string): Promise<boolean> {
  const { seen, newest } = watched;
  const handled: Handled = new Map();
  let levels = [...seen, ...(newest === null ? [] : [newest])];
  for (let step = 0; step < maxSteps; step += 1) {
    const [item] = await table.getMany([alertKeyOf(watched.place)]);
    const alert = item === undefined ? null : fromAlertItem(item);
    const late = await lateStep(watched, alert, handled, now);
    const next = late ?? forwardStep(watched, levels, { alert, handled, now });
    if (next === null) return true;
    if (!(await writeAlert(table, alert, next.after, next.events))) continue;
    handled.set(next.level.version, next.level);
    // Records that were handled before their turn may lie between this crossing and the newest stock.
    if (late === null && watched.readAround !== null && !isAllAtHand(levels, next.level)) {
      levels = [...levels, ...(await watched.readAround(next.level.version))];
    }
  }
  return false;
}

/** Is every version from `level` to the newest known here? */
function isAllAtHand(levels: readonly AlertLevel[], level: AlertLevel): boolean {
  const after = new Set(levels.map(({ version }) => version).filter((version) => version > level.version));
  return after.size === 0 || Math.max(...after) - level.version === after.size;
}

/** The first crossing beyond what was decided on. */
function forwardStep(
  { place, terms }: Watched,
  levels: readonly AlertLevel[],
  { alert, handled, now }: { readonly alert: Alert | null; readonly handled: Handled; readonly now: string },
): Step | null {
  const isAhead = ({ version }: AlertLevel): boolean => alert === null || version > alert.stockVersion;
  for (const level of levels.filter(isAhead).toSorted((a, b) => a.version - b.version)) {
    const change = decideAlert(alert, level);
    if (change === "keep") {
      handled.set(level.version, level);
      continue;
    }
    const after = alertAfter(alert, { place, level, change }, terms, now);
    return { level, after, events: [crossingEvent(after)] };
  }
  return null;
}

/** The first crossing that was over before its record came. */
async function lateStep(
  { seen, readAround }: Watched,
  alert: Alert | null,
  handled: Handled,
  now: string,
): Promise<Step | null> {
  if (alert === null || readAround === null) return null;
  const { stockVersion: version, available, threshold } = alert;
  for (const level of seen) if (alert.decided.includes(level.version)) handled.set(level.version, level);
  const isLate = (level: AlertLevel): boolean => level.version < version && !handled.has(level.version);
  for (const level of seen.filter(isLate).toSorted((a, b) => a.version - b.version)) {
    const around = await readAround(level.version);
    const isRepeated = around.some((known) => known.version === level.version);
    const known = [...around, ...handled.values(), { version, available, threshold }];
    if (!isRepeated && isUnseenCrossing(level, known)) {
      return { level, after: alertAfterLate(alert, level), events: lateEvents(alert, level, now) };
    }
    handled.set(level.version, level);
  }
  return null;
}
