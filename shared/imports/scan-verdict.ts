import { fail, ok, type Result } from "../kernel/result.ts";

/** What GuardDuty's protection of buckets writes beside an object once it has looked at it. */
const SCAN_TAG = "GuardDutyMalwareScanStatus";

export type ScanRefused =
  | { readonly kind: "malware" }
  /** It was looked at and nothing can be said: a password, a size, a right that is missing. */
  | { readonly kind: "not_scanned"; readonly status: string };

/** Whether an upload may be opened, by its tags: null while its scan is under way. */
export function scanVerdict(tags: Readonly<Record<string, string>>): Result<null, ScanRefused> | null {
  const status = tags[SCAN_TAG];
  if (status === undefined) return null;
  if (status === "NO_THREATS_FOUND") return ok(null);
  return fail(status === "THREATS_FOUND" ? { kind: "malware" } : { kind: "not_scanned", status });
}
