import { fail, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest } from "../api.ts";
import { addressOf, askForJson, needCredentials, type RestAnswer } from "../rest-answer.ts";

/** One question to the site's REST API v3: `path` behind `/wp-json/wc/v3`, with its query. */
export type SiteRequest = Omit<HttpRequest, "url" | "headers" | "body"> & {
  readonly path: string;
  readonly body?: unknown;
};

/** Key and secret go as they are, so the site must be spoken to over https: the port sees to it. */
export async function askSite(call: ApiCall, request: SiteRequest): Promise<Result<RestAnswer, ApiProblem>> {
  const given = needCredentials(call, ["consumerKey", "consumerSecret"]);
  if (!given.ok) return given;
  const address = addressOf(call, null);
  if (!address.ok) return address;
  const { path, body, ...rest } = request;
  const pair = Buffer.from(`${given.value.consumerKey}:${given.value.consumerSecret}`).toString("base64");
  return await askForJson(
    call,
    {
      ...rest,
      url: `${address.value}/wp-json/wc/v3${path}`,
      headers: {
        accept: "application/json",
        authorization: `Basic ${pair}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    (at) => ({ code: at.textOrNull("code"), detail: at.textOrNull("message") }),
  );
}

/** Ids of orders and products are numbers here; anything else would be another address. */
export function numberPath(folder: string, id: string): Result<string, ApiProblem> {
  if (/^\d{1,19}$/.test(id)) return { ok: true, value: `${folder}/${id}` };
  return fail({ kind: "not_found", detail: "an id is a number here" });
}
