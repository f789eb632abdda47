/** Grants that no test uses, and why each is needed all the same. The text of a grant is that of `grantText`. */
export type ExplainedGrant = { readonly grants: readonly string[]; readonly because: string };

export type GrantsVerdict = {
  /** Unused and not explained: to be removed, exercised or explained. */
  readonly unexplained: readonly string[];
  /** Explained and used after all, or no longer granted. */
  readonly needless: readonly string[];
  readonly explained: readonly { readonly grant: string; readonly because: string }[];
};

export function judgeGrants(unused: readonly string[], explanations: readonly ExplainedGrant[]): GrantsVerdict {
  const all = explanations.flatMap(({ grants, because }) => grants.map((grant) => ({ grant, because })));
  const isExplained = new Set(all.map(({ grant }) => grant));
  const isUnused = new Set(unused);
  return {
    unexplained: unused.filter((grant) => !isExplained.has(grant)),
    needless: all.map(({ grant }) => grant).filter((grant) => !isUnused.has(grant)),
    explained: all.filter(({ grant }) => isUnused.has(grant)),
  };
}

/** What the run of all tests prints of its grants, a line each. */
export function grantsReport({ unexplained, needless, explained }: GrantsVerdict): readonly string[] {
  return [
    `grants: ${unexplained.length} unused and unexplained, ${explained.length} explained`,
    ...explained.map(({ grant, because }) => `  ${grant}: ${because}`),
    ...unexplained.map((grant) => `  UNUSED ${grant}: remove it, use it in a test, or explain it`),
    ...needless.map((grant) => `  NEEDLESS explanation of ${grant}: it is used, or not granted any more`),
  ];
}
