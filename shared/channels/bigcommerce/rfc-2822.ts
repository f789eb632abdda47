import { parseInstant } from "../../kernel/time.ts";
import type { JsonReader } from "../json-reader.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DATE = /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) ([+-]\d{4}|GMT)$/;

/** Instant of "Tue, 05 Mar 2019 21:40:11 +0000"; null when it is no such date. */
export function instantOfRfc2822(text: string): string | null {
  const [, day = "", month = "", year = "", time = "", zone = ""] = DATE.exec(text.trim()) ?? [];
  const number = MONTHS.indexOf(month) + 1;
  if (number === 0) return null;
  const offset = zone === "GMT" ? "Z" : zone;
  const instant = parseInstant(`${year}-${String(number).padStart(2, "0")}-${day.padStart(2, "0")}T${time}${offset}`);
  return instant.ok ? instant.value : null;
}

/** A date that must be there. */
export function readDate(at: JsonReader, key: string): string {
  const text = at.text(key);
  const instant = instantOfRfc2822(text);
  if (instant !== null) return instant;
  if (text !== "") at.refuse("bad_value", key, "expected a date such as Tue, 05 Mar 2019 21:40:11 +0000");
  return "1970-01-01T00:00:00.000Z";
}
