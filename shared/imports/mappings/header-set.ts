import { shortHash } from "../../kernel/ids.ts";
import { headingKey } from "../sheet-schemas.ts";

/**
 * Names a set of headings: the same columns in another order, with other capitals, blanks or punctuation, are the same set.
 */
export function headerSetOf(headings: readonly string[]): string {
  const keys = new Set(headings.map(headingKey).filter((key) => key !== ""));
  return shortHash([...keys].toSorted().join("\n")).slice(0, 16);
}
