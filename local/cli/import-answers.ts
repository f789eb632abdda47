export type ImportAnswer = {
  readonly importId: string;
  readonly kind: string;
  readonly fileName: string;
  readonly objectKey: string;
  readonly state: string;
  readonly rows: number;
  readonly rowsDone: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly notApplied: number;
  /** Of the phase that is under way; null when nobody can say. */
  readonly rowsPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly policy: string;
  readonly mapping: string;
  readonly receiptKey: string;
  readonly failedRowsKey: string;
  readonly reason: string;
  readonly duplicateOf: string;
  /** Headings that have to be explained first. */
  readonly unmapped: UnmappedAnswer | null;
  readonly receivedAt: string;
  readonly finishedAt: string | null;
  readonly receiptUrl: string | null;
  readonly failedRowsUrl: string | null;
};

export type UnmappedAnswer = {
  readonly headerSet: string;
  readonly headings: readonly string[];
  readonly missing: readonly string[];
  readonly suggestions: readonly { readonly field: string; readonly heading: string }[];
};

export type MappingAnswer = {
  readonly kind: string;
  readonly headerSet: string;
  readonly headings: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly savedAt: string;
  readonly savedBy: string;
};
