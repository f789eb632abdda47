import { remembered } from "./remembered.ts";
import { fail, ok, type Result } from "./result.ts";
import { msOfLocal } from "./zone.ts";

/** Instants are UTC ISO strings with milliseconds and `Z`, so that they sort as text: "2026-11-21T22:31:51.000Z". */
export type InstantProblem =
  | { readonly kind: "not_an_instant"; readonly text: string }
  | { readonly kind: "zone_needed"; readonly text: string };

/** Throws RangeError when `ms` is not a date. */
export function instantFromMs(ms: number): string {
  return new Date(ms).toISOString();
}

/** Epoch milliseconds of an instant of ours. Throws on any other text: parse foreign text with `parseInstant`. */
export function msOf(instant: string): number {
  return knownMs(instant);
}

const INSTANTS_KEPT = 1_000;
const knownMs = /* @__PURE__ */ remembered(INSTANTS_KEPT, (instant) => {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms) || !instant.endsWith("Z")) throw new Error(`"${shown(instant)}" is not an instant`);
  return ms;
});

const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d))?$/;

/**
 * Reads a date and time with `Z` or an offset; without either it is local time in `zone` (an IANA name), and `zone_needed`
 * comes back when there is none. A local time that the clocks skip moves forward, of a repeated one the first is taken.
 * Digits finer than a millisecond are cut. Impossible dates (30 February, 0000-00-00, 24:00) are `not_an_instant`.
 */
export function parseInstant(text: string, zone?: string): Result<string, InstantProblem> {
  const match = DATE_TIME.exec(text);
  if (match === null) return fail({ kind: "not_an_instant", text: shown(text) });
  const [, date = "", hour = "", minute = "", second = "00", fraction = "", offset] = match;
  const localMs = Date.parse(`${date}T${hour}:${minute}:${second}.${fraction.padEnd(3, "0").slice(0, 3)}Z`);
  const isReal = !Number.isNaN(localMs) && instantFromMs(localMs).startsWith(date);
  if (!isReal) return fail({ kind: "not_an_instant", text: shown(text) });
  if (offset === undefined && zone === undefined) return fail({ kind: "zone_needed", text: shown(text) });

  const ms = offset === undefined ? msOfLocal(zone ?? "UTC", localMs) : localMs - offsetMs(offset);
  const instant = instantFromMs(ms);
  return instant.length === 24 ? ok(instant) : fail({ kind: "not_an_instant", text: shown(text) });
}

/** An IANA zone name in its own spelling ("Asia/Shanghai"); bare offsets and "asia/shanghai" are not. */
export function isZone(text: string): boolean {
  if (!/^[A-Z]/.test(text)) return false;
  try {
    const canonical = new Intl.DateTimeFormat("en-US", { timeZone: text }).resolvedOptions().timeZone;
    return canonical === text || canonical.toLowerCase() !== text.toLowerCase();
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** `Z`, `+08:00`, `-0330`. */
function offsetMs(text: string): number {
  if (text === "Z") return 0;
  const size = Number(text.slice(1, 3)) * 3_600_000 + Number(text.slice(-2)) * 60_000;
  return text.startsWith("-") ? -size : size;
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
