import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { chineseTimeOf } from "../chinese-time.ts";
import { fromLast, pageToAsk } from "../pages-from-last.ts";
import { askTop, readTop } from "./ask-top.ts";
import { zone } from "./lines.ts";

/** The most the list gives at once. */
const pageSize = 100;

/** By change: at most a day at once. Either list reaches three months back. */
export async function listTrades(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const page = pageToAsk(query.page);
  const method = query.by === "changed" ? "taobao.trades.sold.increment.get" : "taobao.trades.sold.get";
  const name = query.by === "changed" ? "modified" : "created";
  const answer = await askTop(call, {
    method,
    params: {
      fields: "tid,created,modified",
      [`start_${name}`]: chineseTimeOf(query.from),
      [`end_${name}`]: chineseTimeOf(query.until),
      page_no: String(page.pageNo),
      page_size: String(pageSize),
    },
  });
  if (!answer.ok) return answer;
  const read = readTop(answer.value, method, (at) => ({
    total: at.count("total_results"),
    rows: (at.child("trades")?.listOrEmpty("trade") ?? []).map((trade) => ({
      channelOrderId: trade.id("tid"),
      changedAt: trade.instantOrNull("modified", zone),
      createdAt: trade.instantOrNull("created", zone),
    })),
  }));
  return read.ok ? ok(fromLast(page, { ...read.value, pageSize })) : read;
}
