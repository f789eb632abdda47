import * as z from "zod/mini";
import type { RateRefused } from "../fx/rate.ts";
import type { SavedRate } from "../fx/rate-store.ts";
import { fail, never, ok, type Result } from "../kernel/result.ts";
import { type HttpAnswer, invalid, json, notFound, type Problem } from "../platform/http-answer.ts";
import type { SpanRefused } from "../reports/backfill.ts";

/** What is stated of a rate beside its pair and day. */
export const rateBody = z.object({ rate: z.string(), source: z.string() });

export function spanProblem(refused: SpanRefused): Problem {
  switch (refused.kind) {
    case "unknown_merchant":
      return notFound("merchant");
    case "backwards":
      return invalid("body", "from: the first day of the span, not later than `to`");
    case "too_long":
      return invalid("body", `to: at most ${refused.most} days at once`);
    case "not_closed": {
      const last = refused.closedThrough === null ? "no day is closed yet" : `closed through ${refused.closedThrough}`;
      const detail = `Only closed business days can be sealed: ${last}.`;
      return { status: 409, code: "day_not_closed", title: "The business day is still open", detail };
    }
    default:
      return never(refused);
  }
}

/** `202`, and how many days were asked for. */
export function askedAnswer(asked: Result<number, SpanRefused>): Result<HttpAnswer, Problem> {
  return asked.ok ? ok(json(202, { isAsked: true, days: asked.value })) : fail(spanProblem(asked.error));
}

/** `201` for a new rate, `200` for one that replaced another or was there already. */
export function rateAnswer(saved: Result<SavedRate, RateRefused>): Result<HttpAnswer, Problem> {
  if (!saved.ok) return fail(rateProblem(saved.error));
  const { kind, rate } = saved.value;
  return ok(json(kind === "created" ? 201 : 200, { kind, ...rate }));
}

function rateProblem(refused: RateRefused): Problem {
  switch (refused.kind) {
    case "unknown_currency":
      return invalid("body", `"${refused.currency.slice(0, 8)}" is not a currency: write its ISO 4217 code, e.g. USD`);
    case "same_currency":
      return invalid("body", `one ${refused.currency} is one ${refused.currency}: a rate is of two currencies`);
    case "not_a_day":
      return invalid("body", "day: write it as 2026-11-21");
    case "not_a_rate":
      return invalid("body", "rate: a decimal above 0 with at most 15 digits, as text: 7.1234");
    case "no_source":
      return invalid("body", "source: say whose rate it is in up to 100 characters, e.g. ECB");
    default:
      return never(refused);
  }
}
