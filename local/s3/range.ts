import { awsFault } from "../cloud/fault.ts";

/** First and last byte asked for, both included; null for the whole object. Fault 416 `InvalidRange`. */
export function readRange(
  header: string | undefined,
  size: number,
): { readonly first: number; readonly last: number } | null {
  const form = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  const [, from = "", to = ""] = form ?? [];
  if (!form || (from === "" && to === "")) return null;
  if (from !== "" && to !== "" && Number(to) < Number(from)) return null;
  const first = from === "" ? Math.max(size - Number(to), 0) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  if (first > last || (from === "" && Number(to) === 0)) {
    const facts = { RangeRequested: header ?? "", ActualObjectSize: String(size) };
    throw awsFault("InvalidRange", "The requested range is not satisfiable", 416, facts);
  }
  return { first, last };
}
