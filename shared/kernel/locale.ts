/** The languages of texts that merchants see. */
export type Locale = "en" | "zh";

/** `zh-CN`, `zh-Hant` … → zh; everything else is read in English. */
export function localeOf(tag: string): Locale {
  return tag.toLowerCase().startsWith("zh") ? "zh" : "en";
}
