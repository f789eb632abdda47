import type { HttpAnswer } from "../http-api/answer.ts";
import { gatewayAnswer } from "../http-api/answer.ts";
import type { HttpRequest } from "../http-api/event.ts";

/** Answers for `/_local/…`: what the command line and tests do with a running hub. Never part of what is deployed. */
export type AdminRoutes = Readonly<Record<string, (call: AdminCall) => unknown>>;

export type AdminCall = { readonly body: Readonly<Record<string, unknown>>; readonly query: URLSearchParams };

/**
 * `GET /_local/bill`, `POST /_local/advance-clock` …; an error becomes a 400 with its message. Refuses what a web page
 * sends: a browser always says `Origin`, and a name that was rebound to this machine is not 127.0.0.1.
 */
export function makeAdmin(routes: AdminRoutes): (request: HttpRequest) => Promise<HttpAnswer> {
  return async (request) => {
    const host = (request.headers["host"] ?? "").replace(/:\d+$/, "");
    if (request.headers["origin"] !== undefined || !["127.0.0.1", "localhost"].includes(host)) {
      return gatewayAnswer(403, "Forbidden");
    }
    const route = routes[`${request.method} ${request.path.replace(/^\/_local\/?/, "")}`];
    if (route === undefined) return gatewayAnswer(404, `Not Found; there is ${Object.keys(routes).join(", ")}`);
    try {
      const body = request.body.length === 0 ? {} : (JSON.parse(request.body.toString("utf8")) as AdminCall["body"]);
      const answer = await route({ body, query: new URLSearchParams(request.queryString) });
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        cookies: [],
        body: Buffer.from(JSON.stringify(answer ?? {})),
      };
    } catch (error) {
      return gatewayAnswer(400, error instanceof Error ? error.message : String(error));
    }
  };
}
