import type { MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { type HttpAnswer, invalid, json, notFound, type Problem } from "../platform/http-answer.ts";
import type { Closing } from "../reconciliation/closings.ts";
import type { AskRefused } from "../reconciliation/match-task.ts";
import { closeEntry, readEntries } from "../reconciliation/read-entries.ts";
import { readSettlement } from "../reconciliation/settlement-store.ts";
import type { Table } from "../table/port.ts";
import { entryView, settlementView } from "./settlement-view.ts";

type Answer = Promise<Result<HttpAnswer, Problem>>;

/** A settlement and a page of its lines. */
export async function showLines(
  table: Table,
  merchant: MerchantId,
  id: string,
  asked: Parameters<typeof readEntries>[3],
): Answer {
  const settlement = await readSettlement(table, merchant, id);
  if (settlement === null) return fail(notFound("settlement"));
  const page = await readEntries(table, merchant, settlement, asked);
  if (!page.ok) return fail(invalid("query", "cursor: not one that this list has given"));
  const items = page.value.items.map((entry) => entryView(entry, settlement.currency));
  return ok(json(200, { settlement: settlementView(settlement), items, cursor: page.value.cursor }));
}

/** Closes a line, or (null) opens it again. */
export async function changeClosing(
  table: Table,
  merchant: MerchantId,
  params: Readonly<Record<string, string>>,
  closing: Closing | null,
): Answer {
  const settlement = await readSettlement(table, merchant, params["settlementId"] ?? "");
  if (settlement === null) return fail(notFound("settlement"));
  const changed = await closeEntry(table, merchant, settlement, params["line"] ?? "", closing);
  return changed.ok ? ok(json(200, entryView(changed.value.entry, settlement.currency))) : fail(notFound("line"));
}

/** `202` with what names the asking. */
export function matchAnswer(asked: Result<string, AskRefused>): Result<HttpAnswer, Problem> {
  if (asked.ok) return ok(json(202, { isAsked: true, asked: asked.value }));
  if (asked.error.kind === "unknown_settlement") return fail(notFound("settlement"));
  const detail = "Its import has not ended: then its lines are matched anyway.";
  return fail({ status: 409, code: "not_explained", title: "The settlement is still being read", detail });
}
