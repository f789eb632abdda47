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

/**
 * Spreadsheet day number → `YYYY-MM-DD` or `YYYY-MM-DD HH:mm:ss`; null outside years 1900–9999. The 1900 system counts a
 * 29 February 1900 that never was, so its epoch is 1899-12-30 for every later day.
 */
export function dateText(serial: number, is1904: boolean): string | null {
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const at = new Date(epoch + Math.round(serial * 86_400) * 1000);
  if (!Number.isFinite(at.getTime()) || serial < 0 || at.getUTCFullYear() > 9999) return null;
  const text = at.toISOString();
  return at.getTime() % DAY_MS === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}
