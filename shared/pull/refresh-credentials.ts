import type { ApiCall, ApiProblem, ChannelApi, Credentials } from "../channels/api.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { SecretReader, SecretWriter } from "../platform/ports.ts";
import { type ApiCredentials, readApiCredentials } from "../settings/api-credentials.ts";
import { refreshKey } from "../table/connection-keys.ts";
import { timeToLive } from "../table/names.ts";
import type { Table } from "../table/port.ts";

export type RefreshDeps = {
  readonly table: Table;
  readonly secrets: SecretReader & Pick<SecretWriter, "replace">;
  readonly apiSecretPrefix: string;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<void>;
  /** A name of this attempt that no other has. */
  readonly newId: () => string;
};

export type RefreshCredentials = (
  api: ChannelApi,
  access: ApiCredentials,
  call: ApiCall,
) => Promise<Result<Credentials, ApiProblem>>;

const LEASE_MS = 60_000;
const LOOK_AGAIN_MS = 1_000;
const LOOKS = 10;

/**
 * New credentials, one refresher at a time: many channels take a refresh token once, and give the next one with the answer.
 * Whoever holds the lease first looks whether another has renewed them meanwhile; whoever does not waits for what it finds.
 * The new ones are written before they are used. Dying between the channel's answer and that write loses a refresh token
 * that is good for one use: nobody can undo that, and the shop then shows as in need of a sign-in.
 */
export function makeRefreshCredentials(deps: RefreshDeps): RefreshCredentials {
  return async (api, access, call) => {
    if (api.refreshCredentials === undefined) {
      return fail({ kind: "unauthorised", detail: "the channel gives no new credentials by itself" });
    }
    const holder = deps.newId();
    for (let look = 1; look <= LOOKS; look += 1) {
      const newer = await newerThan(deps, access);
      if (newer !== null) return ok(newer);
      if (await lease(deps, access, holder)) return await renewed(deps, api, access, { call, holder });
      await deps.pause(LOOK_AGAIN_MS);
    }
    return fail({ kind: "unavailable", detail: "another worker is renewing the credentials" });
  };
}

type Holding = { readonly call: ApiCall; readonly holder: string };

async function renewed(
  deps: RefreshDeps,
  api: ChannelApi,
  access: ApiCredentials,
  { call, holder }: Holding,
): Promise<Result<Credentials, ApiProblem>> {
  try {
    const newer = await newerThan(deps, access);
    if (newer !== null) return ok(newer);
    const answer = await api.refreshCredentials?.({ ...call, credentials: access.credentials });
    if (answer?.ok !== true) return answer ?? fail({ kind: "unauthorised", detail: "no refresh" });
    await keep(deps, { ...access, credentials: answer.value });
    return answer;
  } finally {
    await release(deps, access, holder);
  }
}

/** Tries hard: the old refresh token may be worth nothing any more. */
async function keep(deps: RefreshDeps, access: ApiCredentials): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const name = `${deps.apiSecretPrefix}${access.connectionId}`;
      await deps.secrets.replace(name, JSON.stringify(access));
      // So that this worker's own cache knows them.
      await deps.secrets.read(name, { fresh: true });
      return;
    } catch (fault) {
      if (attempt === LOOKS) throw fault;
      await deps.pause(LOOK_AGAIN_MS);
    }
  }
}

/** What stands in the secret when it is not what this worker knows. */
async function newerThan(deps: RefreshDeps, known: ApiCredentials): Promise<Credentials | null> {
  const stored = await readApiCredentials(deps, known.connectionId, { fresh: true });
  return stored === null || isSame(stored.credentials, known.credentials) ? null : stored.credentials;
}

function isSame(a: Credentials, b: Credentials): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

async function lease({ table, now }: RefreshDeps, shop: ApiCredentials, holder: string): Promise<boolean> {
  const nowMs = now().getTime();
  const untilMs = nowMs + LEASE_MS;
  const taken = await table.update(
    refreshKey(shop.merchantId, shop.connectionId),
    [
      { kind: "set", path: "holder", value: holder },
      { kind: "set", path: "untilMs", value: untilMs },
      { kind: "set", path: timeToLive, value: Math.ceil(untilMs / 1_000) },
    ],
    {
      kind: "any",
      of: [
        { kind: "absent", path: "holder" },
        { kind: "compare", path: "untilMs", op: "<=", value: nowMs },
      ],
    },
  );
  return taken.ok;
}

/** Taken over by another after a minute, it is no longer ours to give back. */
async function release({ table }: RefreshDeps, shop: ApiCredentials, holder: string): Promise<void> {
  await table.delete(refreshKey(shop.merchantId, shop.connectionId), {
    kind: "compare",
    path: "holder",
    op: "=",
    value: holder,
  });
}
