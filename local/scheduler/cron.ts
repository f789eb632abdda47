/** A calendar day and time without a zone. Months and days count from 1. */
export type LocalTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

export type Cron = {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly years: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** Whether the day fits both the day of month and the day of week. */
  readonly isDay: (year: number, month: number, day: number) => boolean;
};

const monthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const lastYear = 2199;

/** Reads `minutes hours day-of-month month day-of-week year`, as EventBridge Scheduler has it; null if it is wrong. */
export function parseCron(text: string): Cron | null {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6) return null;
  const [minuteText = "", hourText = "", dayText = "", monthText = "", weekdayText = "", yearText = ""] = fields;
  const minutes = readList(minuteText, 0, 59);
  const hours = readList(hourText, 0, 23);
  const months = readList(named(monthText, monthNames, 1), 1, 12);
  const years = readList(yearText, 1970, lastYear);
  if ((dayText === "?") === (weekdayText === "?")) return null;
  const isDay = weekdayText === "?" ? readDays(dayText) : readWeekdays(named(weekdayText, dayNames, 1));
  if (!minutes || !hours || !months || !years || !isDay) return null;
  return { minutes, hours, months: new Set(months), years: new Set(years), isDay };
}

/** The next local time after `after` (exclusive) that fits; null if there is none up to the year 2199. */
export function nextLocalTime(cron: Cron, after: LocalTime): LocalTime | null {
  let { year, month, day } = after;
  let from = { hour: after.hour, minute: after.minute };
  while (year <= lastYear) {
    if (cron.years.has(year) && cron.months.has(month) && cron.isDay(year, month, day)) {
      const time = nextInDay(cron, from);
      if (time) return { year, month, day, ...time };
    }
    from = { hour: -1, minute: -1 };
    day += 1;
    if (day > daysIn(year, month)) [day, month] = [1, month + 1];
    if (month > 12) [month, year] = [1, year + 1];
  }
  return null;
}

function nextInDay(cron: Cron, from: { hour: number; minute: number }): { hour: number; minute: number } | null {
  for (const hour of cron.hours) {
    if (hour < from.hour) continue;
    const minute = cron.minutes.find((one) => hour > from.hour || one > from.minute);
    if (minute !== undefined) return { hour, minute };
  }
  return null;
}

function named(text: string, names: readonly string[], first: number): string {
  return text.replace(/[A-Za-z]{3}/g, (name) => {
    const index = names.indexOf(name.toUpperCase());
    return index < 0 ? name : String(index + first);
  });
}

/** `*`, `5`, `1-5`, `1,2,3`, `0/15`, `1-10/2`, sorted; null if it is not a list of that kind. */
function readList(text: string, min: number, max: number): readonly number[] | null {
  const all = new Set<number>();
  for (const piece of text.split(",")) {
    const form = /^(\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(piece);
    if (!form) return null;
    const [, whole, low, high, stepText] = form;
    const from = whole === "*" ? min : Number(low);
    const open = whole === "*" || (stepText !== undefined && high === undefined);
    const to = open ? max : Number(high ?? low);
    const step = Number(stepText ?? 1);
    if (from < min || to > max || from > to || step < 1) return null;
    for (let value = from; value <= to; value += step) all.add(value);
  }
  return [...all].sort((a, b) => a - b);
}

function readDays(text: string): Cron["isDay"] | null {
  if (text === "L") return (year, month, day) => day === daysIn(year, month);
  if (text === "LW") return (year, month, day) => day === nearestWeekday(year, month, daysIn(year, month));
  const nearest = /^(\d+)W$/.exec(text);
  const wanted = Number(nearest?.[1]);
  if (nearest) {
    if (wanted < 1 || wanted > 31) return null;
    return (year, month, day) => wanted <= daysIn(year, month) && day === nearestWeekday(year, month, wanted);
  }
  const days = readList(text, 1, 31);
  return days && ((_year, _month, day) => days.includes(day));
}

/** 1 is Sunday. `6L`: the last Friday; `2#1`: the first Monday; `L`: Saturday. */
function readWeekdays(text: string): Cron["isDay"] | null {
  const [, lastText] = /^([1-7])L$/.exec(text) ?? [];
  if (lastText)
    return (year, month, day) => weekday(year, month, day) === Number(lastText) && day + 7 > daysIn(year, month);
  const [, dayText, weekText] = /^([1-7])#([1-5])$/.exec(text) ?? [];
  if (dayText)
    return (year, month, day) =>
      weekday(year, month, day) === Number(dayText) && Math.ceil(day / 7) === Number(weekText);
  const days = text === "L" ? [7] : readList(text, 1, 7);
  return days && ((year, month, day) => days.includes(weekday(year, month, day)));
}

function weekday(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The day from Monday to Friday nearest to a day, within the same month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const of = weekday(year, month, day);
  if (of === 7) return day > 1 ? day - 1 : day + 2;
  if (of === 1) return day < daysIn(year, month) ? day + 1 : day - 2;
  return day;
}
