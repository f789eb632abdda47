/** Format numbers that ECMA-376 18.8.30 defines as dates or times (27–36 and 50–58 are the East Asian ones). */
function isBuiltInDate(format: number): boolean {
  return (
    (format >= 14 && format <= 22) ||
    (format >= 27 && format <= 36) ||
    (format >= 45 && format <= 47) ||
    (format >= 50 && format <= 58)
  );
}

/** True for format codes such as `yyyy-mm-dd` or `h:mm`; text in quotes, brackets and escapes does not count. */
export function isDateFormat(format: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDate(format);
  const bare = code.split(";")[0]?.replace(/"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]/gi, "");
  return bare !== undefined && /[ymdhs]/i.test(bare) && !/general/i.test(bare);
}

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;

/** Of days as text: a column of dates repeats few days many times. */
const knownDays = new Map<number, string>();
const MAX_KNOWN_DAYS = 10_000;

/**
 * Spreadsheet day number → `YYYY-MM-DD` or `YYYY-MM-DD HH:mm:ss`; null outside years 1900–9999. The 1900 system counts a
 * 29 February 1900 that never was, so its epoch is 1899-12-30 for every later day.
 */
export function dateText(serial: number, is1904: boolean): string | null {
  const seconds = Math.round(serial * DAY_SECONDS);
  // 2,958,466 is the first day of the year 10000 in the 1900 system.
  if (!(serial >= 0 && seconds < (is1904 ? 2_957_004 : 2_958_466) * DAY_SECONDS)) return null;
  const second = seconds % DAY_SECONDS;
  const day = dayText((seconds - second) / DAY_SECONDS + (is1904 ? 1462 : 0));
  if (second === 0) return day;
  const minute = Math.floor(second / 60);
  return `${day} ${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:${twoDigits(second % 60)}`;
}

function dayText(day: number): string {
  const known = knownDays.get(day);
  if (known !== undefined) return known;
  const text = new Date(Date.UTC(1899, 11, 30) + day * DAY_MS).toISOString().slice(0, 10);
  if (knownDays.size === MAX_KNOWN_DAYS) knownDays.clear();
  knownDays.set(day, text);
  return text;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
