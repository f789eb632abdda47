/**
 * How the handling of one record ends. The platform wrapper turns it into what the trigger understands:
 * `done` and `skipped` acknowledge, `retry` gives the record back to its queue or stream, `park` acknowledges after
 * the reason has been made visible to operators. Nothing is acknowledged by falling through.
 */
export type Outcome =
  | { readonly kind: "done"; readonly why?: string }
  | { readonly kind: "skipped"; readonly why: string }
  | { readonly kind: "retry"; readonly why: string }
  | { readonly kind: "park"; readonly why: string };

export const done: Outcome = { kind: "done" };

export function skipped(why: string): Outcome {
  return { kind: "skipped", why };
}

export function retry(why: string): Outcome {
  return { kind: "retry", why };
}

export function park(why: string): Outcome {
  return { kind: "park", why };
}
