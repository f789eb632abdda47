import { fail, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest } from "../api.ts";
import { addressOf, askForJson, needCredentials, type RestAnswer } from "../rest-answer.ts";

/** One question to the shop's REST API: `path` behind `/rest`, with its query. */
export type RestRequest = Omit<HttpRequest, "url" | "headers" | "body"> & {
  readonly path: string;
  readonly body?: unknown;
};

/** `all` stands for every store view of the installation. */
export async function askMagento(call: ApiCall, request: RestRequest): Promise<Result<RestAnswer, ApiProblem>> {
  const given = needCredentials(call, ["accessToken"]);
  if (!given.ok) return given;
  const address = addressOf(call, null);
  if (!address.ok) return address;
  const { path, body, ...rest } = request;
  return await askForJson(
    call,
    {
      ...rest,
      url: `${address.value}/rest/all${path}`,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${given.value.accessToken}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    (at) => ({ code: at.textOrNull("code"), detail: at.textOrNull("message") }),
  );
}

export type Filter = { readonly field: string; readonly value: string; readonly is: "eq" | "gt" | "gteq" | "lt" };

/** All filters must hold; sorted by id upwards. */
export function searchQuery(filters: readonly Filter[], pageSize: number): Readonly<Record<string, string>> {
  const criteria = filters.flatMap(({ field, value, is }, index) => {
    const at = `searchCriteria[filter_groups][${index}][filters][0]`;
    return [
      [`${at}[field]`, field],
      [`${at}[value]`, value],
      [`${at}[condition_type]`, is],
    ];
  });
  return {
    ...Object.fromEntries(criteria),
    "searchCriteria[sortOrders][0][field]": "entity_id",
    "searchCriteria[sortOrders][0][direction]": "ASC",
    "searchCriteria[pageSize]": String(pageSize),
    "searchCriteria[currentPage]": "1",
  };
}

/** "2026-11-20 14:03:27", as the database has it: UTC, whole seconds. */
export function databaseTime(instant: string): string {
  return instant.slice(0, 19).replace("T", " ");
}

/** Ids of orders are numbers here; anything else would be another address. */
export function orderNumber(channelOrderId: string): Result<string, ApiProblem> {
  if (/^\d{1,19}$/.test(channelOrderId)) return { ok: true, value: channelOrderId };
  return fail({ kind: "not_found", detail: "an order's id is a number" });
}
