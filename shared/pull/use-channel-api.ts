import type { ApiCall, ApiProblem, ChannelApi, Credentials, Http } from "../channels/api.ts";
import { fail, type Result } from "../kernel/result.ts";
import { type ApiCredentials, readApiCredentials } from "../settings/api-credentials.ts";
import { makeCachedConnection } from "../settings/cached-connection.ts";
import { makeCarefulHttp } from "./careful-http.ts";
import { makeNoteHealth } from "./connection-health.ts";
import { makeRateGate, type RateGate } from "./rate-gate.ts";
import { makeRefreshCredentials, type RefreshCredentials, type RefreshDeps } from "./refresh-credentials.ts";
import type { Shop } from "./shop.ts";
import { makeStandDown } from "./stand-down.ts";

export type UseApiDeps = RefreshDeps & {
  readonly http: Http;
  readonly findApi: (channel: string) => Promise<ChannelApi | null>;
  readonly onSignInNeeded: (shop: Shop, why: string) => void;
  readonly random: () => number;
  /** The longest wait for a turn under the rate limit; all the time there is when left out. */
  readonly mostWaitMs?: number;
};

export type ApiWork<T> = (api: ChannelApi, call: ApiCall) => Promise<Result<T, ApiProblem>>;

/**
 * Runs work on a shop's channel API with live credentials, within the shop's rate limit, for at most `msLeft()`. Credentials
 * are renewed shortly before they expire, and once when the channel does not take them; the work is then run again from its
 * beginning. A shop that is still not let in is marked;
 * one that was never given credentials is not, because it may be meant to be listened to only.
 */
export type UseChannelApi = <T>(shop: Shop, msLeft: () => number, work: ApiWork<T>) => Promise<Result<T, ApiProblem>>;

/** The same for one shop: what a longer job asks the channel, call by call, so that each is repeated by itself. */
export type Ask = <T>(work: ApiWork<T>) => Promise<Result<T, ApiProblem>>;

/** The code of the refusal while the shop is paused: the hub asks the channel nothing. */
export const PAUSED = "paused";
/** The code of the refusal for a shop that is only listened to. */
export const NO_CREDENTIALS = "no_credentials";

/** Long enough before the end that a call which is under way still finds them good. */
const RENEW_BEFORE_MS = 300_000;

export function makeUseChannelApi(deps: UseApiDeps): UseChannelApi {
  const refresh = makeRefreshCredentials(deps);
  const readConnection = makeCachedConnection(deps.table, deps.now);
  const noteHealth = makeNoteHealth(deps.table, deps.now);
  const standDown = makeStandDown(deps.now);
  const gates = new Map<string, RateGate>();

  const gateOf = (shop: Shop, api: ChannelApi): RateGate => {
    const name = `${shop.merchantId}/${shop.connectionId}`;
    const known = gates.get(name) ?? makeRateGate(deps, shop, api.limit);
    gates.set(name, known);
    return known;
  };

  return async (shop, msLeft, work) => {
    const api = await deps.findApi(shop.channel);
    if (api === null) return refused("no_api", `the hub has no API of ${shop.channel}`);
    const connection = await readConnection(shop.merchantId, shop.connectionId);
    if (connection?.channel !== shop.channel) return refused("no_connection", "there is no such connection");
    if (connection.state === "paused") return refused(PAUSED, "the connection is paused");
    const access = await readApiCredentials(deps, shop.connectionId);
    if (!belongs(access, shop))
      return refused(NO_CREDENTIALS, "the shop was given no credentials of the channel's API");
    const standing = standDown.problemOf(shop, access.credentials);
    if (standing !== null) return fail(standing);

    const http = makeCarefulHttp({ ...deps, gate: gateOf(shop, api), msLeft });
    const result = await signedIn(deps, { refresh, api, access, http }, work);
    standDown.note(shop, access.credentials, result.ok ? null : result.error);
    if (result.ok) await noteHealth(shop, "ok", "");
    else if (result.error.kind === "unauthorised") {
      deps.onSignInNeeded(shop, result.error.detail);
      await noteHealth(shop, "needs_sign_in", result.error.detail);
    }
    return result;
  };
}

type Session = {
  readonly refresh: RefreshCredentials;
  readonly api: ChannelApi;
  readonly access: ApiCredentials;
  readonly http: Http;
};

/** Runs the work with credentials that hold, and once more with new ones when the channel did not take them. */
async function signedIn<T>(deps: UseApiDeps, session: Session, work: ApiWork<T>): Promise<Result<T, ApiProblem>> {
  const { refresh, api, access, http } = session;
  const callWith = (credentials: Credentials): ApiCall => ({ http, credentials, now: deps.now() });
  const first = await inTime(deps, session, callWith);
  if (!first.ok) return first;
  const result = await work(api, callWith(first.value));
  if (result.ok || result.error.kind !== "unauthorised") return result;
  const again = await refresh(api, { ...access, credentials: first.value }, callWith(first.value));
  return again.ok ? await work(api, callWith(again.value)) : fail(signInNeeded(again.error));
}

/** Another merchant's secret under this name opens nothing. */
function belongs(access: ApiCredentials | null, shop: Shop): access is ApiCredentials {
  return access !== null && access.merchantId === shop.merchantId && access.channel === shop.channel;
}

/** Credentials that hold: renewed when they are about to expire. While they still hold, a refresh that fails is no problem. */
async function inTime(
  deps: UseApiDeps,
  { refresh, api, access }: Session,
  callWith: (credentials: Credentials) => ApiCall,
): Promise<Result<Credentials, ApiProblem>> {
  const left = msUntilExpiry(access.credentials, deps.now());
  const known = { ok: true, value: access.credentials } as const;
  if (left === null || left > RENEW_BEFORE_MS || api.refreshCredentials === undefined) return known;
  const renewed = await refresh(api, access, callWith(access.credentials));
  if (renewed.ok) return renewed;
  return left > 0 ? known : fail(signInNeeded(renewed.error));
}

/** A refresh token that is refused is a sign-in that is needed, however the channel words it. */
function signInNeeded(problem: ApiProblem): ApiProblem {
  return problem.kind === "refused" ? unauthorised(problem.detail) : problem;
}

/** null where the credentials say nothing of it. */
function msUntilExpiry(credentials: Credentials, now: Date): number | null {
  const at = Date.parse(credentials["expiresAt"] ?? "");
  return Number.isNaN(at) ? null : at - now.getTime();
}

function refused(code: string, detail: string): Result<never, ApiProblem> {
  return fail({ kind: "refused", code, detail });
}

function unauthorised(detail: string): ApiProblem {
  return { kind: "unauthorised", detail };
}
