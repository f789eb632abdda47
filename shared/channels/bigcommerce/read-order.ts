import type { Json } from "../../kernel/lossless-json.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import { joinListTexts, readAnswer, unreadable } from "../rest-answer.ts";
import { askStore, orderPath } from "./store-api.ts";

const PAGE_SIZE = 250;
/** An order of more lines than this is no order of a shop. */
const MOST_PAGES = 20;

/** The order and its sub-resources as one text; numbers stay as the store wrote them. */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const path = orderPath(channelOrderId, "");
  if (!path.ok) return path;
  const order = await askStore(call, { method: "GET", path: path.value });
  if (!order.ok) return order;
  if (order.value.json === null) return fail({ kind: "not_found", detail: "204 for the order" });
  const parts = [`"order":${order.value.text}`];
  for (const name of ["products", "shipping_addresses", "shipments"]) {
    const list = await readList(call, `${path.value}/${name}`);
    if (!list.ok) return list;
    parts.push(`"${name}":${list.value}`);
  }
  if (hasRefund(order.value.json)) {
    const refunds = await askStore(call, {
      method: "GET",
      path: `/v3/orders/${channelOrderId}/payment_actions/refunds`,
    });
    if (!refunds.ok && refunds.error.kind !== "not_found") return refunds;
    if (refunds.ok && refunds.value.json !== null) parts.push(`"refunds":${refunds.value.text}`);
  }
  return ok(new TextEncoder().encode(`{${parts.join(",")}}`));
}

/** Every page of a sub-resource as one list. */
async function readList(call: ApiCall, path: string): Promise<Result<string, ApiProblem>> {
  const pages: string[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await askStore(call, { method: "GET", path: `${path}?limit=${PAGE_SIZE}&page=${page}` });
    if (!answer.ok) {
      if (answer.error.kind === "not_found") break;
      return answer;
    }
    const { json, text } = answer.value;
    if (json !== null && !Array.isArray(json)) return fail(unreadable(path, "expected a list"));
    pages.push(text);
    if (json === null || json.length < PAGE_SIZE) return ok(joinListTexts(pages));
  }
  return pages.length < MOST_PAGES
    ? ok(joinListTexts(pages))
    : fail(unreadable(path, `more than ${MOST_PAGES * PAGE_SIZE} rows`));
}

function hasRefund(order: Json): boolean {
  const refunded = readAnswer(order, (at) => at.textOrNull("refunded_amount") ?? "");
  return refunded.ok && /[1-9]/.test(refunded.value);
}
