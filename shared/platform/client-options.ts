import { patienceWithAws } from "./settings.ts";

const patience = patienceWithAws();

/**
 * How every AWS client is set up: answers come in milliseconds or not at all, so waits are short, and the queue or stream
 * behind a function is the place for long retries. Connections are kept open between calls (the SDK's default).
 */
export const clientOptions = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1_000 * patience,
    requestTimeout: 5_000 * patience,
    throwOnRequestTimeout: true,
  },
} as const;

/** One client per execution environment, made at its first use. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
