import * as z from "zod/mini";
import { never } from "../kernel/result.ts";
import { notFound, type Problem } from "../platform/http-answer.ts";
import type { AskRefused } from "../writeback/ask-telling.ts";
import { type Telling, tellingStates } from "../writeback/telling.ts";

export const tellingBody = z.object({ action: z.enum(["again", "corrected"]) });

export const tellingQuery = { state: z.optional(z.enum(tellingStates)) };

export function tellingView({
  merchantId: _,
  revision: _revision,
  ...telling
}: Telling): Readonly<Record<string, unknown>> {
  return telling;
}

export function askProblem(refused: AskRefused): Problem {
  switch (refused.kind) {
    case "unknown_telling":
      return notFound("parcel that a channel was to be told of");
    case "not_now": {
      const detail = `The parcel is ${refused.state}: there is nothing to tell again or to correct.`;
      return { status: 409, code: "not_now", title: "Nothing was changed", detail };
    }
    case "busy":
      return { status: 503, code: "busy", title: "Nothing was changed", detail: "Try again." };
    default:
      return never(refused);
  }
}
