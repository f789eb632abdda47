import type { ApiProblem, ListQuery, OrderPage } from "../channels/api.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Ask } from "./use-channel-api.ts";

type Row = OrderPage["orders"][number];

export type Listed = {
  /** False: there was no time for the rest. */
  readonly isWhole: boolean;
  /** The largest count that the channel named for the window; null where it names none. */
  readonly total: number | null;
};

/**
 * Reads a window page by page and hands each page on before it asks for the next: what was read is never lost with what
 * was not. A list that gives the same page for ever ends with the time.
 */
export async function listWindow(
  ask: Ask,
  query: Omit<ListQuery, "page">,
  steps: { readonly hasTime: () => boolean; readonly onPage: (rows: readonly Row[]) => Promise<void> },
): Promise<Result<Listed, ApiProblem>> {
  let page: string | null = null;
  let total: number | null = null;
  do {
    if (!steps.hasTime()) return ok({ isWhole: false, total });
    const asked: ListQuery = { ...query, page };
    const listed: Result<OrderPage, ApiProblem> = await ask((api, call) => api.listOrders(call, asked));
    if (!listed.ok) return listed;
    await steps.onPage(listed.value.orders);
    total = listed.value.total === null ? total : Math.max(total ?? 0, listed.value.total);
    page = listed.value.next;
  } while (page !== null);
  return ok({ isWhole: true, total });
}
