import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { readAnswer, withQuery } from "../rest-answer.ts";
import { askMagento, databaseTime, searchQuery } from "./rest-api.ts";

const PAGE_SIZE = 100;

/**
 * By id upwards, each page from behind the last id on: pages counted by number move when an order changes, and beyond the last
 * one Magento repeats it. `page` is the id to go on behind.
 */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const { by, from, until, page } = query;
  const field = by === "changed" ? "updated_at" : "created_at";
  const filters = [
    { field, value: databaseTime(from), is: "gteq" },
    { field, value: databaseTime(until), is: "lt" },
    ...(page === null ? [] : [{ field: "entity_id", value: page, is: "gt" } as const]),
  ] as const;
  const path = withQuery("/V1/orders", {
    ...searchQuery(filters, PAGE_SIZE),
    fields: "items[entity_id,updated_at,created_at],total_count",
  });
  const answer = await askMagento(call, { method: "GET", path });
  if (!answer.ok) return answer;
  const read = readAnswer(answer.value.json, (at) => ({
    orders: at.listOrEmpty("items").map((row) => ({
      channelOrderId: row.id("entity_id"),
      changedAt: row.instantOrNull("updated_at", "UTC"),
      createdAt: row.instantOrNull("created_at", "UTC"),
    })),
    left: at.count("total_count"),
  }));
  if (!read.ok) return read;
  const { orders, left } = read.value;
  const last = orders.at(-1)?.channelOrderId ?? null;
  return ok({ orders, next: left > orders.length ? last : null, total: page === null ? left : null });
}
