import type { ChannelApi } from "../channels/api.ts";
import type { ConnectionId, MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { rateKey } from "../table/connection-keys.ts";
import { timeToLive } from "../table/names.ts";
import type { Condition, Table } from "../table/port.ts";

/** Keeps all workers of the hub together within one shop's rate limit. */
export type RateGate = {
  /** Waits for this call's turn, at most `mostMs`; `rate_limited` says how long it would have been. */
  take(mostMs: number): Promise<Result<null, { readonly kind: "rate_limited"; readonly retryAfterMs: number }>>;
  /** The channel says that it is too much: nobody asks again before so many milliseconds have passed. */
  slowDown(ms: number): Promise<void>;
};

export type RateGateDeps = {
  readonly table: Table;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<void>;
};

type Limit = ChannelApi["limit"];
type Shop = { readonly merchantId: MerchantId; readonly connectionId: ConnectionId };

/** Turns that were taken ahead go stale, so that a thawed worker does not spend them on top of what others took since. */
const HELD_MS = 5_000;
const TRIES = 20;
const KEPT_SECONDS = 86_400;

/**
 * A leaky bucket in one number (GCRA): the time at which everything taken so far will have drained. Whoever takes moves it
 * on by a conditional write, hence no two workers take the same turn; those who must wait hold their place in it. Turns are
 * taken a few at once, where the limit is high, so that a call costs a fraction of a write.
 */
export function makeRateGate(deps: RateGateDeps, shop: Shop, limit: Limit): RateGate {
  const everyMs = 1_000 / limit.perSecond;
  const burstMs = Math.max(1, limit.burst) * everyMs;
  const chunk = Math.min(20, Math.max(1, Math.floor(Math.min(limit.burst / 2, limit.perSecond * 2))));
  let knownMs = 0;
  let held = { turns: 0, untilMs: 0 };
  let last: Promise<unknown> = Promise.resolve();

  async function takeOne(mostMs: number): ReturnType<RateGate["take"]> {
    const nowMs = deps.now().getTime();
    if (held.turns > 0 && nowMs < held.untilMs) {
      held = { ...held, turns: held.turns - 1 };
      return ok(null);
    }
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const drainedMs = Math.max(knownMs, nowMs) + chunk * everyMs;
      const waitMs = Math.max(0, Math.ceil(drainedMs - burstMs - nowMs));
      if (waitMs > mostMs) return fail({ kind: "rate_limited", retryAfterMs: waitMs });
      if (!(await moveTo(drainedMs, nowMs))) continue;
      if (waitMs > 0) await deps.pause(waitMs);
      held = { turns: chunk - 1, untilMs: nowMs + waitMs + HELD_MS };
      return ok(null);
    }
    return fail({ kind: "rate_limited", retryAfterMs: Math.ceil(everyMs) });
  }

  /** False when others have moved it meanwhile; then `knownMs` says how far. */
  async function moveTo(drainedMs: number, nowMs: number): Promise<boolean> {
    const isUntouched: Condition =
      knownMs > nowMs
        ? { kind: "compare", path: "drainedMs", op: "=", value: knownMs }
        : {
            kind: "any",
            of: [
              { kind: "absent", path: "drainedMs" },
              { kind: "compare", path: "drainedMs", op: "<=", value: nowMs },
            ],
          };
    const moved = await write(Math.round(drainedMs), isUntouched, nowMs);
    if (moved) knownMs = Math.round(drainedMs);
    return moved;
  }

  async function write(drainedMs: number, condition: Condition, nowMs: number): Promise<boolean> {
    const written = await deps.table.update(
      rateKey(shop.merchantId, shop.connectionId),
      [
        { kind: "set", path: "drainedMs", value: drainedMs },
        { kind: "set", path: timeToLive, value: Math.floor(nowMs / 1_000) + KEPT_SECONDS },
      ],
      condition,
    );
    if (written.ok) return true;
    knownMs = Number(written.error.old?.["drainedMs"] ?? 0);
    return false;
  }

  return {
    take: (mostMs) => {
      const turn = last.then(() => takeOne(mostMs));
      last = turn.catch(() => null);
      return turn;
    },
    slowDown: async (ms) => {
      held = { turns: 0, untilMs: 0 };
      const nowMs = deps.now().getTime();
      const drainedMs = Math.round(nowMs + ms + burstMs - everyMs);
      const isSooner: Condition = {
        kind: "any",
        of: [
          { kind: "absent", path: "drainedMs" },
          { kind: "compare", path: "drainedMs", op: "<", value: drainedMs },
        ],
      };
      if (await write(drainedMs, isSooner, nowMs)) knownMs = drainedMs;
    },
  };
}
