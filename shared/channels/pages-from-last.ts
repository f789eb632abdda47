/**
 * Lists that are ordered by the time of change lose rows to whoever reads them forwards: a row that changes leaves its place,
 * and those behind it move to a page that was already read. So the first question only counts, and the pages are read from
 * the last to the first.
 */
export type PageFromLast = {
  /** What to ask the channel for, from 1. */
  readonly pageNo: number;
  /** The answer to the counting question is a page of its own when there is no other. */
  readonly isCount: boolean;
};

export function pageToAsk(page: string | null): PageFromLast {
  return { pageNo: page === null ? 1 : Number(page), isCount: page === null };
}

/** The rows to hand on of an answer, and the page that comes before it. */
export function fromLast<Row>(
  { pageNo, isCount }: PageFromLast,
  answer: { readonly rows: readonly Row[]; readonly total: number; readonly pageSize: number },
): { readonly orders: readonly Row[]; readonly next: string | null; readonly total: number } {
  const { rows, total, pageSize } = answer;
  const last = Math.ceil(total / pageSize);
  if (isCount && last > 1) return { orders: [], next: String(last), total };
  return { orders: rows, next: isCount || pageNo <= 1 ? null : String(pageNo - 1), total };
}
