import { Refused, Unreachable, WrongUse } from "./failures.ts";
import { readLocalHub } from "./local-hub.ts";

export type Query = Readonly<Record<string, string | number | undefined>>;

/** A hub's HTTP API with a token. Every method throws `Refused` or `Unreachable` with a sentence for people. */
export type Hub = {
  readonly api: string;
  get<T>(path: string, query?: Query): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  send<T>(method: "PATCH" | "PUT" | "DELETE", path: string, body?: unknown): Promise<T>;
  /** Items of a list, page after page, until there are `most`. */
  list<T>(path: string, query: Query, most: number): Promise<readonly T[]>;
};

export type HubAddress = { readonly api: string; readonly token: string };

const PAGE = 200;

export function makeHub({ api, token }: HubAddress): Hub {
  const base = api.replace(/\/+$/, "");
  const headers = token === "" ? {} : { authorization: `Bearer ${token}` };

  async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
    const response = await fetchOrSay(`${base}${path}`, { ...init, headers: { ...headers, ...init.headers } });
    const text = await response.text();
    if (!response.ok) throw new Refused(refusalText(response.status, `${init.method ?? "GET"} ${path}`, text));
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new Refused(`${base} does not answer as a hub does (${path} is not JSON). Is --api right?`);
    }
  }

  async function list<T>(path: string, query: Query, most: number): Promise<readonly T[]> {
    const found: T[] = [];
    let cursor: string | undefined;
    do {
      const limit = Math.min(PAGE, most - found.length);
      const page = await call<{ items: (T | null)[]; cursor: string | null }>(
        `${path}${queryText({ ...query, limit, cursor })}`,
      );
      for (const item of page.items) if (item !== null) found.push(item);
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined && found.length < most);
    return found;
  }

  return {
    api: base,
    get: (path, query = {}) => call(`${path}${queryText(query)}`),
    post: (path, body) => call(path, withJson("POST", body)),
    send: (method, path, body) => call(path, withJson(method, body)),
    list,
  };
}

function withJson(method: string, body: unknown): RequestInit {
  if (body === undefined) return { method };
  return { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** A request whose failure to connect is said in a sentence. Bodies and links go this way, too. */
export async function fetchOrSay(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (fault) {
    const cause = fault instanceof Error && fault.cause instanceof Error ? fault.cause.message : String(fault);
    throw new Unreachable(`nobody answers at ${new URL(url).origin} (${cause}). Is the hub running? Try: npm start`);
  }
}

export type WantedHub = {
  readonly api?: string;
  readonly token?: string;
  readonly port?: string;
  readonly role: string;
};

/** From the command line, else the environment, else the hub that runs from this folder. */
export function findHub(wanted: WantedHub, home: string, env: NodeJS.ProcessEnv): HubAddress {
  const api = wanted.api ?? env["ORDERHUB_API"];
  const token = wanted.token ?? env["ORDERHUB_TOKEN"];
  if (api !== undefined) {
    if (!URL.canParse(api)) throw new WrongUse(`--api ${api} is not a URL, e.g. https://abc.execute-api.eu-west-1…`);
    if (token === undefined) throw new WrongUse("--api needs a token: give --token, or set ORDERHUB_TOKEN");
    return { api, token };
  }
  const local = readLocalHub(home, wanted.port);
  if (local === null && wanted.port !== undefined) {
    throw new Unreachable(`no hub of this folder listens on port ${wanted.port}; see .orderhub/local*.json`);
  }
  if (local === null) {
    throw new Unreachable(
      "no hub runs here (there is no .orderhub/local.json). Start one with `npm start` in another terminal, or name one with --api URL --token T",
    );
  }
  const own = token ?? local.tokens[wanted.role];
  if (own !== undefined) return { api: local.api, token: own };
  throw new WrongUse(`--as ${wanted.role}: the local hub has tokens for ${Object.keys(local.tokens).join(", ")}`);
}

/** Problem details (RFC 9457) as one sentence; API Gateway's own refusals are explained. */
function refusalText(status: number, call: string, text: string): string {
  const body = asObject(text);
  if (typeof body["title"] === "string") {
    const id = typeof body["requestId"] === "string" ? `, request ${body["requestId"]}` : "";
    return `${body["title"]}: ${String(body["detail"] ?? "")} (${call} → ${status} ${String(body["code"] ?? "")}${id})`;
  }
  if (status === 401) return `the hub does not accept the token (${call} → 401). It may have expired: get a new one`;
  return `${call} → ${status} ${String(body["message"] ?? text.slice(0, 200))}`;
}

function asObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function queryText(query: Query): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, String(value));
  return given.size === 0 ? "" : `?${given.toString()}`;
}
