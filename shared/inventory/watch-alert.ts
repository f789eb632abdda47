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
  /** What earlier batches showed of the time around a version, as far as anybody kept it. */
  readonly readAround: (version: number) => Promise<readonly AlertLevel[]>;
};

type Step = { readonly after: Alert; readonly events: readonly OutboxEvent[] };

/**
 * Brings the alert of one place up to date with the records at hand, in the order of their versions; then the newest stock
 * is decided on as well, so that a lost record can neither hide a crossing nor leave an alert that is no longer true. A
 * record that comes after newer ones were decided on is compared with what lies around it: a crossing that nobody has seen
 * is told then, and only then. False: others kept writing the alert, and the records should come again.
 */
export async function watchAlert(table: Table, watched: Watched, now: string): Promise<boolean> {
  const { seen, newest } = watched;
  const last = Math.max(0, ...seen.map(({ version }) => version));
  let levels = [...seen, ...(newest === null ? [] : [newest])];
  for (let step = 0; step < maxSteps; step += 1) {
    const [item] = await table.getMany([alertKeyOf(watched.place)]);
    const alert = item === undefined ? null : fromAlertItem(item);
    const late = await lateStep(watched, alert, now);
    const next = late ?? forwardStep(watched, levels, alert, now);
    if (next === null) return true;
    const isWritten = await writeAlert(table, alert, next.after, next.events);
    // Records that were handled before their turn may lie between this crossing and the newest stock.
    if (isWritten && late === null && newest !== null && newest.version > last) {
      levels = [...levels, ...(await watched.readAround(next.after.stockVersion))];
    }
  }
  return false;
}

/** The first crossing beyond what was decided on. */
function forwardStep(
  { place, terms }: Watched,
  levels: readonly AlertLevel[],
  alert: Alert | null,
  now: string,
): Step | null {
  for (const level of levels.toSorted((a, b) => a.version - b.version)) {
    const change = decideAlert(alert, level);
    if (change === "keep") continue;
    const after = alertAfter(alert, { place, level, change }, terms, now);
    return { after, events: [crossingEvent(after)] };
  }
  return null;
}

/** The first crossing that was over before its record came. */
async function lateStep(watched: Watched, alert: Alert | null, now: string): Promise<Step | null> {
  if (alert === null) return null;
  const late = watched.seen.filter(({ version }) => version < alert.stockVersion && !alert.decided.includes(version));
  for (const level of late) {
    const around = await watched.readAround(level.version);
    if (around.some(({ version }) => version === level.version)) continue;
    const decidedOn = { version: alert.stockVersion, available: alert.available, threshold: alert.threshold };
    if (!isUnseenCrossing(level, [...around, ...watched.seen, decidedOn])) continue;
    return { after: alertAfterLate(alert, level), events: lateEvents(alert, level, now) };
  }
  return null;
}
