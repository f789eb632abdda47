import type { Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest } from "../api.ts";
import {
  addressOf,
  askForJson,
  needCredentials,
  type ReadRefusal,
  type RestAnswer,
  withQuery,
} from "../rest-answer.ts";

export type EbayAsk = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly isRepeatable?: boolean;
};

const usualAddress = "https://api.ebay.com";

/** As the seller, by the access token. eBay means its HTTP statuses. */
export async function askEbay(call: ApiCall, ask: EbayAsk): Promise<Result<RestAnswer, ApiProblem>> {
  const token = needCredentials(call, ["accessToken"]);
  if (!token.ok) return token;
  const address = ebayAddress(call);
  if (!address.ok) return address;
  const url = `${address.value}${ask.path}`;
  const request: HttpRequest = {
    method: ask.method,
    url: ask.query === undefined ? url : withQuery(url, ask.query),
    headers: {
      authorization: `Bearer ${token.value.accessToken}`,
      accept: "application/json",
      ...(ask.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
    isRepeatable: ask.method === "GET" || ask.isRepeatable === true,
  };
  return await askForJson(call, request, readRefusal);
}

export function ebayAddress(call: ApiCall): Result<string, ApiProblem> {
  return addressOf(call, usualAddress);
}

/** `{errors: [{errorId, message, …}]}`; OAuth says `{error, error_description}`. */
export const readRefusal: ReadRefusal = (at) => {
  const [error] = at.entries("errors");
  return {
    code: error?.textOrNull("errorId") ?? at.textOrNull("error"),
    detail: error?.textOrNull("message") ?? at.textOrNull("error_description"),
  };
};
