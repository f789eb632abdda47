export const importPolicies = ["skip-bad-rows", "reject-all", "dry-run"] as const;

/**
 * What becomes of a file with bad rows. `skip-bad-rows`: the good rows are applied and the bad ones come back ·
 * `reject-all`: everything is looked at first, and nothing is applied when one row is bad · `dry-run`: everything is looked
 * at and nothing is applied.
 */
export type ImportPolicy = (typeof importPolicies)[number];

export function isImportPolicy(text: string): text is ImportPolicy {
  return importPolicies.some((policy) => policy === text);
}

/** Where a policy may be said, the nearest to the file first. */
export type PolicySources = {
  /** `x-amz-meta-policy` of the object. */
  readonly metadata: string | undefined;
  /** A folder of the key that is called like a policy: `demo/orders/dry-run/day.xlsx`, for tools that know only folders. */
  readonly folder: ImportPolicy | null;
  readonly merchant: ImportPolicy | undefined;
};

/** Unknown words count as unsaid: a file is not refused for a typing mistake in its metadata, and the job says the policy. */
export function policyOf({ metadata, folder, merchant }: PolicySources): ImportPolicy {
  const said = metadata?.trim().toLowerCase() ?? "";
  if (isImportPolicy(said)) return said;
  return folder ?? merchant ?? "skip-bad-rows";
}
