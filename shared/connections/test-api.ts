import type { ApiCall, ApiProblem, ChannelApi } from "../channels/api.ts";
import { never, ok, type Result } from "../kernel/result.ts";
import type { Shop } from "../pull/shop.ts";
import { NO_CREDENTIALS, PAUSED, type UseChannelApi } from "../pull/use-channel-api.ts";
import { BrokenSecretError } from "../settings/connection-secrets.ts";

/**
 * Whether the channel's API lets the shop in. `no_credentials`: it was given none, and is listened to only · `not_used`: the
 * hub calls no API of this channel · `not_asked`: the connection is paused. `why` is in the channel's words.
 */
export type ApiTest = {
  readonly state: "ok" | "needs_sign_in" | "refused" | "unreachable" | "no_credentials" | "not_asked" | "not_used";
  /** From the question to the answer, waiting for a turn under the rate limit included. */
  readonly tookMs: number;
  readonly why: string;
  readonly whatToDo: string;
};

export type ApiTestDeps = {
  readonly useApi: UseChannelApi;
  readonly findApi: (channel: string) => Promise<ChannelApi | null>;
  readonly now: () => Date;
};

const HOUR_MS = 3_600_000;
/** No channel has given an order this id. */
const NO_ORDER = "0";

/** One cheap call with the shop's own credentials, which are renewed when they have run out, as any other call would. */
export async function testApi(deps: ApiTestDeps, shop: Shop, msLeft: () => number): Promise<ApiTest> {
  if ((await deps.findApi(shop.channel)) === null) return { state: "not_used", tookMs: 0, why: "", whatToDo: "" };
  const startedMs = deps.now().getTime();
  const verdict = await tried(deps.useApi, shop, msLeft);
  return { tookMs: Math.max(0, deps.now().getTime() - startedMs), ...verdict };
}

async function tried(useApi: UseChannelApi, shop: Shop, msLeft: () => number): Promise<Omit<ApiTest, "tookMs">> {
  try {
    const asked = await useApi(shop, msLeft, (api, call) => askLittle(api, call));
    return asked.ok ? { state: "ok", why: "", whatToDo: "" } : verdictOn(asked.error);
  } catch (error) {
    if (!(error instanceof BrokenSecretError)) throw error;
    const whatToDo = "What is stored are no credentials: have it put right in Secrets Manager.";
    return { state: "refused", why: "its credentials cannot be read", whatToDo };
  }
}

/** The first page of the last hour; where a channel lists nothing, an order that it cannot have. */
async function askLittle(api: ChannelApi, call: ApiCall): Promise<Result<unknown, ApiProblem>> {
  const { listing } = api;
  if (listing === null) {
    const read = await api.readOrder(call, NO_ORDER);
    return !read.ok && read.error.kind === "not_found" ? ok(null) : read;
  }
  const untilMs = Math.floor((call.now.getTime() - listing.settleMs) / 1_000) * 1_000;
  const from = new Date(untilMs - Math.min(HOUR_MS, listing.maxWindowMs)).toISOString();
  const by = listing.by.includes("changed") ? "changed" : "created";
  return await api.listOrders(call, { by, from, until: new Date(untilMs).toISOString(), page: null });
}

function verdictOn(problem: ApiProblem): Omit<ApiTest, "tookMs"> {
  const why = "detail" in problem ? problem.detail.slice(0, 300) : problem.kind;
  switch (problem.kind) {
    case "unauthorised":
      return {
        state: "needs_sign_in",
        why,
        whatToDo: "Sign in at the channel's console and give the new credentials.",
      };
    case "refused":
      if (problem.code === NO_CREDENTIALS) return { state: "no_credentials", why, whatToDo: "Give its credentials." };
      if (problem.code === PAUSED)
        return { state: "not_asked", why, whatToDo: "Resume the connection, then test again." };
      return {
        state: "refused",
        why: `${problem.code}: ${why}`,
        whatToDo: "Look up what it says: a wrong app key or secret, or a permission to read orders that the app lacks.",
      };
    case "not_found":
      return { state: "refused", why, whatToDo: "The channel knows no such shop: check the shop's own ids." };
    case "unreadable":
      return { state: "unreachable", why: `at ${problem.at}: ${why}`, whatToDo: "Check the address (shop, apiUrl)." };
    case "rate_limited":
      return { state: "unreachable", why: "asked too often", whatToDo: "Test again in some minutes." };
    case "unavailable":
    case "in_doubt":
      return { state: "unreachable", why, whatToDo: "Test again in some minutes; if it stays, check the address." };
    default:
      return never(problem);
  }
}
