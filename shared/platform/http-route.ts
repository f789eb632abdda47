import type * as z from "zod/mini";
import { fail, ok, type Result } from "../kernel/result.ts";
import { forbidden, type HttpAnswer, invalid, notFound, type Problem, tooLarge, unauthorised } from "./http-answer.ts";
import { checked, readerOf } from "./input.ts";
import type { Principal, Role } from "./principal.ts";

/** A call as it came: nothing of it is checked, except the token by API Gateway. */
export type RawCall = {
  readonly principal: Principal | null;
  readonly path: string;
  /** The parts of the path in braces, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly requestId: string;
};

/** A call as its route sees it: `query` and `body` are what the route's schemas made of them. */
export type HttpCall<Who, Query, Body> = Omit<RawCall, "principal" | "query" | "body"> & {
  readonly principal: Who;
  readonly query: Query;
  readonly body: Body;
};

export type RouteResult = Result<HttpAnswer, Problem>;

/** Made by `route` or `publicRoute`. */
export type Route<Services> = (call: RawCall, services: Services) => Promise<RouteResult>;

/** The query or body of a route that takes none. */
export type Nothing = Readonly<Record<string, never>>;

type Schemas<Query, Body> = {
  /** Of the query string; without one the route sees `{}`. */
  readonly query?: z.core.$ZodType<Query>;
  /** Of the JSON body; without one the route sees `{}`. */
  readonly body?: z.core.$ZodType<Body>;
};

/** For callers with a token of one of these roles. They see their own merchant only: `call.principal.merchantId`. */
export function route<Services, Query = Nothing, Body = Nothing>(
  spec: Schemas<Query, Body> & {
    readonly roles: readonly Role[];
    readonly handle: (call: HttpCall<Principal, Query, Body>, services: Services) => Promise<RouteResult>;
  },
): Route<Services> {
  return async (raw, services) => {
    const { principal } = raw;
    if (principal === null) return fail(unauthorised);
    if (!spec.roles.includes(principal.role)) return fail(forbidden(spec.roles));
    const call = understood(spec, raw, principal);
    return call.ok ? spec.handle(call.value, services) : call;
  };
}

/** For anyone: the address itself is the permission, or there is nothing to protect. */
export function publicRoute<Services, Query = Nothing, Body = Nothing>(
  spec: Schemas<Query, Body> & {
    readonly handle: (call: HttpCall<null, Query, Body>, services: Services) => Promise<RouteResult>;
  },
): Route<Services> {
  return async (raw, services) => {
    const call = understood(spec, raw, null);
    return call.ok ? spec.handle(call.value, services) : call;
  };
}

/** Reading JSON takes up to 65 times its size, and what is walked level by level ends where the stack does. */
const MOST_CHARACTERS = 2_000_000;
const MOST_LEVELS = 100;

/** What is wrong with a body before anything is read from it; null when nothing is. */
function misshapen(body: string): Problem | null {
  if (body.length > MOST_CHARACTERS) return tooLarge(`A body may have ${MOST_CHARACTERS} characters.`);
  return isDeeper(body, MOST_LEVELS) ? invalid("body", `nested deeper than ${MOST_LEVELS} levels`) : null;
}

/** Brackets in texts do not count. */
function isDeeper(json: string, levels: number): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === 0x22) isText = !isText;
    else if (isText) at += code === 0x5c ? 1 : 0;
    else if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
    if (depth > levels) return true;
  }
  return false;
}

/** Ids and codes become keys of the table, and none is longer than this. */
const LONGEST_PART = 255;

function understood<Who, Query, Body>(
  schemas: Schemas<Query, Body>,
  raw: RawCall,
  principal: Who,
): Result<HttpCall<Who, Query, Body>, Problem> {
  if (Object.values(raw.params).some((part) => part.length > LONGEST_PART)) return fail(notFound("address"));
  const query = schemas.query === undefined ? ok({} as Query) : checked(schemas.query, raw.query);
  if (!query.ok) return fail(invalid("query", query.error));
  const shape = schemas.body === undefined ? null : misshapen(raw.body);
  if (shape !== null) return fail(shape);
  const body = schemas.body === undefined ? ok({} as Body) : readerOf(schemas.body)(raw.body);
  if (!body.ok) return fail(invalid("body", body.error));
  return ok({ ...raw, principal, query: query.value, body: body.value });
}
