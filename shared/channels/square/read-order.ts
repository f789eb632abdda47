import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { type RestAnswer, readAnswer } from "../rest-answer.ts";
import { askSquare } from "./square-api.ts";

/**
 * The order with the payments of its tenders, their refunds, and the variations of its lines, each answer as it came. The order
 * that Square makes for a return stands for the sale it returns, which is read instead.
 */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const asked = await readOne(call, `/v2/orders/${encodeURIComponent(channelOrderId)}`);
  if (!asked.ok) return asked;
  const saleId = saleOf(asked.value);
  const order = saleId === null ? asked : await readOne(call, `/v2/orders/${encodeURIComponent(saleId)}`);
  if (!order.ok) return order;
  const named = idsOf(order.value);
  if (!named.ok) return named;
  const payments = await readAll(call, "/v2/payments", named.value.payments);
  if (!payments.ok) return payments;
  const refunds = await readAll(call, "/v2/refunds", payments.value.flatMap(refundsOf));
  if (!refunds.ok) return refunds;
  const catalog = await readVariations(call, named.value.variations);
  if (!catalog.ok) return catalog;
  const parts = [
    `"order":${order.value.text}`,
    `"payments":[${payments.value.map(({ text }) => text).join(",")}]`,
    `"refunds":[${refunds.value.map(({ text }) => text).join(",")}]`,
    ...(catalog.value === null ? [] : [`"catalog":${catalog.value.text}`]),
  ];
  return ok(new TextEncoder().encode(`{${parts.join(",")}}`));
}

async function readOne(call: ApiCall, path: string): Promise<Result<RestAnswer, ApiProblem>> {
  return await askSquare(call, { method: "GET", path });
}

/** Those that Square has; the others are left out. */
async function readAll(
  call: ApiCall,
  path: string,
  ids: readonly string[],
): Promise<Result<readonly RestAnswer[], ApiProblem>> {
  const found: RestAnswer[] = [];
  for (const id of new Set(ids)) {
    const one = await readOne(call, `${path}/${encodeURIComponent(id)}`);
    if (!one.ok && one.error.kind !== "not_found") return one;
    if (one.ok) found.push(one.value);
  }
  return ok(found);
}

/** null when no line names a variation. */
async function readVariations(call: ApiCall, ids: readonly string[]): Promise<Result<RestAnswer | null, ApiProblem>> {
  if (ids.length === 0) return ok(null);
  return await askSquare(call, {
    method: "POST",
    path: "/v2/catalog/batch-retrieve",
    body: { object_ids: [...new Set(ids)], include_related_objects: false, include_deleted_objects: true },
    isRepeatable: true,
  });
}

function saleOf({ json }: RestAnswer): string | null {
  const sale = readAnswer(json, (at) => {
    const order = at.child("order");
    if (order === null || order.entries("line_items").length > 0) return null;
    return (
      order
        .entries("returns")
        .map((each) => each.textOrNull("source_order_id"))
        .find((id) => id !== null) ?? null
    );
  });
  return sale.ok ? sale.value : null;
}

function idsOf({
  json,
}: RestAnswer): Result<{ readonly payments: readonly string[]; readonly variations: readonly string[] }, ApiProblem> {
  return readAnswer(json, (at) => {
    const order = at.child("order");
    if (order === null) at.refuse("missing_field", "order", "an order is needed");
    const tenders = order?.entries("tenders") ?? [];
    return {
      payments: tenders.flatMap((tender) => tender.textOrNull("payment_id") ?? tender.textOrNull("id") ?? []),
      variations: textsOf(order?.entries("line_items") ?? [], "catalog_object_id"),
    };
  });
}

function refundsOf({ json }: RestAnswer): readonly string[] {
  const ids = readAnswer(json, (at) => at.child("payment")?.texts("refund_ids") ?? []);
  return ids.ok ? ids.value : [];
}

function textsOf(rows: readonly JsonReader[], key: string): readonly string[] {
  return rows.flatMap((row) => row.textOrNull(key) ?? []);
}
