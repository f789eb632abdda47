import { makeEvent } from "../../events/catalog.ts";
import { shortHash } from "../kernel/ids.ts";
import type { RuleNotice } from "../rules/review-by-rules.ts";
import type { Order } from "./order.ts";
import { type ChangeMoment, eventCommon, type OutboxEvent, orderDetail } from "./order-events.ts";

/** Remembered of one order; a merchant who has rules say more than this of it is told the oldest again. */
const NOTICES_KEPT = 200;

export type FreshNotices = { readonly fresh: readonly RuleNotice[]; readonly noticed: readonly string[] };

/**
 * Notices of rules that were not yet given of this order, and all that were then. A rule gives its notice once; one that has
 * been published anew and says the same says nothing new, and one that was edited speaks again.
 */
export function freshNotices({ noticed = [] }: Pick<Order, "noticed">, notices: readonly RuleNotice[]): FreshNotices {
  const known = new Set(noticed);
  const fresh = notices.filter((notice) => !known.has(nameOf(notice)));
  return { fresh, noticed: [...noticed, ...new Set(fresh.map(nameOf))].slice(-NOTICES_KEPT) };
}

/** One event for all of them: with the change that brought them, and never again. */
export function noticeEvents(
  order: Order,
  notices: readonly RuleNotice[],
  { rulesVersion, ...moment }: Pick<ChangeMoment, "occurredAt" | "recordedAt"> & { readonly rulesVersion: number },
): readonly OutboxEvent[] {
  const header = order.header?.facts;
  if (notices.length === 0 || header === undefined) return [];
  const detail = { ...orderDetail(order, header), rulesVersion, notices };
  return [makeEvent({ type: "order.noticed.v1", ...eventCommon(order, moment), detail })];
}

function nameOf({ rule, to, text }: RuleNotice): string {
  return shortHash(JSON.stringify([rule, to, text])).slice(0, 10);
}
