import type { Done } from "../inventory/documents/change-document.ts";
import { inboundDifferences } from "../inventory/documents/decide-inbound.ts";
import type { Refusal, RefusalCode, StockDocument } from "../inventory/documents/document.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { type HttpAnswer, json, type Problem } from "../platform/http-answer.ts";
import type { Role } from "../platform/principal.ts";

/** A count is blind: while it is open, those who count do not see what is expected. */
export function documentView(document: StockDocument, role: Role): Readonly<Record<string, unknown>> {
  const { merchantId: _, ...rest } = document;
  if (rest.kind === "purchase" || rest.kind === "transfer")
    return { ...rest, differences: inboundDifferences({ ...rest, merchantId: document.merchantId }) };
  if (rest.kind !== "stock_take" || rest.state !== "open" || role !== "warehouse") return rest;
  const blind = rest.lines.map(({ sku, count }) => ({ sku, count: count && { counted: count.counted, at: count.at } }));
  return { ...rest, lines: blind };
}

/** What a call did; `short` are positions where more is promised than is there now. */
export function documentAnswer(result: Result<Done<StockDocument>, Refusal>, role: Role): Result<HttpAnswer, Problem> {
  if (!result.ok) return fail(problemOf(result.error));
  const { document, isRepeated, short } = result.value;
  return ok(json(isRepeated ? 200 : 201, { document: documentView(document, role), isRepeated, short }));
}

const statuses: Readonly<Record<RefusalCode, number>> = {
  unknown_document: 404,
  unknown_warehouse: 400,
  too_many_lines: 400,
  repeated_sku: 400,
  not_on_the_list: 400,
  other_content: 409,
  not_open: 409,
  not_available: 409,
  too_long_ago: 409,
  counted_since: 409,
  goods_refused: 409,
  busy: 409,
};

function problemOf({ code, says }: Refusal): Problem {
  return { status: statuses[code], code, title: "Nothing was booked", detail: `${says}.` };
}
