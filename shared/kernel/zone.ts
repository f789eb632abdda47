const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** No zone changes its clock twice within this time, so equal offsets at both ends hold for all of it. */
const SPAN_MS = 6 * HOUR_MS;
const SPANS_KEPT = 4_000;

type ZoneClock = { readonly format: Intl.DateTimeFormat; readonly spans: Map<number, number | "changes"> };

const clocks = new Map<string, ZoneClock>();

/** Local time minus UTC in `zone` (an IANA name) at an instant, in ms. Throws RangeError on an unknown zone. */
export function offsetMsAt(zone: string, ms: number): number {
  const clock = clockOf(zone);
  const span = Math.floor(ms / SPAN_MS);
  const known = clock.spans.get(span) ?? learn(clock, span);
  return known === "changes" ? readOffset(clock.format, ms) : known;
}

/**
 * The instant (epoch ms) at which clocks in `zone` show `localMs` (local date and time counted as if it were UTC). A time
 * that the clocks skip moves forward by the gap; of a repeated one the first is taken.
 */
export function msOfLocal(zone: string, localMs: number): number {
  const before = offsetMsAt(zone, localMs - DAY_MS);
  const after = offsetMsAt(zone, localMs + DAY_MS);
  const candidates = [localMs - before, localMs - after].filter((ms) => ms + offsetMsAt(zone, ms) === localMs);
  return candidates.length === 0 ? localMs - before : Math.min(...candidates);
}

function clockOf(zone: string): ZoneClock {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const made: ZoneClock = { format, spans: new Map() };
  clocks.set(zone, made);
  return made;
}

function learn(clock: ZoneClock, span: number): number | "changes" {
  const first = readOffset(clock.format, span * SPAN_MS);
  const last = readOffset(clock.format, (span + 1) * SPAN_MS - 1);
  const answer = first === last ? first : "changes";
  if (clock.spans.size >= SPANS_KEPT) clock.spans.clear();
  clock.spans.set(span, answer);
  return answer;
}

/** The formatter writes `11/22/2026, GMT+08:00`, with seconds for old local mean times and bare `GMT` for zero. */
function readOffset(format: Intl.DateTimeFormat, ms: number): number {
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(ms));
  if (match === null) throw new Error("the date formatter of this runtime does not write offsets");
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = match;
  const size = Number(hours) * HOUR_MS + Number(minutes) * 60_000 + Number(seconds) * 1_000;
  return sign === "-" ? -size : size;
}
